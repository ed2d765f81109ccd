/// Which variant of the rules of Go is played; scoring is always by area (Tromp and Taylor).
public struct GoRules: Hashable, Sendable {
  /// Which earlier positions a move may not bring back.
  public enum Repetition: UInt8, Hashable, Sendable, CaseIterable {
    /// Only the position before the opponent's last move, where one stone took one stone.
    case simpleKo
    /// Any earlier position.
    case positionalSuperko
    /// Any earlier position with the same player to move.
    case situationalSuperko
  }

  /// Points for White, in halves: 15 is a komi of 7.5.
  public var komiHalves: Int = 15
  /// Which earlier positions a move may not bring back.
  public var repetition = Repetition.positionalSuperko
  /// Whether a move may take its own chain off the board.
  public var allowsSuicide = false
  /// The game ends after so many moves, passes counted; nil stands for twice the points of the
  /// board (722 on 19x19, the limit of AlphaGo Zero). At most `moveLimit`.
  public var maximumMoves: Int?

  /// The most moves that a game can be allowed.
  public static let moveLimit = 16_384

  /// Area scoring, komi 7.5, positional superko, no suicide.
  public init() {}

  /// The logical rules of J. Tromp and B. Taylor: positional superko, suicide allowed.
  public static var trompTaylor: GoRules {
    var rules = GoRules()
    rules.allowsSuicide = true
    return rules
  }

  /// The rules in words, as the SGF property RU carries them.
  var text: String {
    let ko =
      switch repetition {
      case .simpleKo: "simple ko"
      case .positionalSuperko: "positional superko"
      case .situationalSuperko: "situational superko"
      }
    return "area, \(ko), \(allowsSuicide ? "suicide" : "no suicide")"
      + (maximumMoves.map { ", at most \($0) moves" } ?? "")
  }

  /// Reads the text of an RU property: what `text` writes, or the name of a known rule set.
  init(text: String) throws(NotationError) {
    self.init()
    switch text.lowercased() {
    case "", "tromp-taylor", "nz", "new zealand":
      if !text.isEmpty { allowsSuicide = true }
      if text.lowercased().hasPrefix("n") { repetition = .situationalSuperko }
    case "chinese": repetition = .positionalSuperko
    case "aga": repetition = .situationalSuperko
    case "japanese", "korean": repetition = .simpleKo
    default: try read(clauses: text)
    }
  }

  private mutating func read(clauses text: String) throws(NotationError) {
    var column = 1
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let clause = part.drop { $0 == " " }
      let words = clause.split(separator: " ")
      switch clause {
      case "area": break
      case "simple ko": repetition = .simpleKo
      case "positional superko": repetition = .positionalSuperko
      case "situational superko": repetition = .situationalSuperko
      case "suicide": allowsSuicide = true
      case "no suicide": allowsSuicide = false
      case _ where clause.hasPrefix("at most ") && clause.hasSuffix(" moves") && words.count == 4:
        guard let moves = Int(words[2]), (1...Self.moveLimit).contains(moves) else {
          throw NotationError(
            column: column, reason: "'\(words[2])' moves; allowed are 1 to \(Self.moveLimit)")
        }
        maximumMoves = moves
      default:
        throw NotationError(
          column: column,
          reason: "the rules '\(clause)' are not known; known are Tromp-Taylor, Chinese, AGA, NZ,"
            + " Japanese, Korean, or clauses such as 'positional superko, no suicide'")
      }
      column += part.count + 1
    }
  }
}
