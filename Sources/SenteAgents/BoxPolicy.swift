import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// A network that acts with bounded numbers, for a batch of environments.
struct BoxPolicy: Policy, ~Copyable {
  /// How many environments it acts for.
  let batch: Int
  private let actions: BoxActions
  private let observations: ObservationLayout
  private let inputs: ObservationInputs
  private let mean: Output
  private let logDeviation: Output?
  private var program: Program
  private var rows: ObservationRows

  /// What a network gives for each row, [batch, action]: numbers in -1...1, or the parameters of normal
  /// numbers before they are squashed.
  enum Outputs {
    case numbers(Tensor)
    case squashed(SquashedNormal)
  }

  /// Traces the network that a closure describes.
  init(
    _ environment: EnvironmentInterface, batch: Int,
    _ network: (ObservationInputs, Scope) -> Outputs
  ) {
    actions = BoxActions(environment.actionSpace)
    observations = ObservationLayout(environment.observationSpace)
    let trace = Trace()
    inputs = ObservationInputs(observations, trace, rows: batch)
    switch network(inputs, trace.weights()) {
    case .numbers(let numbers): (mean, logDeviation) = (trace.output(numbers), nil)
    case .squashed(let squashed):
      mean = trace.output(squashed.normal.mean)
      logDeviation = trace.output(squashed.normal.logDeviation)
    }
    program = trace.compile()
    rows = ObservationRows(observations, batch: batch)
    self.batch = batch
  }

  var layout: Layout { program.layouts[0] }

  mutating func run(
    _ observations: Span<Float>, masks: Span<Float>?,
    _ standardization: RunningStandardization?, _ weights: borrowing Weights
  ) {
    rows.take(observations, self.observations)
    if let standardization { rows.standardize(standardization, self.observations) }
    run(rows, weights)
  }

  /// Evaluates rows as they are.
  mutating func run(_ rows: ObservationRows, _ weights: borrowing Weights) {
    inputs.fill(&program, rows)
    program.run(weights)
  }

  func modes(into actions: inout MutableSpan<Float>) {
    let numbers = program.output(mean)
    let modes = (0..<numbers.count).map {
      logDeviation == nil ? numbers[$0] : SquashedNormal.squashed(numbers[$0])
    }
    self.actions.write(modes, into: &actions)
  }

  /// Draws an action in -1...1 for every row, from a stream for each.
  ///
  /// - Parameter noise: The deviation of normal noise where the network gives numbers.
  func sample(
    into drawn: inout [Float], noise: Double = 0, using streams: inout [RandomStream]
  ) {
    let means = program.output(mean)
    guard let logDeviation else {
      for i in drawn.indices {
        let x = Double(means[i]) + noise * streams[i / actions.width].normal()
        drawn[i] = Float(min(max(x, -1), 1))
      }
      return
    }
    let deviations = program.output(logDeviation)
    for i in drawn.indices {
      drawn[i] = SquashedNormal.squashed(
        Normal.sample(
          mean: means[i], logDeviation: deviations[i], using: &streams[i / actions.width]))
    }
  }
}
