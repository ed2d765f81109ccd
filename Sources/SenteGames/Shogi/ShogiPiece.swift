/// One of the two players of shogi.
public enum ShogiSide: UInt8, Sendable, Hashable, CaseIterable {
  /// 先手 (in handicap games 下手), who sits at rank i and is drawn at the bottom.
  case black = 0
  /// 後手 (in handicap games 上手), who sits at rank a.
  case white = 1

  /// The other side.
  public var opponent: ShogiSide { self == .black ? .white : .black }
}

/// What a piece can do; a promoted piece is the plain one with bit 3 set.
public enum ShogiPieceKind: UInt8, Sendable, Hashable, CaseIterable {
  /// 歩 and the other plain pieces, numbered so that 1...7 can be held in a hand.
  case pawn = 1
  case lance, knight, silver, bishop, rook, gold, king
  /// と and the other promoted pieces.
  case promotedPawn, promotedLance, promotedKnight, promotedSilver, horse, dragon

  /// The kinds that a hand can hold, in the order of SFEN (rook first).
  public static let handOrder: [ShogiPieceKind] = [
    .rook, .bishop, .gold, .silver, .knight, .lance, .pawn,
  ]

  /// The piece this one becomes when captured.
  public var unpromoted: ShogiPieceKind {
    self == .king ? .king : ShogiPieceKind(rawValue: rawValue & 7) ?? .gold
  }

  /// Whether this is the reverse of a piece.
  public var isPromoted: Bool { rawValue > 8 }

  /// What this piece becomes in the promotion zone; nil for golds, kings and promoted pieces.
  public var promoted: ShogiPieceKind? {
    rawValue < 7 ? ShogiPieceKind(rawValue: rawValue | 8) : nil
  }

  /// How many of this kind a set holds (of the plain kind for promoted ones).
  public var setCount: Int {
    switch unpromoted {
    case .pawn: 18
    case .bishop, .rook, .king: 2
    default: 4
    }
  }

  /// The upper-case letter of SFEN and USI for the unpromoted piece.
  public var letter: Character {
    switch unpromoted {
    case .pawn: "P"
    case .lance: "L"
    case .knight: "N"
    case .silver: "S"
    case .bishop: "B"
    case .rook: "R"
    case .gold: "G"
    default: "K"
    }
  }

  /// The unpromoted kind with an upper-case SFEN letter; nil for other letters.
  public init?(letter: Character) {
    switch letter {
    case "P": self = .pawn
    case "L": self = .lance
    case "N": self = .knight
    case "S": self = .silver
    case "B": self = .bishop
    case "R": self = .rook
    case "G": self = .gold
    case "K": self = .king
    default: return nil
    }
  }
}

/// A piece and its owner.
public struct ShogiPiece: Sendable, Hashable {
  /// The owner.
  public var side: ShogiSide
  /// What it is.
  public var kind: ShogiPieceKind

  /// A piece of a side.
  public init(_ side: ShogiSide, _ kind: ShogiPieceKind) {
    self.side = side
    self.kind = kind
  }

  /// Kind in bits 0-3, side in bit 4; 0 is an empty square.
  init?(code: UInt8) {
    guard let kind = ShogiPieceKind(rawValue: code & 15) else { return nil }
    self.init(code & 16 == 0 ? .black : .white, kind)
  }

  /// The byte that `init(code:)` reads.
  var code: UInt8 { kind.rawValue | side.rawValue << 4 }
}

/// A square of the board: file 1 to 9 from black's right, rank 1 (a) to 9 (i) from the top.
public struct ShogiSquare: Sendable, Hashable {
  /// (file - 1) · 9 + (rank - 1), in 0..<81.
  public let index: Int

  /// The square with an index; traps outside 0..<81.
  public init(index: Int) {
    precondition(0..<81 ~= index, "square \(index) is not in 0..<81")
    self.index = index
  }

  /// The square at a file and rank, each 1...9; traps outside.
  public init(file: Int, rank: Int) {
    precondition(1...9 ~= file && 1...9 ~= rank, "file \(file), rank \(rank) is not on the board")
    index = (file - 1) * 9 + rank - 1
  }

  /// The square with a name such as `7g`; nil when the text is none.
  public init?(name: some StringProtocol) {
    let bytes = Array(name.utf8)
    guard bytes.count == 2, 49...57 ~= bytes[0], 97...105 ~= bytes[1] else { return nil }
    index = (Int(bytes[0]) - 49) * 9 + Int(bytes[1]) - 97
  }

  /// The file, 1...9.
  public var file: Int { index / 9 + 1 }
  /// The rank, 1...9.
  public var rank: Int { index % 9 + 1 }
  /// The name in SFEN and USI: file digit, rank letter.
  public var name: String { "\(file)\(Character(UnicodeScalar(UInt8(96 + rank))))" }
}
