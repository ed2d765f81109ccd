/// A move of shogi in 16 bits: a piece goes from a square to another, or is dropped from the hand.
///
/// Bits 0-6 hold the target, bits 7-13 the origin (0..<81) or 81 + kind for a drop, bit 14 whether
/// the piece promotes.
public struct ShogiMove: Sendable, Hashable {
  /// The packed form.
  public let bits: UInt16

  @inline(__always)
  init(bits: UInt16) { self.bits = bits }

  @inline(__always)
  init(from: Int, to: Int, promotes: Bool) {
    bits = UInt16(truncatingIfNeeded: to | from << 7 | (promotes ? 1 << 14 : 0))
  }

  /// A move on the board.
  public init(from: ShogiSquare, to: ShogiSquare, promotes: Bool = false) {
    self.init(from: from.index, to: to.index, promotes: promotes)
  }

  /// A drop from the hand; traps for a kind that no hand holds.
  public init(dropping kind: ShogiPieceKind, to: ShogiSquare) {
    precondition(kind.rawValue <= 7, "a \(kind) cannot be dropped")
    self.init(from: 81 + Int(kind.rawValue), to: to.index, promotes: false)
  }

  /// Where the piece arrives.
  public var to: ShogiSquare { ShogiSquare(index: toIndex) }
  /// Where the piece comes from; nil for a drop.
  public var from: ShogiSquare? { isDrop ? nil : ShogiSquare(index: fromIndex) }
  /// The kind that is dropped; nil for a move on the board.
  public var droppedKind: ShogiPieceKind? {
    isDrop ? ShogiPieceKind(rawValue: UInt8(fromIndex - 81)) : nil
  }
  /// Whether the piece is turned over.
  @inline(__always)
  public var promotes: Bool { bits & (1 << 14) != 0 }

  @inline(__always)
  var toIndex: Int { Int(bits & 127) }
  @inline(__always)
  var fromIndex: Int { Int(bits >> 7 & 127) }
  @inline(__always)
  var isDrop: Bool { fromIndex > 80 }
}

extension ShogiMove: CustomStringConvertible {
  /// The move in USI: `7g7f`, `2b3c+`, `P*5e`.
  public var description: String {
    if let kind = droppedKind { return "\(kind.letter)*\(to.name)" }
    return ShogiSquare(index: fromIndex).name + to.name + (promotes ? "+" : "")
  }

  /// Reads the form of USI without asking whether the move is legal anywhere; nil when the text
  /// has another form.
  public init?(usi: some StringProtocol) {
    let characters = Array(usi)
    guard characters.count == 4 || characters.count == 5 && characters[4] == "+",
      let to = ShogiSquare(name: String(characters[2...3]))
    else { return nil }
    if characters[1] == "*" {
      guard characters.count == 4, let kind = ShogiPieceKind(letter: characters[0]), kind != .king
      else { return nil }
      self.init(dropping: kind, to: to)
    } else {
      guard let from = ShogiSquare(name: String(characters[0...1])), from != to else { return nil }
      self.init(from: from, to: to, promotes: characters.count == 5)
    }
  }
}

/// The moves of one position, without the heap: 593 is the most that any position has.
struct ShogiMoveList {
  private var storage = InlineArray<608, UInt16>(repeating: 0)
  private(set) var count = 0

  @inline(__always)
  subscript(_ number: Int) -> ShogiMove { ShogiMove(bits: storage[number]) }

  @inline(__always)
  mutating func append(_ bits: Int) {
    storage[count] = UInt16(truncatingIfNeeded: bits)
    count &+= 1
  }

  /// Appends all moves to an array that grows once.
  @inline(__always)
  mutating func append(to actions: inout [ShogiMove]) {
    actions.append(addingCapacity: count) { output in
      for number in 0..<count { output.append(ShogiMove(bits: storage[number])) }
    }
  }

  func contains(_ move: ShogiMove) -> Bool {
    for number in 0..<count where storage[number] == move.bits { return true }
    return false
  }
}
