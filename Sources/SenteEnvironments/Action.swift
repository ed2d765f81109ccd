/// An action that can be read from a row of numbers, the form in which agents write actions.
///
/// A row that lies in the environment's action space must be readable.
public protocol Action: Sendable {
  /// How many numbers one action takes.
  static var width: Int { get }
  /// Reads an action from `width` numbers starting at `offset`.
  init(row: Span<Float>, at offset: Int)
  /// Writes the `width` numbers from which the same action is read.
  func write(into row: inout MutableSpan<Float>, at offset: Int)
}

/// A choice out of a discrete space: the number itself.
extension Int: Action {
  /// One number.
  @inlinable public static var width: Int { 1 }

  /// The number at `offset`, which must be whole.
  @inlinable @inline(__always)
  public init(row: Span<Float>, at offset: Int) { self = Int(row[offset]) }

  /// The number at `offset`.
  @inlinable
  public func write(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(self)
  }
}

/// One real number.
extension Float: Action {
  /// One number.
  @inlinable public static var width: Int { 1 }

  /// The number at `offset`.
  @inlinable @inline(__always)
  public init(row: Span<Float>, at offset: Int) { self = row[offset] }

  /// The number at `offset`.
  @inlinable
  public func write(into row: inout MutableSpan<Float>, at offset: Int) { row[offset] = self }
}

/// A fixed number of real numbers, kept without touching the heap.
@frozen
public struct VectorAction<let count: Int>: Action {
  /// The numbers.
  public var elements: InlineArray<count, Float>

  /// An action of these numbers.
  @inlinable public init(_ elements: InlineArray<count, Float>) { self.elements = elements }

  /// `count` numbers.
  @inlinable public static var width: Int { count }

  /// The `count` numbers from `offset` on.
  @inlinable
  public init(row: Span<Float>, at offset: Int) {
    elements = InlineArray<count, Float>(repeating: 0)
    for i in 0..<count { elements[i] = row[offset + i] }
  }

  /// The `count` numbers from `offset` on.
  @inlinable
  public func write(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<count { row[offset + i] = elements[i] }
  }
}

/// A fixed number of whole numbers: what a multi-discrete or a multi-binary space takes.
@frozen
public struct ChoicesAction<let count: Int>: Action {
  /// The numbers, starts included.
  public var elements: InlineArray<count, Int>

  /// An action of these numbers.
  @inlinable public init(_ elements: InlineArray<count, Int>) { self.elements = elements }

  /// `count` numbers.
  @inlinable public static var width: Int { count }

  /// The `count` numbers from `offset` on, which must be whole.
  @inlinable
  public init(row: Span<Float>, at offset: Int) {
    elements = InlineArray<count, Int>(repeating: 0)
    for i in 0..<count { elements[i] = Int(row[offset + i]) }
  }

  /// The `count` numbers from `offset` on.
  @inlinable
  public func write(into row: inout MutableSpan<Float>, at offset: Int) {
    for i in 0..<count { row[offset + i] = Float(elements[i]) }
  }
}

/// Two actions at once, one after the other in a row: what a tuple or a dictionary of two takes.
///
/// Where names read better, a struct of one's own that conforms to `Action` does the same.
@frozen
public struct PairAction<First: Action, Second: Action>: Action {
  /// The first part.
  public var first: First
  /// The second part.
  public var second: Second

  /// An action of these parts.
  @inlinable
  public init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// The widths of both parts.
  @inlinable public static var width: Int { First.width + Second.width }

  /// The first part from `offset` on, then the second.
  @inlinable
  public init(row: Span<Float>, at offset: Int) {
    first = First(row: row, at: offset)
    second = Second(row: row, at: offset + First.width)
  }

  /// The first part from `offset` on, then the second.
  @inlinable
  public func write(into row: inout MutableSpan<Float>, at offset: Int) {
    first.write(into: &row, at: offset)
    second.write(into: &row, at: offset + First.width)
  }
}
