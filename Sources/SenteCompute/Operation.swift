/// One node's operation: what the table in `OperationTable.swift` has a row for.
enum Operation: Hashable, Sendable {
  /// A tensor that the caller fills before each run.
  case input(Int)
  /// A slice of the weights bound to a slot.
  case parameter(slot: Int, offset: Int)
  /// One number.
  case constant(Float)
  /// 0, 1, ..., count - 1.
  case indices(Int)
  case unary(Unary)
  case binary(Binary)
  /// Where the first operand is not 0 the second, else the third.
  case choice
  /// [m, k] times [k, n].
  case product
  case broadcast(Shape)
  case reshape(Shape)
  /// Result axis i is operand axis `axes[i]`.
  case permute([Int])
  case slice(axis: Int, start: Int, count: Int)
  /// Zeros before and after along an axis.
  case pad(axis: Int, before: Int, after: Int)
  /// The sum over adjacent axes, which stay with extent 1.
  case sum(Range<Int>)
  /// log Σ exp over the innermost axis, which stays with extent 1.
  case logSumExp
  /// The operand itself, through which no gradient flows.
  case stopGradient
  /// The operand itself, at a fixed place of a flat gradient.
  case gradient(offset: Int)

  /// Functions of one number.
  enum Unary: Hashable, Sendable, CaseIterable {
    case negate, exp, log, tanh, sqrt, relu, absolute
    /// The operand itself, in memory of its own.
    case copy
  }

  /// Functions of two numbers.
  enum Binary: Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, divide, maximum, minimum
    /// 1 where the first is greater, else 0.
    case greater
    /// 1 where both are equal, else 0.
    case equal
    /// (y, g): g · (1 - y²), the gradient through y = tanh x.
    case tanhGradient
    /// (y, g): g where y is positive, else 0, the gradient through y = max(x, 0).
    case reluGradient
  }

  /// Computed element by element, so that neighbours can share one pass through memory.
  var isElementwise: Bool {
    switch self {
    case .unary, .binary, .choice, .gradient: true
    default: false
    }
  }

  /// Has no operands.
  var isLeaf: Bool {
    switch self {
    case .input, .parameter, .constant, .indices: true
    default: false
    }
  }

  /// Only another way to look at its operand's elements.
  var isView: Bool {
    switch self {
    case .broadcast, .reshape, .permute, .slice, .stopGradient: true
    default: false
    }
  }
}
