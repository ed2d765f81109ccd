/// The words of KIF.
enum ShogiKIF {
  /// 手合割: what white plays without, as SFEN. White moves first in all but the even game.
  static let handicaps: [(name: String, sfen: String)] = [
    ("平手", "lnsgkgsnl/1r5b1/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL b -"),
    ("香落ち", handicap("lnsgkgsn1/1r5b1")), ("右香落ち", handicap("1nsgkgsnl/1r5b1")),
    ("角落ち", handicap("lnsgkgsnl/1r7")), ("飛車落ち", handicap("lnsgkgsnl/7b1")),
    ("飛香落ち", handicap("lnsgkgsn1/7b1")), ("二枚落ち", handicap("lnsgkgsnl/9")),
    ("三枚落ち", handicap("lnsgkgsn1/9")), ("四枚落ち", handicap("1nsgkgsn1/9")),
    ("五枚落ち", handicap("2sgkgsn1/9")), ("左五枚落ち", handicap("1nsgkgs2/9")),
    ("六枚落ち", handicap("2sgkgs2/9")), ("左七枚落ち", handicap("2sgkg3/9")),
    ("右七枚落ち", handicap("3gkgs2/9")), ("八枚落ち", handicap("3gkg3/9")),
    ("十枚落ち", handicap("4k4/9")),
  ]

  private static func handicap(_ white: String) -> String {
    white + "/ppppppppp/9/9/9/PPPPPPPPP/1B5R1/LNSGKGSNL w -"
  }

  static let files = Array("１２３４５６７８９")
  static let ranks = Array("一二三四五六七八九")

  /// Names of pieces, those that begin with another's name first.
  static let pieces: [(name: String, kind: ShogiPieceKind)] = [
    ("成香", .promotedLance), ("成桂", .promotedKnight), ("成銀", .promotedSilver),
    ("歩", .pawn), ("香", .lance), ("桂", .knight), ("銀", .silver), ("金", .gold),
    ("角", .bishop), ("飛", .rook), ("玉", .king), ("王", .king), ("と", .promotedPawn),
    ("杏", .promotedLance), ("圭", .promotedKnight), ("全", .promotedSilver), ("馬", .horse),
    ("龍", .dragon), ("竜", .dragon),
  ]

  /// The name of a piece within a move.
  static func name(of kind: ShogiPieceKind) -> String {
    pieces.first { $0.kind == kind }?.name ?? ""
  }

  /// The one character of a piece on the board.
  static func character(of kind: ShogiPieceKind) -> Character {
    switch kind {
    case .promotedLance: "杏"
    case .promotedKnight: "圭"
    case .promotedSilver: "全"
    default: Character(name(of: kind))
    }
  }

  /// A count from 1 to 18 in Chinese digits, as hands are written.
  static func count(_ number: Int) -> String {
    let tens = number >= 10 ? "十" : ""
    return tens + (number % 10 == 0 ? "" : String(ranks[number % 10 - 1]))
  }

