/// Places in one block of memory for tensors that live for known stretches of time: first fit.
struct Arena {
  private struct Block {
    var offset: Int
    var size: Int
    var last: Int
  }

  private var active: [Block] = []
  private let floor: Int
  private let reuses: Bool
  /// One past the last float in use so far.
  private(set) var top: Int

  /// An arena whose first `floor` floats are taken for good.
  init(above floor: Int, reuses: Bool) {
    self.floor = floor
    self.reuses = reuses
    top = floor
  }

  static func rounded(_ count: Int) -> Int { (max(count, 1) + 15) / 16 * 16 }

  /// A place for `count` floats that is nobody else's from time `now` to time `last`.
  mutating func place(_ count: Int, from now: Int, to last: Int) -> Int {
    let size = Arena.rounded(count)
    guard reuses else {
      top += size
      return top - size
    }
    active.removeAll { $0.last < now }
    var offset = floor
    var position = active.count
    for (i, block) in active.enumerated() {
      if block.offset - offset >= size {
        position = i
        break
      }
      offset = max(offset, block.offset + block.size)
    }
    active.insert(Block(offset: offset, size: size, last: last), at: position)
    top = max(top, offset + size)
    return offset
  }
}
