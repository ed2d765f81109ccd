/// Gardner's chess: five by five squares, without double steps and castling; White is player 0.
///
/// A pawn becomes a queen, rook, bishop or knight. Stalemate, the third occurrence of a position,
/// fifty moves of each side without capture or pawn move, and material that cannot mate are draws.
///
/// A copy retains one object, the positions since the last capture or pawn move.
public struct GardnerChess: PerftGame {
  /// What a player chooses.
  public typealias Action = GardnerMove

  /// Why a game is over.
  public enum Ending: UInt8, Hashable, Sendable {
    case checkmate, stalemate, insufficientMaterial, threefoldRepetition, fiftyMoves
  }

  private(set) var position: GardnerPosition
  /// The positions since the last move that cannot be undone.
  private var past: [GardnerPosition] = []
  /// Moves of both sides since the last capture or pawn move.
  private(set) var halfMoves: Int
  /// The number of White's next or Black's present move, from 1.
  private(set) var moveNumber: Int
  /// Why the game is over; nil while it goes on.
  public private(set) var ending: Ending?

  /// The usual start.
  public init() {
    var start = GardnerPosition()
    for column in 0..<5 {
      for (side, row) in [(0, 0), (1, 4)] {
        start.place([3, 1, 2, 4, 5][column], side, on: row * 5 + column)
        start.place(0, side, on: (side == 0 ? 1 : 3) * 5 + column)
      }
    }
    self.init(start, halfMoves: 0, moveNumber: 1)
  }

  /// A sound position without its past.
  init(_ position: GardnerPosition, halfMoves: Int, moveNumber: Int) {
    self.position = position
    self.halfMoves = halfMoves
    self.moveNumber = moveNumber
    findEnd()
  }

  /// White and Black.
  public var playerCount: Int { 2 }
  /// White is player 0.
  public var turn: Turn { ending == nil ? .player(Int(position.side)) : .finished }
  /// Whether the side to move is in check.
  public var isCheck: Bool { position.isInCheck(Int(position.side)) }

  /// 1 for the side that mates and -1 for the other, or 0 each.
  public var outcome: [Double]? {
    guard let ending else { return nil }
    if ending != .checkmate { return [0, 0] }
    return position.side == 0 ? [-1, 1] : [1, -1]
  }

  private mutating func findEnd() {
    if !position.hasMove {
      ending = isCheck ? .checkmate : .stalemate
    } else if position.isDead {
      ending = .insufficientMaterial
    } else if past.count(where: { $0 == position }) >= 2 {
      ending = .threefoldRepetition
    } else if halfMoves >= 100 {
      ending = .fiftyMoves
    }
  }

  /// Appends every legal move, by kind of piece from pawns to the king.
  public func appendLegalActions(to actions: inout [GardnerMove]) {
    if ending != nil { return }
    position.forEachMove { move in
      actions.append(move)
      return true
    }
  }

  /// Whether a move is legal here.
  public func isLegal(_ action: GardnerMove) -> Bool { legalActions.contains(action) }

  /// Plays a legal move; traps when the game is over or the origin holds nothing of the side to move.
  public mutating func apply(_ action: GardnerMove) {
    precondition(
      ending == nil && position.sets[6 + Int(position.side)] >> UInt32(action.from) & 1 == 1,
      "\(self.text(of: action)) cannot be played in \(text)")
    let isCapture = position.occupied >> UInt32(action.to) & 1 == 1
    let isPawn = position.sets[0] >> UInt32(action.from) & 1 == 1
    if isCapture || isPawn {
      past.removeAll(keepingCapacity: true)
      halfMoves = 0
    } else {
      past.append(position)
      halfMoves += 1
    }
    moveNumber += Int(position.side)
    position = position.after(action)
    findEnd()
  }

  /// The paths of the tree without the rules of repetition, counted moves and material.
  public func countPaths(depth: Int) -> Int {
    precondition(depth >= 0, "a depth is not negative, as \(depth) is")
    return position.countPaths(depth: depth)
  }

  /// 625 pairs of squares, a promotion to a queen among them, and 45 other promotions.
  public var actionCount: Int { 670 }

  /// The number of a move seen by the player to move (for Black the rows are mirrored): origin · 25 +
  /// target, or 625 + ((step to the right + 1) · 5 + column) · 3 + piece for a promotion to a knight (0),
  /// bishop or rook.
  public func index(of action: GardnerMove) -> Int {
    let (from, to) = (seen(Int(action.from)), seen(Int(action.to)))
    if action.promotion == 0 || action.promotion == 4 { return from * 25 + to }
    return 625 + ((to % 5 - from % 5 + 1) * 5 + from % 5) * 3 + Int(action.promotion) - 1
  }

  /// The move with a number, legal or not; nil when it stays in place or leaves the board.
  public func action(at index: Int) -> GardnerMove? {
    guard 0..<670 ~= index else { return nil }
    if index >= 625 {
      let (piece, column, step) = ((index - 625) % 3, (index - 625) / 3 % 5, (index - 625) / 15 - 1)
      guard 0..<5 ~= column + step else { return nil }
      return GardnerMove(
        from: seen(15 + column), to: seen(20 + column + step), promotion: piece + 1)
    }
    let (from, to) = (index / 25, index % 25)
    if from == to { return nil }
    let isPawn = position.pieces(0, Int(position.side)) >> UInt32(seen(from)) & 1 == 1
    return GardnerMove(
      from: seen(from), to: seen(to), promotion: isPawn && to >= 20 ? 4 : 0)
  }

  private func seen(_ square: Int) -> Int {
    position.side == 0 ? square : (4 - square / 5) * 5 + square % 5
  }
}
