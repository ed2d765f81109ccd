extension Chess {
  /// The board as text for a terminal, White below, with coordinates.
  ///
  /// - Parameters:
  ///   - lastMove: the move that led here; its squares are marked.
  ///   - colors: whether squares are coloured with ANSI escape sequences; otherwise empty squares
  ///     are dots and the last move stands in brackets.
  ///   - flipped: whether Black is shown below.
  /// - Returns: ten lines, each ended by a newline.
  public func picture(
    lastMove: ChessMove? = nil, colors: Bool = false, flipped: Bool = false
  ) -> String {
    let files = (0..<8).map { flipped ? 7 - $0 : $0 }
    let ranks = (0..<8).map { flipped ? $0 : 7 - $0 }
    var text = ""
    for rank in ranks {
      text += "\(rank + 1) "
      for file in files {
        let square = rank * 8 + file
        let isMarked = lastMove.map { $0.from == square || $0.to == square } ?? false
        text += colors ? colored(square, isMarked) : plain(square, isMarked)
      }
      text += "\n"
    }
    text += "  " + files.map { " \(ChessSquare.name($0).prefix(1)) " }.joined() + "\n"
    return text + caption + "\n"
  }

  private func plain(_ square: Int, _ isMarked: Bool) -> String {
    let symbol = position[square].map { Chess.symbol($0.piece, $0.side) } ?? "·"
    return isMarked ? "[\(symbol)]" : " \(symbol) "
  }

  /// Both sides use the filled symbols, told apart by the colour of the ink: the outlined ones
  /// vanish on coloured squares.
  private func colored(_ square: Int, _ isMarked: Bool) -> String {
    let isDark = ChessTables.darkSquares >> UInt64(square) & 1 == 1
    let paper = isMarked ? (isDark ? 143 : 186) : isDark ? 137 : 180
    guard let (piece, side) = position[square] else { return "\u{1B}[48;5;\(paper)m   \u{1B}[0m" }
    let ink = side == .white ? "1;38;5;231" : "38;5;16"
    return "\u{1B}[48;5;\(paper);\(ink)m \(Chess.symbol(piece, .black)) \u{1B}[0m"
  }

  /// Unicode's symbol of a piece, with the selector that asks for text and not for a picture.
  private static func symbol(_ piece: ChessPiece, _ side: ChessSide) -> String {
    let order: [ChessPiece] = [.king, .queen, .rook, .bishop, .knight, .pawn]
    let index = UInt32(order.firstIndex(of: piece) ?? 0)
    let scalar = Unicode.Scalar(0x2654 + index + (side == .white ? 0 : 6))
    return (scalar.map { String(Character($0)) } ?? "?") + "\u{FE0E}"
  }

  private var caption: String {
    let mover = position.blackToMove ? "Black" : "White"
    switch ending {
    case .checkmate: return "  checkmate, \(position.blackToMove ? "White" : "Black") wins"
    case .stalemate: return "  stalemate, draw"
    case .insufficientMaterial: return "  draw: neither side can mate"
    case .seventyFiveMoves: return "  draw: seventy-five moves without progress"
    case .fivefoldRepetition: return "  draw: fivefold repetition"
    case .fiftyMoves: return "  draw: fifty moves without progress"
    case .threefoldRepetition: return "  draw: threefold repetition"
    case nil:
      let check = position.isInCheck ? ", in check" : ""
      return "  move \(position.fullmoves), \(mover) to move\(check)"
    }
  }
}
