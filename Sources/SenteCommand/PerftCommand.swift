import ArgumentParser
import SenteGames
import SentePrimitives

/// `sente perft`.
struct PerftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perft",
    abstract: "Count the paths of a game's tree: rule check and speed.",
    discussion: """
      In chess and shogi draws by repetition or by counted moves are left out, as in the published \
      tables. The last level is counted, not played.
      """)

  @OptionGroup var options: PositionOptions

  @Option(parsing: .unconditional, help: "How many moves deep.")
  var depth: Int

  @Flag(help: "Print the count below each move, too.")
  var divide = false

  @Flag(help: "Print one JSON object a line, the total last.")
  var json = false

  func run() throws {
    try reporting {
      // The walk recurses, and no tree can be counted that deep.
      try check("depth", depth, in: 0...100)
      guard depth > 0 || !divide else {
        throw Failure(usage: "depth is 0, but --divide needs at least 1")
      }
      let position = try options.reached().position
      let start = Terminal.now()
      let nodes = divide ? divided(position) : Perft.count(position, depth: depth)
      report(nodes, seconds: Terminal.now() - start)
    }
  }

  /// Prints a line for each move and returns the sum.
  private func divided(_ position: any PicturedGame) -> Int {
    let rows = Perft.divide(position, depth: depth)
    for row in rows {
      let object: JSON = .object(["move": .string(row.action), "nodes": JSON(row.count)])
      Terminal.output(json ? "\(object)" : "\(row.action): \(grouped(row.count))")
    }
    return rows.reduce(0) { $0 + $1.count }
  }

  private func report(_ nodes: Int, seconds: Double) {
    if json {
      let object: JSON = .object([
        "game": .string(options.game), "depth": JSON(depth), "nodes": JSON(nodes),
        "seconds": JSON(seconds),
      ])
      Terminal.output("\(object)")
      return
    }
    let speed = seconds > 0 ? ", \(grouped(Int(Double(nodes) / seconds))) a second" : ""
    Terminal.output("\(grouped(nodes)) nodes in \(rounded(seconds, 3)) s\(speed)")
  }
}
