public import SentePrimitives

/// A handle on a tensor that the caller fills before a run.
public struct Input: Hashable, Sendable {
  let index: Int
  /// The extents of the tensor.
  public let shape: Shape
}

/// A handle on a tensor that the caller reads after a run.
public struct Output: Hashable, Sendable {
  let index: Int
  /// The extents of the tensor.
  public let shape: Shape
}

/// A program being written down: inputs, weights, what to compute and what to update.
public final class Trace {
  let graph = Graph()
  var layouts: [Layout] = []
  var inputs: [Tensor] = []
  /// Inputs that hold integers: their bits are no floats.
  var integerInputs: Set<Int> = []
  var outputs: [Tensor] = []
  var updates: [Update] = []
  var assignments: [Assignment] = []
  /// How many draws of random numbers there are.
  var draws = 0

  struct Update {
    var slot: Int
    var rule: UpdateRule
    var clip: Float
    var gradients: [Tensor]
    var decaying: ParameterChoice
    var orthogonalizing: ParameterChoice
    var accumulates: Bool
  }

  /// What becomes of state after a run that updates its weights.
  struct Assignment {
    var slot: Int
    var offset: Int
    var value: Tensor
  }

  /// An empty program.
  public init() {}

  /// Whether anything so far draws random numbers.
  public var isRandom: Bool { draws > 0 }

  /// A new set of weights; runs bind sets in the order in which they were asked for.
  public func weights() -> Scope {
    layouts.append(Layout())
    return Scope(trace: self, slot: layouts.count - 1, path: "")
  }

  /// A tensor that the caller fills before each run, and its handle.
  public func input(_ shape: Shape) -> (tensor: Tensor, handle: Input) {
    let tensor = graph.add(.input(inputs.count), [], shape: shape)
    inputs.append(tensor)
    return (tensor, Input(index: inputs.count - 1, shape: shape))
  }

  /// A number that does not change.
  public func constant(_ value: Float) -> Tensor { graph.constant(value) }

  /// Keeps a tensor for the caller to read after each run.
  public func output(_ tensor: Tensor) -> Output {
    // Weights are lent for a run only, so what is read after it must lie elsewhere.
    outputs.append(tensor.isParameter ? unary(.copy, tensor) : tensor)
    return Output(index: outputs.count - 1, shape: tensor.shape)
  }

  /// The gradients of a scalar; tensors themselves, which can be differentiated again.
  public func gradients(of y: Tensor, for xs: [Tensor]) -> [Tensor] {
    graph.gradients(of: y, for: xs)
  }

  /// The gradients of a scalar for every trained parameter of a set of weights, in the order of
  /// its layout.
  public func gradients(of y: Tensor, over scope: Scope) -> [Tensor] {
    graph.gradients(
      of: y,
      for: layouts[scope.slot].slices.filter(\.isTrained).map { graph.parameter(scope.slot, $0) })
  }

  /// The product of a scalar's second derivatives with a vector, in parts as `xs` are: the gradient of
  /// the gradient's inner product with it (Pearlmutter 1994).
  ///
  /// - Parameter vector: A tensor for each of `xs`, of the same extents.
  public func hessianProduct(of y: Tensor, for xs: [Tensor], with vector: [Tensor]) -> [Tensor] {
    precondition(
      xs.map(\.shape) == vector.map(\.shape),
      "a vector of \(vector.map(\.shape)) does not fit \(xs.map(\.shape))")
    let inner = zip(gradients(of: y, for: xs), vector).map { ($0 * $1.detached).sum() }
    guard let first = inner.first else { return [] }
    return gradients(of: inner.dropFirst().reduce(first, +), for: xs)
  }

  /// Ends each run with one optimizer step down the gradient of a loss, and what was assigned to the
  /// state of the same weights.
  ///
  /// - Parameters:
  ///   - maximumGradientNorm: The gradient over all parameters together is scaled down to this
  ///     Euclidean norm (Pascanu, Mikolov and Bengio 2013); nil leaves it.
  ///   - decaying: Which parameters the rule's weight decay shrinks.
  ///   - orthogonalizing: Which of two or four axes Muon steps as matrices; Adam steps the rest.
  ///   - accumulates: Whether `Program.accumulate` can add up gradients before a step.
  public func minimize(
    _ loss: Tensor, over scope: Scope, by rule: UpdateRule, maximumGradientNorm: Float? = nil,
    decaying: ParameterChoice = .all, orthogonalizing: ParameterChoice = .matrices,
    accumulates: Bool = false
  ) {
    precondition(
      !updates.contains { $0.slot == scope.slot }, "these weights have an update already")
    let slices = layouts[scope.slot].slices.filter(\.isTrained)
    let gradients = zip(slices, gradients(of: loss, over: scope)).map { slice, g in
      graph.add(.gradient(offset: slice.offset), [g])
    }
    updates.append(
      Update(
        slot: scope.slot, rule: rule, clip: maximumGradientNorm ?? 0, gradients: gradients,
        decaying: decaying, orthogonalizing: orthogonalizing, accumulates: accumulates))
  }

