/// The legal actions of a position of Go: a set of points, and the pass.
///
/// It stands apart so that `Go.appendLegalActions` can be inlined in other modules and reads these few
/// words; a call that takes the whole game there would first copy its four kilobytes.
@usableFromInline
struct GoLegalPoints: Sendable {
  /// One bit per cell of the board with its border.
  var cells = InlineArray<7, UInt64>(repeating: 0)
  /// How many actions there are, the pass included; 0 when the game is over.
  var count = 0
  private let pass: Int
  private let stride: Int
  private let words: Int
  /// 65536 / stride, rounded up: a product and a shift divide by it.
  private let inverse: Int

  /// No action on a board of `size` rows.
  init(size: Int) {
    pass = size * size
    stride = size + 1
    words = (stride * (size + 2) + 63) / 64
    inverse = 65_536 / stride + 1
  }

  @inline(__always)
  private func action(_ cell: Int) -> Int { cell &- stride &- (cell &* inverse) &>> 16 }

  /// Appends the points in rising order, then the pass.
  @usableFromInline
  func append(to actions: inout [Int]) {
    if count == 0 { return }
    actions.append(addingCapacity: count) { output in
      for word in 0..<words {
        var rest = cells[word]
        while rest != 0 {
          output.append(action(word &<< 6 | rest.trailingZeroBitCount))
          rest &= rest &- 1
        }
      }
      output.append(pass)
    }
  }

  /// The action with a place in that list.
  subscript(_ place: Int) -> Int {
    var rank = place
    for word in 0..<words {
      var rest = cells[word]
      let here = rest.nonzeroBitCount
      if rank >= here {
        rank &-= here
        continue
      }
      for _ in 0..<rank { rest &= rest &- 1 }
      return action(word &<< 6 | rest.trailingZeroBitCount)
    }
    return pass
  }
}
