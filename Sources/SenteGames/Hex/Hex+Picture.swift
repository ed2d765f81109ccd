extension Hex: PicturedGame {
  /// The board as a slanted block with coordinates; a line below it says who joins which edges.
  ///
  /// In colours Black is red, with the letters above and below, and White blue, with the numbers at
  /// both sides, so that each edge has the colour of its owner. The last stone stands in brackets.
  public func picture(lastAction: Int?, colors: Bool) -> String {
    let letters = (0..<size).map { " \(SquareName.text(row: 0, column: $0).prefix(1))" }.joined()
    let edge = { (text: String, ink: Int) in colors ? Paint.text(text, ink: ink) : text }
    var text = "  \(edge(letters, Self.blackInk))\n"
    for row in 0..<size {
      let number = String(row + 1)
      let indent = String(repeating: " ", count: row + (number.count == 1 ? 1 : 0))
      text += indent + edge(number, Self.whiteInk) + " "
      for column in 0..<size {
        let place = row * size + column
        let isAfterLast = column > 0 && place - 1 == lastAction
        text += place == lastAction ? "[" : isAfterLast ? "]" : " "
        text += stone(row: row, column: column, colors)
      }
      text += (row * size + size - 1 == lastAction ? "]" : " ") + edge(number, Self.whiteInk) + "\n"
    }
    text += String(repeating: " ", count: size + 3) + edge(letters, Self.blackInk) + "\n"
    let names = colors ? ["Red", "Blue"] : ["Black", "White"]
    let aim = "\(names[0]) joins top and bottom, \(names[1]) left and right"
    return text + "  \(caption(names)); \(aim)\n"
  }

  private static let blackInk = 203
  private static let whiteInk = 75

  private func stone(row: Int, column: Int, _ colors: Bool) -> String {
    switch symbol(row: row, column: column) {
    case "x": colors ? Paint.text("●", ink: Self.blackInk) : "●"
    case "o": colors ? Paint.text("●", ink: Self.whiteInk) : "○"
    default: colors ? Paint.text("·", ink: 244) : "·"
    }
  }
}
