/// One node's operation: what the table in `OperationTable.swift` has a row for.
enum Operation: Hashable, Sendable {
  /// A tensor that the caller fills before each run.
  case input(Int)
  /// The same in bytes; chains alone read it.
  case bytes(Int)
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
  /// The mean and the variance of each column of [rows, n]: [2, n].
  case moments
  /// (a [rows, n], b [rows, n], m [1, n]): [2, n], the sums of a and of a · (b - m) over the rows.
  case columnSums
  /// (x [rows, n], weight [1, n], bias [1, n]): columns standardized; lowered to moments and what chains
  /// can do, once it has been differentiated as a whole.
  case batchNorm(epsilon: Float)
  /// Products side by side: [b, m, k] times [b, k, n].
  case batchedProduct
  /// Operands one after the other along an axis.
  case concatenate(axis: Int)
  /// (x [m, n, d], integers [m, k]): [m, k, d], rows of x chosen by index in each of m blocks.
  case gather
  /// (integers [m, k], x [m, k, d]): [m, rows, d], the sum of the rows of x by index.
  case scatterAdd(rows: Int)
  /// Integers [m, k]: where the k largest of each row of [m, n] are, largest first.
  case topIndices(Int)
  /// (a, b): y[t] = a[t] y[t-1] + b[t] along an axis, y[-1] = 0; from the end if reversed.
  case recurrence(axis: Int, isReversed: Bool)
  /// Uniform numbers in [0, 1) from a key of four integers, by the number of the draw.
  case random(draw: Int, Shape)
  /// (x [b, h, w, c], filters [high, wide, c, o]): [b, down, across, o].
  case convolution(Steps)
  /// (gradient of the result, filters): the gradient of a convolution's first operand.
  case convolutionData(Steps, height: Int, width: Int)
  /// (x, gradient of the result): the gradient of a convolution's filters.
  case convolutionWeights(Steps, high: Int, wide: Int)
  /// Windows of [b, h, w, c]: [b, down, across, high · wide · c].
  case patches(Window)
  /// The sum of windows back into [b, height, width, c].
  case patchesSum(Window, height: Int, width: Int)
  /// Integers [b, down, across, c]: where in its image of [h, w, c] a window's largest number is.
  case poolIndices(Window)
  /// The first operand in memory of its own, not before the second has been computed.
  case after
  /// The operand itself, through which no gradient flows.
  case stopGradient
  /// The operand itself, at a fixed place of a flat gradient.
  case gradient(offset: Int)

  /// How windows move: how far down and across, over images with how many zeros around them.
  struct Steps: Hashable, Sendable {
    var down: Int
    var across: Int
    /// Only convolutions have them.
    var margins = Margins()
  }

  /// Rows and columns of zeros around images.
  struct Margins: Hashable, Sendable {
    var top = 0
    var bottom = 0
    var left = 0
    var right = 0
  }

  /// The extents of a window and how far it moves.
  struct Window: Hashable, Sendable {
    var high: Int
    var wide: Int
    var steps: Steps
  }

  /// Functions of one number.
  enum Unary: Hashable, Sendable, CaseIterable {
    case negate, exp, log, tanh, sqrt, relu, absolute
    /// Towards zero, as a 32-bit integer in the same four bytes, and back.
    case toInteger, fromInteger
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
    case .input, .bytes, .parameter, .constant, .indices: true
    default: false
    }
  }

  /// Computed by a kernel of its own, from operands in memory, and without an epilogue.
  var hasOwnKernel: Bool {
    switch self {
    case .sum, .logSumExp, .moments, .columnSums, .pad, .concatenate, .gather, .scatterAdd,
      .topIndices, .recurrence,
      .random, .convolutionWeights, .patches, .patchesSum, .poolIndices, .after:
      true
    default: false
    }
  }

  /// A matrix product or something that ends like one, so that bias and activation can follow.
  var isProduct: Bool {
    switch self {
    case .product, .batchedProduct, .convolution, .convolutionData: true
    default: false
    }
  }

  /// A convolution or the gradient of its images.
  var isConvolution: Bool {
    switch self {
    case .convolution, .convolutionData: true
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
