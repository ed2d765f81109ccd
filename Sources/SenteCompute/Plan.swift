import CSenteKernels

/// What a program needs to run: flat calls, their operands, places in one arena.
struct Plan {
  var calls: [SenteCall] = []
  var operands: [SenteOperand] = []
  var steps: [SenteStep] = []
  var arenaCount = 0
  var inputs: [PlannedInput] = []
  var outputs: [(offset: Int, count: Int)] = []
  var updates: [PlannedUpdate] = []
  var results: [PlannedResult] = []
  /// Calls before those of the updates.
  var computing = 0

  /// Adds calls; which ones they are.
  mutating func append(_ more: [SenteCall]) -> Range<Int> {
    calls += more
    return calls.count - more.count..<calls.count
  }
}

/// Where an input lies.
struct PlannedInput {
  var offset: Int
  var count: Int
  /// The extents of numbers; nil for bytes, integers and keys of random numbers.
  var shape: Shape?

  init(offset: Int, _ tensor: Tensor, isInteger: Bool) {
    self.offset = offset
    count = tensor.shape.count
    if !isInteger, case .input = tensor.node.operation { shape = tensor.shape }
  }
}

/// What a call leaves in memory, for whoever looks for the first number that is not finite.
struct PlannedResult {
  /// The call after which it is there.
  var call: Int
  var offset: Int
  var count: Int
  /// What it is: operation, extents, parameters that it reads.
  var text: String
}

/// Where an optimizer step finds its numbers.
struct PlannedUpdate {
  var slot: Int
  var rule: UpdateRule
  /// {rate times first correction, second correction, rate, norm of the gradient before clipping,
  /// 1 / number of gradients added up}.
  var numbers: Int
  var norm: Int { numbers + 3 }
  var share: Int { numbers + 4 }
  var gradient: Int
  /// The sum of gradients so far, if they can be added up.
  var total: Int?
  /// Adds the gradient to the sum.
  var accumulation = 0..<0
  /// Turns the gradient into the mean of all.
  var averaging = 0..<0
  var norming = 0..<0
  var stepping = 0..<0
  var assigning = 0..<0
}
