import SenteCompute
import SenteEnvironments
import SentePrimitives

/// A network with memory that gives a value to each action, acting by the largest, for a batch of
/// environments.
struct RecurrentValuePolicy: Policy, ~Copyable {
  /// What is remembered of each environment, [batch, memory].
  private(set) var memory: [Float]
  private let width: Int
  private let actions: DiscreteActions
  private let observations: ObservationLayout
  private let inputs: ObservationInputs
  private let memoryInput: Input
  private let values: Output
  private let memoryAfter: Output
  private var program: Program
  private var rows: ObservationRows
  private var masks: [Float]

  /// Traces the network for one step.
  init(
    _ configuration: R2D2.Configuration, for environment: EnvironmentInterface, batch: Int
  ) {
    width = configuration.stateWidth
    memory = [Float](repeating: 0, count: batch * width)
    actions = DiscreteActions(environment.actionSpace)
    observations = ObservationLayout(environment.observationSpace)
    let trace = Trace()
    inputs = ObservationInputs(observations, trace, rows: batch)
    let before = trace.input([batch, width])
    let scope = trace.weights()
    let (values, after) = configuration.values(
      inputs.features(configuration.network, scope), from: before.tensor, resets: nil,
      actions: actions.count, scope)
    memoryInput = before.handle
    self.values = trace.output(values)
    memoryAfter = trace.output(after)
    program = trace.compile()
    rows = ObservationRows(observations, batch: batch)
    masks = [Float](repeating: 1, count: environment.masksActions ? batch * actions.count : 0)
  }

  var layout: Layout { program.layouts[0] }

  mutating func run(
    _ observations: Span<Float>, masks: Span<Float>?,
    _ standardization: RunningStandardization?, _ weights: borrowing Weights
  ) {
    rows.take(observations, self.observations)
    if let standardization { rows.standardize(standardization, self.observations) }
    run(rows, masks: masks, weights)
  }

  /// Evaluates rows as they are.
  mutating func run(_ rows: ObservationRows, masks: Span<Float>?, _ weights: borrowing Weights) {
    inputs.fill(&program, rows)
    var input = program.input(memoryInput)
    for i in memory.indices { input[i] = memory[i] }
    if let masks { for i in self.masks.indices { self.masks[i] = masks[i] } }
    program.run(weights)
  }

  func modes(into actions: inout MutableSpan<Float>) {
    for row in 0..<actions.count { actions[row] = Float(best(row) + self.actions.start) }
  }

  /// The best action of a row, counted from 0.
  func best(_ row: Int) -> Int {
    actions.best(
      of: program.output(values), row: row, masks: masks.isEmpty ? nil : masks.span)
  }

  mutating func advance() {
    let after = program.output(memoryAfter)
    for i in memory.indices { memory[i] = after[i] }
  }

  mutating func forget(_ ends: Span<EpisodeEnd>) {
    for i in 0..<ends.count where ends[i] != .running {
      for j in i * width..<(i + 1) * width { memory[j] = 0 }
    }
  }

  /// Puts back what is remembered of each environment.
  mutating func restore(_ memory: [Float]) { self.memory = memory }
}
