/// The first number of a run that is not finite, and where it came from.
public struct NonFiniteTensor: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the tensor is: `input 2 [64, 4]`, `weights trunk.0.bias [32]`, or an operation with its
  /// extents and the parameters that it reads.
  public let tensor: String
  /// Which element of it, in row-major order.
  public let element: Int
  /// The number itself.
  public let value: Float

  /// One line for a person.
  public var description: String { "element \(element) of \(tensor) is \(value)" }
}

// Looking at everything that a run reads and computes, in the order in which it does.
extension Program {
  /// Among what the caller gave: inputs, then weights.
  func firstNonFiniteOperand() -> NonFiniteTensor? {
    for (i, place) in inputs.enumerated() {
      guard let shape = place.shape else { continue }
      let text = "input \(i) \(shape)"
      if let found = nonFinite(at: 0, place.offset, place.count, text) { return found }
    }
    for (slot, layout) in layouts.enumerated() {
      for slice in layout.slices {
        let (text, count) = ("weights \(slice.name) \(slice.shape)", slice.shape.count)
        if let found = nonFinite(at: 1 + 2 * slot, slice.offset, count, text) { return found }
      }
    }
    return nil
  }

  /// Among what a call has left in memory.
  func firstNonFinite(after call: Int) -> NonFiniteTensor? {
    for result in results where result.call == call {
      let found = nonFinite(at: 0, result.offset, result.count, result.text)
      if let found { return found }
    }
    return nil
  }

  private func nonFinite(
    at base: Int, _ offset: Int, _ count: Int, _ text: String
  ) -> NonFiniteTensor? {
    guard let start = unsafe bases[base] else { return nil }
    let numbers = unsafe UnsafeBufferPointer(start: start + offset, count: count)
    guard let element = unsafe numbers.firstIndex(where: { !$0.isFinite }) else { return nil }
    return NonFiniteTensor(tensor: text, element: element, value: unsafe numbers[element])
  }
}
