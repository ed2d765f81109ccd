/// How a shogi board is drawn.
public enum ShogiPictureStyle: Sendable, Hashable {
  /// One Chinese character a piece, white's after a `v`; needs a terminal with wide characters.
  case japanese
  /// The letters of SFEN, upper case for black, nothing but ASCII.
  case letters
}

extension Shogi {
  /// The board, the hands and the state of the game as text for a terminal, black below.
  ///
  /// - Parameters:
  ///   - lastMove: the move that led here; its squares are marked.
  ///   - style: Japanese pieces or letters.
  ///   - colors: whether the board is coloured with ANSI escape sequences (promoted pieces red,
  ///     white's blue); otherwise the last move is marked: a star or a capital `V` before the
  ///     piece, a circle or star on the square it left.
  ///   - flipped: whether white is shown below.
  /// - Returns: lines, each ended by a newline.
  public func picture(
    lastMove: ShogiMove? = nil, style: ShogiPictureStyle = .japanese, colors: Bool = false,
    flipped: Bool = false
  ) -> String {
    let (top, bottom): (ShogiSide, ShogiSide) = flipped ? (.black, .white) : (.white, .black)
    let files = flipped ? Array(1...9) : (1...9).reversed()
    let ranks = flipped ? (1...9).reversed() : Array(1...9)
    let isPlain = style == .letters
    var text = "  \(hand(of: top, style))\n"
    text += "   " + files.map { " \($0) " }.joined() + "\n"
    let edge = String(repeating: isPlain ? "-" : "─", count: 27)
    text += isPlain ? "  +\(edge)+\n" : "  ┌\(edge)┐\n"
    for rank in ranks {
      text += isPlain ? "  |" : "  │"
      for file in files {
        let square = ShogiSquare(file: file, rank: rank)
        text += cell(square, lastMove, style, colors)
      }
      text += isPlain ? "| " : "│ "
      let letter = ShogiSquare(file: 1, rank: rank).name.suffix(1)
      text += isPlain ? "\(letter)\n" : "\(letter) \(ShogiKIF.ranks[rank - 1])\n"
    }
    text += isPlain ? "  +\(edge)+\n" : "  └\(edge)┘\n"
    return text + "  \(hand(of: bottom, style))\n  \(caption(style))\n"
  }

  /// Three columns: a mark and a piece.
  private func cell(
    _ square: ShogiSquare, _ lastMove: ShogiMove?, _ style: ShogiPictureStyle, _ colors: Bool
  ) -> String {
    let isMarked = lastMove.map { $0.from == square || $0.to == square } ?? false
    let piece = piece(at: square)
    let body: String
    switch (style, piece) {
    case (.letters, nil): body = isMarked && !colors ? " * " : " . "
    case (.letters, let piece?):
      let mark = isMarked && !colors ? "*" : " "
      body = piece.kind.isPromoted ? mark + piece.sfen : mark + piece.sfen + " "
    case (.japanese, nil): body = isMarked && !colors ? " 〇" : " ・"
    case (.japanese, let piece?):
      let mark =
        isMarked && !colors
        ? (piece.side == .white ? "V" : "*") : (piece.side == .white ? "v" : " ")
      body = mark + String(ShogiKIF.character(of: piece.kind))
    }
    if !colors { return body }
    let ink =
      switch piece {
      case nil: "38;5;137"
      case let piece? where piece.kind.isPromoted: "1;38;5;160"
      case let piece?: piece.side == .black ? "1;38;5;16" : "1;38;5;19"
      }
    return "\u{1B}[48;5;\(isMarked ? 186 : 180);\(ink)m\(body)\u{1B}[0m"
  }

  /// A side's mark and what it holds.
  private func hand(of side: ShogiSide, _ style: ShogiPictureStyle) -> String {
    let groups = ShogiPieceKind.handOrder.compactMap { kind -> String? in
      let count = count(of: kind, inHandOf: side)
      if count == 0 { return nil }
      if style == .letters {
        return (count > 1 ? "\(count)" : "") + ShogiPiece(side, kind).sfen
      }
      return "\(ShogiKIF.character(of: kind))" + (count > 1 ? ShogiKIF.count(count) : "")
    }
    let held = groups.isEmpty ? (style == .letters ? "-" : "なし") : groups.joined(separator: " ")
    if style == .letters { return (side == .black ? "black: " : "white: ") + held }
    return (side == .black ? "☗先手 " : "☖後手 ") + held
  }

  private func caption(_ style: ShogiPictureStyle) -> String {
    let (mover, other) = sideToMove == .black ? ("Black", "White") : ("White", "Black")
    switch ending {
    case .mate: return "\(isCheck ? "checkmate" : "no legal move"), \(other) wins"
    case .repetition: return "draw: the position has occurred four times"
    case .perpetualCheckByMover: return "perpetual check by \(mover), \(other) wins"
    case .perpetualCheckByOpponent: return "perpetual check by \(other), \(mover) wins"
    case .declaration: return "\(mover) declares the entering king and wins"
    case .maximumMoves: return "draw: the limit of moves is reached"
    case nil: return "move \(moveNumber), \(mover) to move\(isCheck ? ", in check" : "")"
    }
  }
}
