extension Go: PicturedGame {
  /// The board with coordinates, star points, and the last move marked; in colours on wood with its
  /// lines drawn.
  ///
  /// Without `lastAction` the last move that the game remembers is marked.
  public func picture(lastAction: Int?, colors: Bool) -> String {
    let stars = Set(Self.handicapPoints(size: size, count: Self.maximumHandicap(size: size)))
    let last = lastAction ?? (moveCount > 0 ? moves[moveCount - 1] : pass)
    let header = "   " + Self.letters.prefix(size).map { " \($0)" }.joined() + "\n"
    var text = header
    for row in 0..<size {
      let number = String(size - row)
      let label = (number.count == 1 ? " " : "") + number
      text += label + " "
      for column in 0..<size {
        let point = row * size + column
        text +=
          colors
          ? colored(point, last, stars) : plain(point, last, isFirst: column == 0, stars)
      }
      if !colors { text += row * size + size - 1 == last ? ")" : " " }
      text += "\(colors ? " " : "")\(number)\n"
    }
    return text + header + "   \(state)\n"
  }

  private func plain(_ point: Int, _ last: Int, isFirst: Bool, _ stars: Set<Int>) -> String {
    let mark = point == last ? "(" : !isFirst && point - 1 == last ? ")" : " "
    switch colour(at: point) {
    case 0: return mark + "●"
    case 1: return mark + "○"
    default: return mark + (stars.contains(point) ? "+" : "·")
    }
  }

  /// Two columns: the line from the left, and the point itself.
  private func colored(_ point: Int, _ last: Int, _ stars: Set<Int>) -> String {
    let (row, column) = point.quotientAndRemainder(dividingBy: size)
    let line = Paint.text(column == 0 ? " " : "─", ink: 94, paper: 179)
    let end = column == size - 1 ? Paint.text(" ", ink: 94, paper: 179) : ""
    let stone = point == last ? "◉" : "●"
    switch colour(at: point) {
    case 0: return line + Paint.text(stone, ink: 16, paper: 179) + end
    case 1: return line + Paint.text(stone, ink: 231, paper: 179) + end
    default:
      let cross = stars.contains(point) ? "╋" : crossing(row: row, column: column)
      return line + Paint.text(cross, ink: 94, paper: 179) + end
    }
  }

  /// The lines that meet in an empty point.
  private func crossing(row: Int, column: Int) -> String {
    let place = { (index: Int) in index == 0 ? 0 : index == size - 1 ? 2 : 1 }
    return [["┌", "┬", "┐"], ["├", "┼", "┤"], ["└", "┴", "┘"]][place(row)][place(column)]
  }

  private var state: String {
    let halves = abs(marginHalves)
    let margin = "\(halves / 2)\(halves % 2 == 1 ? ".5" : "")"
    switch outcome {
    case nil: return "move \(moveCount + 1), \(caption(["Black", "White"]))"
    case [0, 0]: return "a draw"
    default: return "\(caption(["Black", "White"])) by \(margin)"
    }
  }
}
