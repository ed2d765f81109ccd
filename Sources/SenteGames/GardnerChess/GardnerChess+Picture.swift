extension GardnerChess: PicturedGame {
  /// The board with White below; the squares of the last move are marked.
  public func picture(lastAction: GardnerMove?, colors: Bool) -> String {
    var text = ""
    for row in (0..<5).reversed() {
      text += "\(row + 1) "
      for column in 0..<5 {
        let square = row * 5 + column
        let isMarked = lastAction.map { Int($0.from) == square || Int($0.to) == square } ?? false
        let piece = position.piece(at: square)
        if colors {
          let isDark = (row + column) % 2 == 0
          let paper = isMarked ? (isDark ? 143 : 186) : isDark ? 137 : 180
          let symbol = piece.map { Self.symbol($0.kind, 1) } ?? " "
          let isWhite = piece?.side == 0
          text += Paint.text(" \(symbol) ", ink: isWhite ? 231 : 16, paper: paper, bold: isWhite)
        } else {
          let symbol = piece.map { Self.symbol($0.kind, $0.side) } ?? "·"
          text += isMarked ? "[\(symbol)]" : " \(symbol) "
        }
      }
      text += "\n"
    }
    return text + "   a  b  c  d  e\n  \(state)\n"
  }

  /// Unicode's symbol, with the selector that asks for text and not for a picture.
  private static func symbol(_ kind: Int, _ side: Int) -> String {
    let symbols = [["♙", "♘", "♗", "♖", "♕", "♔"], ["♟", "♞", "♝", "♜", "♛", "♚"]]
    return symbols[side][kind] + "\u{FE0E}"
  }

  private var state: String {
    let (mover, other) = position.side == 0 ? ("White", "Black") : ("Black", "White")
    return switch ending {
    case .checkmate: "checkmate, \(other) wins"
    case .stalemate: "stalemate, draw"
    case .insufficientMaterial: "draw: neither side can mate"
    case .threefoldRepetition: "draw: threefold repetition"
    case .fiftyMoves: "draw: fifty moves without progress"
    case nil: "move \(moveNumber), \(mover) to move\(isCheck ? ", in check" : "")"
    }
  }
}
