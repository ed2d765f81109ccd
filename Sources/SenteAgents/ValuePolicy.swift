import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// A network that gives a value to each action, acting by the largest, for a batch of environments.
struct ValuePolicy: Policy, ~Copyable {
  private let actions: DiscreteActions
  private let observations: ObservationLayout
  private let inputs: ObservationInputs
  private let values: Output
  private let random: RandomInput?
  private var program: Program
  /// The observations last evaluated, as the network took them.
  private(set) var rows: ObservationRows
  private var masks: [Float]

  /// Traces the network that a closure describes.
  ///
  /// - Parameters:
  ///   - noise: Whether noisy layers draw anew for each run.
  ///   - start: How layers start that images go through.
  ///   - normalizesLayers: Whether those are normalized.
  ///   - network: Features, the number of actions, where the weights lie and the noise, to values
  ///     [batch, actions].
  init(
    for environment: EnvironmentInterface, batch: Int, noise: Bool = false,
    start: (Double) -> DenseStart, normalizesLayers: Bool = false,
    _ network: (Tensor, Int, Scope, RandomSource?) -> Tensor
  ) {
    actions = DiscreteActions(environment.actionSpace)
    observations = ObservationLayout(environment.observationSpace)
    let trace = Trace()
    inputs = ObservationInputs(observations, trace, rows: batch)
    let random = noise ? trace.random() : nil
    let scope = trace.weights()
    values = trace.output(
      network(
        inputs.features(scope, start, normalizesLayers: normalizesLayers), actions.count, scope,
        random?.source))
    self.random = random?.handle
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
    inputs.fill(&program, rows)
    takeMasks(masks)
    program.run(weights)
  }

  /// Evaluates rows as they are, with noise where the network has any.
  mutating func run(
    _ rows: ObservationRows, masks: Span<Float>?, _ weights: borrowing Weights,
    noise: inout RandomStream
  ) {
    inputs.fill(&program, rows)
    takeMasks(masks)
    if let random { program.draw(random, from: &noise) }
    program.run(weights)
  }

  /// Evaluates rows as they are with a network that has no noise.
  mutating func run(
    _ rows: ObservationRows, masks: Span<Float>?, _ weights: borrowing Weights
  ) {
    inputs.fill(&program, rows)
    takeMasks(masks)
    program.run(weights)
  }

  private mutating func takeMasks(_ masks: Span<Float>?) {
    guard let masks else { return }
    for i in self.masks.indices { self.masks[i] = masks[i] }
  }

  /// Makes every action legal.
  mutating func allowEverything() { for i in masks.indices { masks[i] = 1 } }

  func modes(into actions: inout MutableSpan<Float>) {
    for row in 0..<actions.count { actions[row] = Float(best(row) + self.actions.start) }
  }

  /// The largest value of a row's legal actions.
  func largest(_ row: Int) -> Float { program.output(values)[row * actions.count + best(row)] }

  /// The best action of a row, counted from 0.
  func best(_ row: Int) -> Int {
    actions.best(
      of: program.output(values), row: row, masks: masks.isEmpty ? nil : masks.span)
  }

  /// Draws an action for a row, its values being logits, among legal ones: the largest of logits with
  /// Gumbel's noise (Gumbel 1954).
  func sample(_ row: Int, using random: inout RandomStream) -> Int {
    let logits = program.output(values)
    let noisy = (0..<actions.count).map { i in
      logits[row * actions.count + i]
        - Float(Elementary.log(-Elementary.log(1 - random.uniform())))
    }
    if masks.isEmpty { return actions.best(of: noisy.span, row: 0, masks: nil) }
    let legal = Array(masks[row * actions.count..<(row + 1) * actions.count])
    return actions.best(of: noisy.span, row: 0, masks: legal.span)
  }
}
