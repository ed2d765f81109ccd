import SenteGames
import SenteSearch

/// What an analysis command asks for, and how its answer is written.
///
/// Formats: the GTP extensions of Leela Zero 0.17 (`lz-analyze`) and KataGo (`kata-analyze`). A
/// colour, an interval in hundredths of a second, and settings; those that only a network could
/// answer are passed over.
struct GTPAnalysisRequest {
  private(set) var player: Int?
  /// Seconds between two reports; 0 for none but the last.
  private(set) var interval = 0.0
  private(set) var lines = 1
  private var most = Int.max
  private let isKata: Bool

  init(_ command: GTPCommand, in game: some Game) throws {
    isKata = command.name.hasPrefix("kata")
    var words = command.arguments[...]
    if let first = words.first, let colour = GTPColour.player(first, in: game) {
      player = colour
      words.removeFirst()
    }
    if let first = words.first, let number = Int(first) {
      interval = Double(max(1, min(number, 1_000_000))) / 100
      words.removeFirst()
    }
    while let name = words.popFirst() {
      switch name {
      case "interval":
        guard let number = words.popFirst().flatMap({ Int($0) }), number >= 0 else {
          throw EngineFault("interval needs hundredths of a second")
        }
        interval = Double(min(number, 1_000_000)) / 100
      case "minmoves", "maxmoves":
        guard let number = words.popFirst().flatMap({ Int($0) }), number >= 1 else {
          throw EngineFault("\(name) needs a number of moves")
        }
        if name == "minmoves" { lines = min(number, 500) } else { most = number }
      case "avoid", "allow": words = words.dropFirst(3)
      case "ownership", "ownershipStdev", "movesOwnership", "movesOwnershipStdev", "pvVisits",
        "pvEdgeVisits", "rootInfo", "noResultValue":
        words = words.dropFirst()
      default: throw EngineFault("unknown analysis setting '\(name)'")
      }
    }
  }

  /// All candidates in one line.
  func line<Position: Game>(_ analysis: Analysis<Position.Action>, at position: Position) -> String
  {
    let shown = analysis.candidates.prefix(most)
    return shown.enumerated().map { order, candidate in
      let chance = (candidate.value + 1) / 2
      let visits = candidate.visits ?? (order == 0 ? analysis.nodes : 0)
      var words = ["info", "move", position.text(of: candidate.action), "visits", "\(visits)"]
      if isKata {
        words += ["utility", decimal(candidate.value), "winrate", decimal(chance)]
        words += ["scoreMean", "0", "scoreLead", "0"]
        words += ["prior", decimal(candidate.prior ?? 0), "lcb", decimal(chance)]
      } else {
        words += ["winrate", tenThousandths(chance)]
        words += ["prior", tenThousandths(candidate.prior ?? 0), "lcb", tenThousandths(chance)]
      }
      words += ["order", "\(order)", "pv"]
      return (words + variation(candidate, position)).joined(separator: " ")
    }.joined(separator: " ")
  }

  private func variation<Position: Game>(
    _ candidate: Candidate<Position.Action>, _ position: Position
  ) -> [String] {
    var reached = position
    return candidate.principalVariation.prefix { reached.isLegal($0) }.map { action in
      let text = reached.text(of: action)
      reached.apply(action)
      return text
    }
  }

  private func decimal(_ number: Double) -> String { "\((number * 1e6).rounded() / 1e6)" }
  private func tenThousandths(_ number: Double) -> String { "\(Int((number * 10_000).rounded()))" }
}
