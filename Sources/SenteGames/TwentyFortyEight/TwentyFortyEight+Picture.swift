extension TwentyFortyEight: PicturedGame {
  /// The tiles, each six columns wide, and the score; the last action is not marked.
  public func picture(lastAction: Int?, colors: Bool) -> String {
    let lines = (0..<4).map { row in
      (0..<4).map { column in
        let value = Int(tile(row * 4 + column))
        let number = value == 0 ? "·" : String(1 << value)
        let left = (6 - number.count) / 2
        let cell =
          String(repeating: " ", count: left) + number
          + String(repeating: " ", count: 6 - number.count - left)
        return colors ? Self.colored(cell, value) : cell
      }.joined()
    }
    let state =
      turn == .finished
      ? "the game is over"
      : turn == .chance ? "chance adds a tile" : "slide up, right, down or left"
    return lines.joined(separator: "\n") + "\nscore \(score); \(state)\n"
  }

  /// From grey over yellow to red with the logarithm of a tile.
  private static func colored(_ cell: String, _ logarithm: Int) -> String {
    let papers = [238, 230, 223, 215, 209, 203, 196, 228, 227, 226, 220, 214]
    let paper = papers[min(logarithm, papers.count - 1)]
    return Paint.text(cell, ink: logarithm == 0 ? 244 : 16, paper: paper, bold: logarithm > 0)
  }
}
