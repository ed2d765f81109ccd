extension ConnectFour: PicturedGame {
  /// The board with the numbers of the columns; in colours red and yellow stones in a blue frame.
  ///
  /// The stone that the last action dropped is marked with a ring or, without colours, with brackets.
  public func picture(lastAction: Int?, colors: Bool) -> String {
    let last = lastAction.flatMap { column in
      (0..<rows).last { symbol(row: $0, column: column) != "." }.map { (row: $0, column: column) }
    }
    let lines = (0..<rows).reversed().map { row in
      let cells = (0..<columns).map { column in
        let isLast = last.map { $0.row == row && $0.column == column } ?? false
        let symbol = symbol(row: row, column: column)
        return colors ? Self.colored(symbol, isLast) : Self.plain(symbol, isLast)
      }.joined()
      return colors ? " \(cells)" : "│\(cells)│"
    }
    let numbers = (1...columns).map { $0 < 10 ? " \($0) " : "\($0) " }.joined()
    let rule = colors ? "" : "╰" + String(repeating: "─", count: 3 * columns) + "╯\n"
    let names = colors ? ["Red", "Yellow"] : ["Black", "White"]
    return lines.joined(separator: "\n") + "\n\(rule) \(numbers)\n \(caption(names))\n"
  }

  private static func plain(_ symbol: String, _ isLast: Bool) -> String {
    let stone = symbol == "x" ? "●" : symbol == "o" ? "○" : "·"
    return isLast ? "[\(stone)]" : " \(stone) "
  }

  private static func colored(_ symbol: String, _ isLast: Bool) -> String {
    let ink = symbol == "x" ? 196 : symbol == "o" ? 226 : 18
    return Paint.text(isLast ? " ◉ " : " ● ", ink: ink, paper: 26)
  }
}