  /// Minutes and seconds, padded as `( 0:16/00:00:16)`.
  static func time(_ seconds: Int, total: Int) -> String {
    let minutes = seconds / 60
    return "(\(minutes < 10 ? " " : "")\(minutes):\(padded(seconds % 60))"
      + "/\(padded(total / 3600)):\(padded(total / 60 % 60)):\(padded(total % 60)))"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension ShogiRecord {
  /// The record as KIF, with its variations; lines end in a line feed.
  ///
  /// Format: Kakinoki's description of KIF for his Kakinoki Shogi, as shogi programs follow it.
  public var kif: String {
    var lines = ["# KIF version=2.0 encoding=UTF-8"]
    lines += kifStart
    lines += headers.map { "\($0.key)：\($0.value)" }
    lines.append("手数----指手---------消費時間--")
    lines += nodes[0].comments.map { "*\($0)" }
    // What waits to be written, the last first.
    var waiting: [Variation] = []
    appendKIFLine(from: 0, ply: 0, to: &lines, &waiting)
    while let variation = waiting.popLast() {
      lines.append("")
      lines.append("変化：\(variation.ply + 1)手")
      if let child = variation.child {
        appendKIFLine(from: child, ply: variation.ply, to: &lines, &waiting)
      } else {
        appendKIFEnding(of: variation.node, ply: variation.ply, to: &lines)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What may follow a node, which comes after `ply` moves, besides the main continuation: a child,
  /// or, without one, the ending.
  private struct Variation {
    var node: Int
    var child: Int?
    var ply: Int
  }

  /// The lines that describe the first position.
  private var kifStart: [String] {
    let sfen = start.position.sfen
    if let handicap = ShogiKIF.handicaps.first(where: { $0.sfen == sfen }) {
      return ["手合割：\(handicap.name)"]
    }
    var lines = ["後手の持駒：\(kifHand(.white))", "  ９ ８ ７ ６ ５ ４ ３ ２ １"]
    lines.append("+---------------------------+")
    for rank in 1...9 {
      let row = (1...9).reversed().map { file in
        guard let piece = start.piece(at: ShogiSquare(file: file, rank: rank)) else { return " ・" }
        return (piece.side == .black ? " " : "v") + String(ShogiKIF.character(of: piece.kind))
      }
      lines.append("|\(row.joined())|\(ShogiKIF.ranks[rank - 1])")
    }
    lines.append("+---------------------------+")
    lines.append("先手の持駒：\(kifHand(.black))")
    if start.sideToMove == .white { lines.append("後手番") }
    return lines
  }

  private func kifHand(_ side: ShogiSide) -> String {
    let groups = ShogiPieceKind.handOrder.compactMap { kind -> String? in
      let count = start.count(of: kind, inHandOf: side)
      if count == 0 { return nil }
      return ShogiKIF.name(of: kind) + (count > 1 ? ShogiKIF.count(count) : "")
    }
    return groups.isEmpty ? "なし" : groups.joined(separator: "　")
  }

  /// Writes a line of play and notes the variations that leave it, so that the latest comes first.
  private func appendKIFLine(
    from first: Int, ply: Int, to lines: inout [String], _ waiting: inout [Variation]
  ) {
    var totals = secondsUsed(before: first, ply: ply)
    for (offset, number) in line(from: first).enumerated() {
      let node = nodes[number]
      let played = first == 0 ? offset : ply + offset + 1
      if let move = node.move {
        lines.append(kifLine(kifText(move, number), played, node.seconds, &totals))
        lines += node.comments.map { "*\($0)" }
      }
      if node.endsItsLine { appendKIFEnding(of: number, ply: played, to: &lines) }
      var continuations = node.children.map { Variation(node: number, child: $0, ply: played) }
      if node.ending != nil {
        continuations.insert(
          Variation(node: number, child: nil, ply: played),
          at: min(node.endingOrder, continuations.count))
      }
      waiting += continuations.dropFirst().reversed()
    }
  }

  private func appendKIFEnding(of number: Int, ply: Int, to lines: inout [String]) {
    guard let ending = nodes[number].ending else { return }
    var totals = secondsUsed(through: number, ply: ply)
    lines.append(kifLine(ending.kif, ply + 1, nodes[number].endingSeconds, &totals))
  }

  /// The seconds that odd and even moves took before a node, whose parent comes after `ply` moves.
  private func secondsUsed(before node: Int, ply: Int) -> (even: Int, odd: Int) {
    nodes[node].parent.map { secondsUsed(through: $0, ply: ply) } ?? (0, 0)
  }

  /// The seconds that odd and even moves took up to a node, which comes after `ply` moves.
  private func secondsUsed(through node: Int, ply: Int) -> (even: Int, odd: Int) {
    var totals = (even: 0, odd: 0)
    var number: Int? = node
    var played = ply
    while let current = number {
      add(nodes[current].seconds ?? 0, played, to: &totals)
      played -= 1
      number = nodes[current].parent
    }
    return totals
  }

  private func add(_ seconds: Int, _ played: Int, to totals: inout (even: Int, odd: Int)) {
    if played & 1 == 0 { totals.even += seconds } else { totals.odd += seconds }
  }

  /// One numbered line.
  private func kifLine(
    _ text: String, _ number: Int, _ seconds: Int?, _ totals: inout (even: Int, odd: Int)
  ) -> String {
    let padding = String(repeating: " ", count: max(0, 4 - "\(number)".count))
    guard let seconds else { return "\(padding)\(number) \(text)" }
    add(seconds, number, to: &totals)
    let time = ShogiKIF.time(seconds, total: number & 1 == 0 ? totals.even : totals.odd)
    return "\(padding)\(number) \(text)   \(time)"
  }

  /// A move as KIF writes it: `７六歩(77)`, `同　銀(31)`, `２三歩成(24)`, `５五角打`.
  private func kifText(_ move: ShogiMove, _ number: Int) -> String {
    let to = move.to
    let last = nodes[number].parent.flatMap { nodes[$0].move?.toIndex }
    let place =
      last == move.toIndex ? "同　" : "\(ShogiKIF.files[to.file - 1])\(ShogiKIF.ranks[to.rank - 1])"
    let name = nodes[number].piece.map(ShogiKIF.name) ?? ""
    guard let from = move.from else { return place + name + "打" }
    return place + name + (move.promotes ? "成" : "") + "(\(from.file)\(from.rank))"
  }
}
