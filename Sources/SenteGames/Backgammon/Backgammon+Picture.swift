extension Backgammon: PicturedGame {
  /// The board seen by player 0, its home at the lower right; the point to which the last action led
  /// is marked, but for rolls.
  public func picture(lastAction: Int?, colors: Bool) -> String {
    let marked = lastAction.flatMap { markedPoint($0) }
    var text = labels(13...24) + "\n"
    for height in 0..<5 { text += row(13...24, height, marked, colors) + "\n" }
    text += "\n"
    for height in (0..<5).reversed() { text += row(1...12, height, marked, colors) + "\n" }
    text += labels(1...12) + "\n"
    for (player, name) in [(0, "x"), (1, "o")] {
      text += "  \(name): \(count(of: player, at: 25)) on the bar, \(borneOff(by: player)) off\n"
    }
    return text + "  \(state)\n"
  }

  /// The point of player 0 to which an action led; nil for rolls and checkers borne off.
  private func markedPoint(_ action: Int) -> Int? {
    let target = action / 6 + 1 - (action % 6 + 1)
    guard action < 150, target > 0 else { return nil }
    // The checker that has arrived tells whose action it was.
    return count(of: 0, at: target) > 0 && (mover == 1 || dice != SIMD8()) ? target : 25 - target
  }

  /// The points of a half of the board from the left, with the bar in the middle as nil.
  private static func order(_ points: ClosedRange<Int>) -> [Int?] {
    let line = points.lowerBound == 1 ? points.reversed() : Array(points)
    return line.prefix(6).map(\.self) + [nil] + line.suffix(6).map(\.self)
  }

  private func labels(_ points: ClosedRange<Int>) -> String {
    Self.order(points).map { point in
      guard let point else { return "   " }
      return point < 10 ? "  \(point)" : " \(point)"
    }.joined()
  }

  /// One line of a half: the checkers that lie `height` above the edge; a fifth stands for the rest,
  /// with their number.
  private func row(
    _ points: ClosedRange<Int>, _ height: Int, _ marked: Int?, _ colors: Bool
  ) -> String {
    Self.order(points).map { point in
      guard let point else { return " | " }
      let (own, other) = (count(of: 0, at: point), count(of: 1, at: 25 - point))
      let count = Swift.max(own, other)
      let isTop = height == Swift.min(count, 5) - 1
      var symbol = height < count ? (own > 0 ? "x" : "o") : "·"
      if height == 4, count > 5 { symbol = "\(count)" }
      let mark = isTop && point == marked ? "*" : " "
      let body = (symbol.count > 1 ? "" : " ") + symbol + mark
      if !colors || height >= count { return body }
      return Paint.text(body, ink: own > 0 ? 231 : 208, paper: mark == "*" ? 60 : nil, bold: true)
    }.joined()
  }

  private var state: String {
    if let outcome {
      let kind = ["", "a game", "a gammon", "a backgammon"][Int(abs(outcome[0]))]
      return "\(outcome[0] > 0 ? "x" : "o") wins \(kind)"
    }
    let name = mover == 0 ? "x" : "o"
    if turn == .chance { return isOpening ? "the opening roll" : "\(name) rolls" }
    let left = text.split(separator: " ").last ?? ""
    return "\(name) plays \(left)"
  }
}
