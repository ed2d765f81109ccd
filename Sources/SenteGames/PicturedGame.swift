/// A game that draws itself for people who look at a terminal.
public protocol PicturedGame: PerftGame {
  /// The board and the state of the game as lines, each ended by a newline.
  ///
  /// - Parameters:
  ///   - lastAction: what led here; it is marked on the board where that tells something.
  ///   - colors: whether to use ANSI escape sequences with the palette of 256 colours; without them
  ///     the lines are plain text.
  func picture(lastAction: Action?, colors: Bool) -> String
}

/// Text in colours of the palette of 256.
enum Paint {
  /// Text in one ink, bold where asked for, on one paper.
  static func text(_ text: String, ink: Int, paper: Int? = nil, bold: Bool = false) -> String {
    let ground = paper.map { "48;5;\($0);" } ?? ""
    return "\u{1B}[\(bold ? "1;" : "")\(ground)38;5;\(ink)m\(text)\u{1B}[0m"
  }
}

extension Game {
  /// One line on who moves or how the game ended, for games of two players with these names.
  func caption(_ names: [String]) -> String {
    if let outcome {
      guard let winner = outcome.firstIndex(where: { $0 > 0 }) else { return "a draw" }
      return "\(names[winner]) wins"
    }
    if case .player(let player) = turn { return "\(names[player]) to move" }
    return "chance moves"
  }
}

extension Chess: PicturedGame {
  /// The board with White below; the squares of the last move are marked.
  public func picture(lastAction: ChessMove?, colors: Bool) -> String {
    picture(lastMove: lastAction, colors: colors, flipped: false)
  }
}

extension Shogi: PicturedGame {
  /// The board with Japanese pieces and black below; the squares of the last move are marked.
  public func picture(lastAction: ShogiMove?, colors: Bool) -> String {
    picture(lastMove: lastAction, style: .japanese, colors: colors, flipped: false)
  }
}