  /// Turns what was traced into something that runs.
  public func compile(_ options: Options = Options()) -> Program {
    Program(Compiler(self, options).plan, layouts)
  }

  /// The numbers that matrix products multiply.
  public enum Precision: String, NamedChoice {
    /// 24 significant bits.
    case float32
    /// 8 significant bits: twice as fast where the processor multiplies pairs of them, and slower
    /// elsewhere. Convolutions that do not go by Winograd's filtering stay in float32.
    case bfloat16
    /// 8-bit integers in convolutions that move by one place and have at least 16 channels before and
    /// behind them, before them a multiple of 4; float32 in all else; for networks that are not learned at the same time. An image is rounded by its own least
    /// and greatest number, each filter by its greatest.
    case int8
  }

  /// What the compiler may do. Everything off is the reference that tests compare with.
  public struct Options: Hashable, Sendable {
    /// Fuse element-wise neighbours, and follow products with bias and activation.
    public var fuses = true
    /// Let tensors that are never alive together share memory.
    public var reusesMemory = true
    /// What operands of matrix products are rounded to; their sums have float32's precision or more.
    public var precision = Precision.float32
    /// Everything on.
    public init() {}
  }
}

/// A place in the tree of parameter names, from which layers ask for their parameters.
public struct Scope {
  let trace: Trace
  let slot: Int
  let path: String

  /// The scope below this one with a name.
  public subscript(_ name: String) -> Scope {
    Scope(trace: trace, slot: slot, path: path + name + ".")
  }

  /// The parameter with a name, new or the same as asked for before.
  public func parameter(
    _ name: String, _ shape: Shape, _ initializer: Initializer = .zeros
  ) -> Tensor {
    trace.graph.layer = self.name
    let slice = trace.layouts[slot].slice(path + name, shape, initializer, isTrained: true)
    return trace.graph.parameter(slot, slice)
  }

  /// Numbers that lie among the parameters but no optimizer changes, such as a running mean; new or the
  /// same as asked for before.
  public func state(_ name: String, _ shape: Shape, _ initializer: Initializer) -> Tensor {
    let slice = trace.layouts[slot].slice(path + name, shape, initializer, isTrained: false)
    return trace.graph.parameter(slot, slice)
  }

  /// Replaces state at the end of each run that steps these weights' optimizer, or adds to its gradient.
  ///
  /// Programs that only read the weights leave the state as it is.
  public func assign(_ value: Tensor, toState name: String) {
    guard let slice = layout[path + name], !slice.isTrained, slice.shape == value.shape else {
      preconditionFailure("\(path + name) is no state of shape \(value.shape)")
    }
    if let known = trace.assignments.first(where: {
      $0.slot == slot && $0.offset == slice.offset
    }) {
      precondition(known.value.id == value.id, "\(path + name) is assigned two different values")
      return
    }
    trace.assignments.append(
      Trace.Assignment(slot: slot, offset: slice.offset, value: value))
  }

  /// Where this is in the tree, `policy.0`; empty at the root.
  public var name: String { String(path.dropLast()) }

  /// Traps when a layer's operands do not fit it, and names the layer.
  ///
  /// - Parameter problem: The operation and the shapes that it does not accept.
  public func require(_ fits: Bool, _ problem: @autoclosure () -> String) {
    if fits { return }
    // Printed in release builds too, unlike a failed precondition.
    fatalError("\(path.isEmpty ? "layer" : "layer '\(name)'"): \(problem())")
  }

  /// All parameters so far of the weights that this scope belongs to.
  public var layout: Layout { trace.layouts[slot] }
}

extension Graph {
  func parameter(_ slot: Int, _ slice: Layout.Slice) -> Tensor {
    add(.parameter(slot: slot, offset: slice.offset), [], shape: slice.shape)
  }
}
