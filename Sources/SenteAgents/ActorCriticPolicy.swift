public import SenteCompute
public import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// An actor-critic network ready to act for a batch of environments.
///
/// Holds no weights: they are lent for each call. It holds what the network remembers of each
/// environment, so a step is `run`, then `modes` or `sample`, then `advance`, and `forget` where
/// episodes ended. Rows do not depend on each other, so the size of the batch changes no result.
public struct ActorCriticPolicy: ~Copyable {
  /// How many environments are acted for.
  public let batch: Int
  /// What is remembered of each environment, [batch, memory]; empty without memory.
  private(set) var memory: [Float]
  /// The observations last evaluated, as the network took them.
  private(set) var rows: ObservationRows
  private let plan: NetworkPlan
  private var program: Program
  private let inputs: NetworkInputs
  private let value: Output
  private let parameters: Output
  private let memoryAfter: Output?
  private let features: Output?
  private let noiseLogDeviation: Output?

  /// Traces the network for `batch` environments; the configuration must have no `problem` there.
  public init(
    for environment: EnvironmentInterface, _ configuration: ActorCriticConfiguration, batch: Int
  ) {
    self.init(NetworkPlan(environment, configuration), batch: batch)
  }

  init(_ plan: NetworkPlan, batch: Int) {
    let trace = Trace()
    let inputs = NetworkInputs(plan, trace, sequences: batch)
    let network = ActorCritic(plan, inputs, trace.weights())
    value = trace.output(network.value)
    parameters = trace.output(network.policy.parameters)
    memoryAfter = network.memory.map { trace.output($0) }
    features = network.noiseLogDeviation == nil ? nil : trace.output(network.features)
    noiseLogDeviation = network.noiseLogDeviation.map { trace.output($0) }
    self.batch = batch
    self.plan = plan
    self.inputs = inputs
    memory = [Float](repeating: 0, count: batch * plan.memoryWidth)
    rows = ObservationRows(plan.observations, batch: batch)
    program = trace.compile()
  }

  /// Where the network's weights lie.
  public var layout: Layout { program.layouts[0] }

  /// Takes over observations [batch, width], as the environment wrote them.
  mutating func take(_ observations: Span<Float>) {
    precondition(
      observations.count == batch * plan.observations.width,
      "\(observations.count) numbers are not \(batch) observations")
    rows.take(observations, plan.observations)
  }

  /// Evaluates the observations that were taken over, standardized first if there are statistics.
  mutating func run(
    _ masks: Span<Float>?, _ standardization: RunningStandardization?, _ weights: borrowing Weights
  ) {
    if let standardization { rows.standardize(standardization, plan.observations) }
    inputs.fill(&program, rows, memory: memory)
    if let masks { inputs.fill(&program, masks: masks) }
    program.run(weights)
  }

  /// Evaluates observations [batch, width], standardized first if there are statistics.
  ///
  /// - Parameter masks: Which choices are legal, [batch, choices], as a batch of environments says;
  ///   needed before acting where the environment has masks.
  public mutating func run(
    _ observations: Span<Float>, masks: Span<Float>?,
    _ standardization: RunningStandardization?, _ weights: borrowing Weights
  ) {
    take(observations)
    run(masks, standardization, weights)
  }

  /// Writes the likeliest action of every row, as the environment takes it.
  public func modes(into actions: inout MutableSpan<Float>) {
    let numbers = program.output(parameters)
    for i in 0..<batch {
      for head in plan.heads {
        head.mode(
          numbers, at: i * plan.parameterWidth, base: i * plan.actionWidth, actions: &actions)
      }
    }
  }

  /// Copies the values of the last observations, [batch].
  func copyValues(into values: inout [Float]) {
    let numbers = program.output(value)
    for i in 0..<batch { values[i] = numbers[i] }
  }
}

// MARK: - Memory

extension ActorCriticPolicy {
  /// Remembers what was evaluated last.
  public mutating func advance() {
    guard let memoryAfter else { return }
    memory = memory.indices.map { number($0, of: memoryAfter) }
  }

  private func number(_ i: Int, of output: Output) -> Float {
    let numbers = program.output(output)
    return numbers[i]
  }

  /// Forgets the environments whose episodes ended.
  public mutating func forget(_ ends: Span<EpisodeEnd>) {
    guard plan.memoryWidth > 0 else { return }
    for i in 0..<batch where ends[i] != .running {
      for j in i * plan.memoryWidth..<(i + 1) * plan.memoryWidth { memory[j] = 0 }
    }
  }

  /// Puts back what is remembered of each environment.
  mutating func restore(_ memory: [Float]) { self.memory = memory }
}

// MARK: - Drawing

extension ActorCriticPolicy {
  /// Draws an action for every row, from a stream for each.
  ///
  /// - Parameters:
  ///   - sampler: The streams, and noise that lasts.
  ///   - drawn: Written: what was drawn and how likely it was.
  ///   - actions: Written: what the environment takes, [batch, width], within its bounds.
  func sample(
    using sampler: inout ActionSampler, into drawn: inout DrawnActions,
    actions: inout MutableSpan<Float>
  ) {
    if features != nil {
      sampleLastingNoise(using: &sampler, into: &drawn, actions: &actions)
      return
    }
    let numbers = program.output(parameters)
    for i in 0..<batch {
      var sum: Float = 0
      for head in plan.heads {
        sum += head.sample(
          numbers, at: i * plan.parameterWidth, base: i * plan.actionWidth, into: &drawn.rows,
          actions: &actions, using: &sampler.streams[i])
      }
      drawn.logProbabilities[i] = sum
    }
  }

  /// Normal numbers whose noise is a function of the state for some steps.
  private func sampleLastingNoise(
    using sampler: inout ActionSampler, into drawn: inout DrawnActions,
    actions: inout MutableSpan<Float>
  ) {
    guard let features, let noiseLogDeviation,
      case .box(let policy, let low, let high) = plan.heads[0].kind
    else { return }
    let numbers = program.output(parameters)
    let width = plan.actionWidth
    sampler.prepareNoise(
      program.output(noiseLogDeviation), every: plan.configuration.noiseResamplingSteps)
    sampler.drawNoise(features: program.output(features), into: &drawn.rows)
    for i in 0..<batch {
      var sum: Float = 0
      for j in 0..<width {
        let (mean, deviation) = (numbers[2 * i * width + j], numbers[(2 * i + 1) * width + j])
        let k = i * width + j
        drawn.rows[k] = mean + drawn.rows[k]
        sum += Normal.logProbability(of: drawn.rows[k], mean: mean, logDeviation: deviation)
        actions[k] = plan.heads[0].action(drawn.rows[k], policy, low: low[j], high: high[j])
      }
      drawn.logProbabilities[i] = sum
    }
  }
}
