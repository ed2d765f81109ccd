public import SenteCompute
public import SenteGames
import SenteNetworks
public import SentePrimitives
public import SenteSearch

/// A network as an evaluator: values and priors of all positions of a batch in one forward pass.
///
/// Programs are traced for powers of two and larger batches are cut; a row's result does not depend on
/// the others, so neither does a search's tree. The priors are the softmax over the legal actions.
public final class NetworkEvaluator<Encoding: PositionEncoding>: Evaluator {
  /// The game.
  public typealias Position = Encoding.Position

  /// How positions are shown to the network.
  public let encoding: Encoding
  /// Seconds spent since the last time somebody looked, where a clock was given.
  public var seconds = 0.0
  /// Positions evaluated so far.
  public private(set) var evaluations = 0
  private var weights: Weights
  private var forwards: [Forward] = []
  private let size: NetworkSize
  private let pool: ThreadPool?
  private let clock: (@Sendable () -> Double)?

  /// The most positions that go through the network together.
  private static var mostRows: Int { 256 }

  /// An evaluator with fresh weights.
  public init(
    _ encoding: Encoding, _ size: NetworkSize, seed: UInt64, pool: ThreadPool? = nil,
    clock: (@Sendable () -> Double)? = nil
  ) {
    self.encoding = encoding
    self.size = size
    self.pool = pool
    self.clock = clock
    let first = Forward(encoding, size, rows: 1, pool)
    weights = Weights(first.layout, seed: seed)
    forwards = [first]
  }

  /// It gives both.
  public static var givesPriors: Bool { true }

  /// Where the parameters lie.
  public var layout: Layout { weights.layout }

  /// Takes over weights.
  public func assign(_ other: borrowing Weights) { weights.assign(other) }

  /// Lends the weights.
  public func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result { try body(weights) }

  /// Evaluates all positions.
  public func evaluate(_ batch: inout EvaluationBatch<Position>) {
    let started = clock?() ?? 0
    var start = 0
    while start < batch.count {
      let count = min(NetworkEvaluator.mostRows, batch.count - start)
      let forward = forward(rows: count)
      forward.run(batch.positions, start..<start + count, encoding, weights)
      for row in 0..<count { read(forward, row, into: &batch, start + row) }
      start += count
    }
    evaluations += batch.count
    if let clock { seconds += clock() - started }
  }

  /// The program for the smallest power of two that holds so many rows.
  private func forward(rows: Int) -> Forward {
    var place = 0
    while 1 << place < rows { place += 1 }
    while forwards.count <= place {
      forwards.append(Forward(encoding, size, rows: 1 << forwards.count, pool))
    }
    return forwards[place]
  }

  private func read(
    _ forward: Forward, _ row: Int, into batch: inout EvaluationBatch<Position>, _ index: Int
  ) {
    batch.setValue(forward.valueRows[row], of: index)
    let range = batch.actionRange(of: index)
    if range.isEmpty { return }
    let position = batch.positions[index]
    let actions = batch.actions
    let rows = forward.logitRows
    let logits = rows.span
    let first = row * encoding.policyCount
    var priors = batch.priors
    var highest = -Float.infinity
    for place in range {
      let logit = logits[first + encoding.policyIndex(of: actions[place], in: position)]
      priors[place] = logit
      highest = max(highest, logit)
    }
    var sum = 0.0
    for place in range {
      let weight = Elementary.exp(Double(priors[place] - highest))
      priors[place] = Float(weight)
      sum += weight
    }
    for place in range { priors[place] = Float(Double(priors[place]) / sum) }
  }
}

extension NetworkEvaluator {
  /// The network traced for one number of rows.
  private final class Forward {
    private var program: Program
    private let planes: Input
    private let logits: Output
    private let values: Output
    /// The logits of the last run, [rows, policy].
    private(set) var logitRows: [Float]
    /// The values of the last run, [rows].
    private(set) var valueRows: [Float]

    init(_ encoding: Encoding, _ size: NetworkSize, rows: Int, _ pool: ThreadPool?) {
      let trace = Trace()
      let scope = trace.weights()
      let planes = trace.input([rows, encoding.height, encoding.width, encoding.planes])
      let (logits, value) = selfPlayNetwork(
        planes.tensor, size, actions: encoding.policyCount, scope, mode: .inference)
      self.planes = planes.handle
      self.logits = trace.output(logits)
      values = trace.output(value)
      logitRows = [Float](repeating: 0, count: rows * encoding.policyCount)
      valueRows = [Float](repeating: 0, count: rows)
      program = trace.compile()
      program.pool = pool
    }

    var layout: Layout { program.layouts[0] }

    func run(
      _ positions: [Position], _ range: Range<Int>, _ encoding: Encoding,
      _ weights: borrowing Weights
    ) {
      fill(&program, planes, positions, range, encoding)
      program.run(weights)
      copy(logits, of: program, into: &logitRows)
      copy(values, of: program, into: &valueRows)
    }
  }
}

// Spans of a program that is a class's property cannot outlive one expression; lent as arguments they
// can be used throughout.

private func fill<Encoding: PositionEncoding>(
  _ program: inout Program, _ input: Input, _ positions: [Encoding.Position], _ range: Range<Int>,
  _ encoding: Encoding
) {
  let count = encoding.count
  var numbers = program.input(input)
  for (row, index) in range.enumerated() {
    var part = numbers._mutatingExtracting(row * count..<(row + 1) * count)
    encoding.write(positions[index], into: &part)
  }
}

private func copy(
  _ output: Output, of program: borrowing Program, into numbers: inout [Float]
) {
  let source = program.output(output)
  for place in numbers.indices { numbers[place] = source[place] }
}
