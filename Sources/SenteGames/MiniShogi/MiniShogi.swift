/// Mini-shogi (5五将棋, S. Kusumoto): shogi on five by five squares; Black is player 0.
///
/// Each side has king, gold, silver, bishop, rook and pawn, and promotes on its last row. Drops are
/// those of shogi: no second pawn in a column, no mate by a dropped pawn. Who cannot move loses. When a
/// position stands for the fourth time Black loses, but a side that has checked with every move since
/// its first occurrence loses instead.
///
/// A copy retains one object, the positions of the past.
public struct MiniShogi: PerftGame {
  /// What a player chooses.
  public typealias Action = MiniShogiMove

  /// Why a game is over.
  public enum Ending: UInt8, Hashable, Sendable {
    /// The side to move has no legal move and loses.
    case mate
    /// Fourth occurrence; Black loses.
    case repetition
    /// Fourth occurrence after checks with every move of the side to move, which loses.
    case perpetualCheckByMover
    /// The same by the opponent of the side to move, who loses.
    case perpetualCheckByOpponent
  }

  private(set) var position: MiniShogiPosition
  private var past: [MiniShogiPosition] = []
  /// How many moves in a row of each side, up to now, have given check.
  private var checksInARow = SIMD2<Int32>()
  /// The number of the next move, from 1.
  public private(set) var moveNumber: Int
  /// Why the game is over; nil while it goes on.
  public private(set) var ending: Ending?

  /// The usual start.
  public init() {
    var start = MiniShogiPosition()
    for (column, kind) in [5, 2, 1, 3, 4].enumerated() {
      start.place(kind, 0, on: column)
      start.place(kind, 1, on: 24 - column)
    }
    start.place(0, 0, on: 5)
    start.place(0, 1, on: 19)
    self.init(start, moveNumber: 1)
  }

  /// A sound position without its past.
  init(_ position: MiniShogiPosition, moveNumber: Int) {
    self.position = position
    self.moveNumber = moveNumber
    findEnd()
  }

  /// Black and White.
  public var playerCount: Int { 2 }
  /// Black is player 0.
  public var turn: Turn { ending == nil ? .player(Int(position.side)) : .finished }
  /// Whether the side to move is in check.
  public var isCheck: Bool { position.isInCheck(Int(position.side)) }

  /// 1 for the winner and -1 for the loser.
  public var outcome: [Double]? {
    guard let ending else { return nil }
    let blackWins =
      switch ending {
      case .mate, .perpetualCheckByMover: position.side == 1
      case .perpetualCheckByOpponent: position.side == 0
      case .repetition: false
      }
    return blackWins ? [1, -1] : [-1, 1]
  }

  private mutating func findEnd() {
    if let repetition = repetition() {
      ending = repetition
    } else if !position.hasMove {
      ending = .mate
    }
  }

  /// The ending when the present position stands for the fourth time.
  private func repetition() -> Ending? {
    if past.count < 6 { return nil }
    // The side to move is part of the position, so all occurrences are an even distance apart.
    let matches = past.indices.filter { past[$0] == position }
    guard matches.count >= 3 else { return nil }
    let moves = Int32((past.count - matches[0]) / 2)
    let us = Int(position.side)
    let (byUs, byThem) = (checksInARow[us] >= moves, checksInARow[us ^ 1] >= moves)
    if byUs == byThem { return .repetition }
    return byUs ? .perpetualCheckByMover : .perpetualCheckByOpponent
  }

  /// Appends every legal move: by kind from pawns on, then the drops.
  public func appendLegalActions(to actions: inout [MiniShogiMove]) {
    if ending != nil { return }
    position.forEachMove { move in
      actions.append(move)
      return true
    }
  }

  /// Whether a move is legal here.
  public func isLegal(_ action: MiniShogiMove) -> Bool { legalActions.contains(action) }

  /// Plays a legal move; traps when the game is over, or nothing of the side to move stands on the
  /// origin or in the hand.
  public mutating func apply(_ action: MiniShogiMove) {
    let us = Int(position.side)
    precondition(
      ending == nil
        && (action.droppedKind.map { position.held(us, $0) > 0 }
          ?? (position.sets[14 + us] >> UInt32(action.from) & 1 == 1)),
      "\(self.text(of: action)) cannot be played in \(text)")
    past.append(position)
    position = position.after(action)
    checksInARow[us] = isCheck ? checksInARow[us] + 1 : 0
    moveNumber += 1
    findEnd()
  }

  /// The paths of the tree without the rules of repetition.
  public func countPaths(depth: Int) -> Int {
    precondition(depth >= 0, "a depth is not negative, as \(depth) is")
    return position.countPaths(depth: depth)
  }

  /// 625 pairs of squares, the same with promotion, and drops of five kinds on 25 squares.
  public var actionCount: Int { 1375 }

  /// The number of a move seen by the player to move (White's board is turned round): origin · 25 +
  /// target, 625 more with promotion; or 1250 + kind · 25 + target for a drop of pawn (0), silver, gold,
  /// bishop or rook.
  public func index(of action: MiniShogiMove) -> Int {
    let to = seen(Int(action.to))
    if let kind = action.droppedKind { return 1250 + kind * 25 + to }
    return (action.promotes ? 625 : 0) + seen(Int(action.from)) * 25 + to
  }

  /// The move with a number, legal or not; nil when it stays in place or promotes off the last row.
  public func action(at index: Int) -> MiniShogiMove? {
    guard 0..<actionCount ~= index else { return nil }
    if index >= 1250 {
      return MiniShogiMove(dropping: (index - 1250) / 25, to: seen(index % 25))
    }
    let (from, to, promotes) = (index % 625 / 25, index % 25, index >= 625)
    if from == to || promotes && from < 20 && to < 20 { return nil }
    return MiniShogiMove(from: seen(from), to: seen(to), promotes: promotes)
  }

  private func seen(_ square: Int) -> Int { position.side == 0 ? square : 24 - square }
}
