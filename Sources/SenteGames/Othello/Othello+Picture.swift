extension Othello: PicturedGame {
  /// The board with coordinates, the squares that can be played, and the count of discs.
  ///
  /// The last disc is marked with brackets, or with a lighter square where there are colours.
  public func picture(lastAction: Int?, colors: Bool) -> String {
    let header =
      "  " + (0..<size).map { " \(SquareName.text(row: 0, column: $0).prefix(1)) " }.joined()
    let playable = Set(legalActions)
    let lines = (0..<size).map { row in
      "\(row + 1) "
        + (0..<size).map { column in
          let square = row * size + column
          let (isLast, isOpen) = (square == lastAction, playable.contains(square))
          let symbol = symbol(at: square)
          return colors
            ? Self.colored(symbol, isLast, isOpen) : Self.plain(symbol, isLast, isOpen)
        }.joined()
    }
    let (black, white) = discs
    let state = "\(caption(["Black", "White"])), discs \(black) to \(white)"
    return ([header] + lines).joined(separator: "\n") + "\n  \(state)\n"
  }

  private static func plain(_ symbol: String, _ isLast: Bool, _ isOpen: Bool) -> String {
    let disc = symbol == "x" ? "●" : symbol == "o" ? "○" : isOpen ? "*" : "·"
    return isLast ? "[\(disc)]" : " \(disc) "
  }

  private static func colored(_ symbol: String, _ isLast: Bool, _ isOpen: Bool) -> String {
    let paper = isLast ? 35 : 29
    switch symbol {
    case "x": return Paint.text(" ● ", ink: 16, paper: paper)
    case "o": return Paint.text(" ● ", ink: 231, paper: paper)
    default: return Paint.text(isOpen ? " ∘ " : " · ", ink: isOpen ? 229 : 23, paper: paper)
    }
  }
}
