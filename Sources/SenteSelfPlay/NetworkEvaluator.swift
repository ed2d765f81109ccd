public import SenteCompute
public import SenteGames
import SenteNetworks
public import SentePrimitives
public import SenteSearch

/// A network as an evaluator: values and priors of all positions of a batch in one forward pass.
///
/// Programs are traced for powers of two and larger batches are cut; a row's result does not depend on
/// the others, so neither does a search's tree, and answers about small positions are remembered while
/// the weights stay. The priors are the softmax over the legal actions.
public final class NetworkEvaluator<Encoding: PositionEncoding>: Evaluator {
  /// The game.
  public typealias Position = Encoding.Position

  /// How positions are shown to the network.
  public let encoding: Encoding
  /// Seconds spent since the last time somebody looked, where a clock was given.
  public var seconds = 0.0
  /// Positions that the network has seen so far; those that were remembered do not count.
  public private(set) var evaluations = 0
  private var weights: Weights
  private var forwards: [Forward] = []
  private var cache: EvaluationCache<Position>
  /// The places in a batch that the network is asked about.
  private var asked: [Int] = []
  private let settings: NetworkSettings
  /// What the network's products round to.
  let precision: Trace.Precision
  private let pool: ThreadPool?
  private let clock: (@Sendable () -> Double)?

  /// The most positions that go through the network together, a power of two: what lies between two layers
  /// should stay in the second-level cache of each thread.
  private var mostRows: Int {
    var rows = 16
    while rows < 16 * (pool?.threads ?? 1) { rows *= 2 }
    return rows
  }

  /// An evaluator with fresh weights.
  ///
  /// - Parameter remembers: Whether answers are kept; off where the network's speed is measured.
  public init(
    _ encoding: Encoding, _ settings: NetworkSettings, precision: Trace.Precision = .float32,
    seed: UInt64, pool: ThreadPool? = nil, clock: (@Sendable () -> Double)? = nil,
    remembers: Bool = true
  ) {
    self.encoding = encoding
    self.settings = settings
    self.precision = precision
    self.pool = pool
    self.clock = clock
    cache = EvaluationCache(policyCount: encoding.policyCount, isOff: !remembers)
    let first = Forward(encoding, settings, precision, rows: 1, pool)
    weights = Weights(first.layout, seed: seed)
    forwards = [first]
  }

  /// It gives both.
  public static var givesPriors: Bool { true }

  /// Where the parameters lie.
  public var layout: Layout { weights.layout }

  /// An evaluator that sees the same with the same weights, and multiplies with another precision.
  func with(precision: Trace.Precision) -> NetworkEvaluator {
    let other = NetworkEvaluator(encoding, settings, precision: precision, seed: 0, pool: pool)
    other.assign(weights)
    return other
  }

  /// Takes over weights.
  public func assign(_ other: borrowing Weights) {
    weights.assign(other)
    cache.removeAll()
  }

  /// Lends the weights.
  public func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result { try body(weights) }

  /// Evaluates all positions.
  public func evaluate(_ batch: inout EvaluationBatch<Position>) {
    let started = clock?() ?? 0
    let positions = batch.positions
    asked.removeAll(keepingCapacity: true)
    for index in positions.indices {
      if let place = cache.find(positions[index]) {
        let answer = cache.answer(place)
        write(answer.dropFirst(), value: answer[answer.startIndex], into: &batch, index)
      } else {
        asked.append(index)
      }
    }
    var start = 0
    let mostRows = mostRows
    while start < asked.count {
      let indices = asked[start..<min(asked.count, start + mostRows)]
      let forward = forward(rows: indices.count)
      forward.run(positions, indices, encoding, weights)
      for (row, index) in indices.enumerated() {
        let first = row * encoding.policyCount
        let logits = forward.logitRows[first..<first + encoding.policyCount]
        let value = forward.valueRows[row]
        write(logits, value: value, into: &batch, index)
        cache.keep(positions[index], value: value, logits: logits)
      }
      start = indices.endIndex
    }
    evaluations += asked.count
    if let clock { seconds += clock() - started }
  }

  /// The program for the smallest power of two that holds so many rows.
  private func forward(rows: Int) -> Forward {
    var place = 0
    while 1 << place < rows { place += 1 }
    while forwards.count <= place {
      forwards.append(Forward(encoding, settings, precision, rows: 1 << forwards.count, pool))
    }
    return forwards[place]
  }

  /// Writes a position's value and the softmax of its legal actions' logits.
  private func write(
    _ logits: ArraySlice<Float>, value: Float, into batch: inout EvaluationBatch<Position>,
    _ index: Int
  ) {
    batch.setValue(value, of: index)
    let range = batch.actionRange(of: index)
    if range.isEmpty { return }
    let position = batch.positions[index]
    let actions = batch.actions
    let logits = logits.span
    var priors = batch.priors
    var highest = -Float.infinity
    for place in range {
      let logit = logits[encoding.policyIndex(of: actions[place], in: position)]
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

    init(
      _ encoding: Encoding, _ settings: NetworkSettings, _ precision: Trace.Precision, rows: Int,
      _ pool: ThreadPool?
    ) {
      let trace = Trace()
      let scope = trace.weights()
      let planes = trace.input([rows, encoding.height, encoding.width, encoding.planes])
      let result = settings.network(for: encoding)(planes.tensor, scope, mode: .inference)
      self.planes = planes.handle
      self.logits = trace.output(result.policy)
      values = trace.output(result.value)
      logitRows = [Float](repeating: 0, count: rows * encoding.policyCount)
      valueRows = [Float](repeating: 0, count: rows)
      var options = Trace.Options()
      options.precision = precision
      program = trace.compile(options)
      program.pool = pool
    }

    var layout: Layout { program.layouts[0] }

    func run(
      _ positions: [Position], _ indices: ArraySlice<Int>, _ encoding: Encoding,
      _ weights: borrowing Weights
    ) {
      fill(&program, planes, positions, indices, encoding)
      program.run(weights)
      copy(logits, of: program, into: &logitRows)
      copy(values, of: program, into: &valueRows)
    }
  }
}

// Spans of a program that is a class's property cannot outlive one expression; lent as arguments they
// can be used throughout.

private func fill<Encoding: PositionEncoding>(
  _ program: inout Program, _ input: Input, _ positions: [Encoding.Position],
  _ indices: ArraySlice<Int>, _ encoding: Encoding
) {
  let count = encoding.count
  var numbers = program.input(input)
  for (row, index) in indices.enumerated() {
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
