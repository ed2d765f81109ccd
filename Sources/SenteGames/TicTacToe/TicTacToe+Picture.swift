extension TicTacToe: PicturedGame {
  /// The board with coordinates; the last stone is bold where there are colours.
  public func picture(lastAction: Int?, colors: Bool) -> String {
    let rows = (0..<3).map { row in
      "\(row + 1)  "
        + (0..<3).map { column in
          let square = row * 3 + column
          let isLast = square == lastAction
          switch symbol(at: square) {
          case "x": return colors ? Paint.text("X", ink: 203, bold: isLast) : "X"
          case "o": return colors ? Paint.text("O", ink: 75, bold: isLast) : "O"
          default: return " "
          }
        }.joined(separator: " │ ")
    }
    return "   a   b   c\n" + rows.joined(separator: "\n  ───┼───┼───\n")
      + "\n   \(caption(["Crosses", "Noughts"]))\n"
  }
}
