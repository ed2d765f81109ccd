extension MiniShogi: PicturedGame {
  /// The board with Japanese pieces and Black below; the squares of the last move are marked.
  public func picture(lastAction: MiniShogiMove?, colors: Bool) -> String {
    var text = "  \(hand(of: 1))\n    5  4  3  2  1\n"
    for row in (0..<5).reversed() {
      text += "  "
      for column in 0..<5 {
        let square = row * 5 + column
        let isMarked = lastAction.map { Int($0.from) == square || Int($0.to) == square } ?? false
        text += cell(square, isMarked, colors)
      }
      text += " \(FiveByFive.shogiName(row * 5).suffix(1))\n"
    }
    return text + "  \(hand(of: 0))\n  \(state)\n"
  }

  private static let characters: [Character] = [
    "歩", "銀", "金", "角", "飛", "玉", "と", "全", "金", "馬", "龍",
  ]

  /// Three columns: a mark and a piece; White's pieces stand after a `v`.
  private func cell(_ square: Int, _ isMarked: Bool, _ colors: Bool) -> String {
    let piece = position.piece(at: square)
    if !colors {
      guard let piece else { return isMarked ? " 〇" : " ・" }
      let mark = isMarked ? (piece.side == 1 ? "V" : "*") : (piece.side == 1 ? "v" : " ")
      return mark + String(Self.characters[piece.kind])
    }
    let paper = isMarked ? 186 : 180
    guard let piece else { return Paint.text(" ・", ink: 137, paper: paper) }
    let body = (piece.side == 1 ? "v" : " ") + String(Self.characters[piece.kind])
    let ink = piece.kind > 5 ? 160 : piece.side == 0 ? 16 : 19
    return Paint.text(body, ink: ink, paper: paper, bold: true)
  }

  private func hand(of side: Int) -> String {
    let held = (0..<5).reversed().flatMap { kind in
      Array(repeating: String(Self.characters[kind]), count: position.held(side, kind))
    }
    return (side == 0 ? "☗先手 " : "☖後手 ") + (held.isEmpty ? "なし" : held.joined(separator: " "))
  }

  private var state: String {
    let (mover, other) = position.side == 0 ? ("Black", "White") : ("White", "Black")
    return switch ending {
    case .mate: "\(isCheck ? "checkmate" : "no legal move"), \(other) wins"
    case .repetition: "the position has occurred four times, White wins"
    case .perpetualCheckByMover: "perpetual check by \(mover), \(other) wins"
    case .perpetualCheckByOpponent: "perpetual check by \(other), \(mover) wins"
    case nil: "move \(moveNumber), \(mover) to move\(isCheck ? ", in check" : "")"
    }
  }
}
