public import SenteCompute
public import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// An actor-critic network ready to act for a batch of environments.
///
/// Holds no weights: they are lent for each call. Rows do not depend on each other, so the size of the
/// batch changes no result.
public struct ActorCriticPolicy: ~Copyable {
  /// How many observations are evaluated together.
  public let batch: Int
  private let actionSpace: Space
  private let noiseResamplingSteps: Int
  private var program: Program
  private let observations: Input
  private let value: Output
  /// Log-probabilities, or the means.
  private let parameters: Output
  private let logDeviation: Output?
  private let features: Output?
  private let noiseLogDeviation: Output?

  /// Traces the network for `batch` observations.
  public init(
    observationSpace: Space, actionSpace: Space, _ configuration: ActorCriticConfiguration,
    batch: Int
  ) {
    let trace = Trace()
    let x = trace.input([batch, observationSpace.width])
    let network = ActorCritic(
      x.tensor, observationSpace: observationSpace, actionSpace: actionSpace, configuration,
      trace.weights())
    observations = x.handle
    value = trace.output(network.value)
    switch network.policy {
    case .categorical(let distribution):
      parameters = trace.output(distribution.logProbabilities)
      logDeviation = nil
    case .normal(let distribution):
      parameters = trace.output(distribution.mean)
      logDeviation = trace.output(distribution.logDeviation)
    }
    features = network.noiseLogDeviation == nil ? nil : trace.output(network.features)
    noiseLogDeviation = network.noiseLogDeviation.map { trace.output($0) }
    self.batch = batch
    self.actionSpace = actionSpace
    noiseResamplingSteps = configuration.noiseResamplingSteps
    program = trace.compile()
  }

  /// Where the network's weights lie.
  public var layout: Layout { program.layouts[0] }

  /// Evaluates observations [batch, width], standardized first if there are statistics.
  public mutating func run(
    _ rows: Span<Float>, _ standardization: RunningStandardization?,
    _ weights: borrowing Weights
  ) {
    let batch = batch
    var input = program.input(observations)
    precondition(
      rows.count == input.count, "\(rows.count) numbers are not \(batch) observations")
    if let standardization {
      let width = standardization.mean.count
      for i in 0..<rows.count { input[i] = standardization.standardized(rows[i], i % width) }
    } else {
      for i in 0..<rows.count { input[i] = rows[i] }
    }
    program.run(weights)
  }

  /// Writes the likeliest action of every row, as the environment takes it.
  public func modes(into actions: inout MutableSpan<Float>) {
    let numbers = program.output(parameters)
    switch actionSpace {
    case .discrete(let count, let start):
      for i in 0..<batch {
        actions[i] = Float(Categorical.mode(numbers, i * count..<(i + 1) * count) + start)
      }
    case .box:
      for i in 0..<numbers.count { actions[i] = numbers[i] }
      actionSpace.clamp(&actions)
    case .image, .multiDiscrete, .multiBinary, .dictionary, .tuple:
      fatalError("no policy chooses from \(actionSpace) yet")
    }
  }

  /// Copies the values of the last observations, [batch].
  public func copyValues(into values: inout [Float]) {
    let numbers = program.output(value)
    for i in 0..<batch { values[i] = numbers[i] }
  }

  /// Draws an action for every row, from a stream for each.
  ///
  /// - Parameters:
  ///   - sampler: The streams, and noise that lasts.
  ///   - drawn: Written: what was drawn and how likely it was.
  ///   - actions: Written: what the environment takes, [batch, width], clipped to its bounds.
  public func sample(
    using sampler: inout ActionSampler, into drawn: inout DrawnActions,
    actions: inout MutableSpan<Float>
  ) {
    let numbers = program.output(parameters)
    switch actionSpace {
    case .discrete(let count, let start):
      for i in 0..<batch {
        let row = i * count..<(i + 1) * count
        let choice = Categorical.sample(numbers, row, using: &sampler.streams[i])
        drawn.rows[i] = Float(choice)
        drawn.logProbabilities[i] = numbers[row.lowerBound + choice]
        actions[i] = Float(choice + start)
      }
    case .box: sampleNormal(numbers, using: &sampler, into: &drawn, actions: &actions)
    case .image, .multiDiscrete, .multiBinary, .dictionary, .tuple:
      fatalError("no policy chooses from \(actionSpace) yet")
    }
  }

  private func sampleNormal(
    _ means: Span<Float>, using sampler: inout ActionSampler, into drawn: inout DrawnActions,
    actions: inout MutableSpan<Float>
  ) {
    guard let logDeviation else { return }
    let deviations = program.output(logDeviation)
    let width = actionSpace.width
    if let features, let noiseLogDeviation {
      sampler.prepareNoise(program.output(noiseLogDeviation), every: noiseResamplingSteps)
      sampler.addNoise(to: means, features: program.output(features), into: &drawn.rows)
    } else {
      for i in 0..<means.count {
        drawn.rows[i] = Normal.sample(
          mean: means[i], logDeviation: deviations[i], using: &sampler.streams[i / width])
      }
    }
    for i in 0..<batch {
      var sum: Float = 0
      for j in i * width..<(i + 1) * width {
        sum += Normal.logProbability(
          of: drawn.rows[j], mean: means[j], logDeviation: deviations[j])
        actions[j] = drawn.rows[j]
      }
      drawn.logProbabilities[i] = sum
    }
    actionSpace.clamp(&actions)
  }
}

/// What a policy drew in one step.
public struct DrawnActions: Sendable {
  /// The actions as drawn, [batch, width]; a discrete one is an index from 0.
  public var rows: [Float]
  /// Their log-probabilities or densities, [batch].
  public var logProbabilities: [Float]

  /// Room for a batch.
  public init(batch: Int, width: Int) {
    rows = [Float](repeating: 0, count: batch * width)
    logProbabilities = [Float](repeating: 0, count: batch)
  }
}

/// The randomness of a policy in a batch of environments: a stream for each, and for some policies
/// noise that is a fixed function of the state for a few steps, by a random matrix [features, actions]
/// for each environment (Raffin, Kober and Stulp 2021, section 3).
public struct ActionSampler: Hashable, Sendable, Codable {
  var streams: [RandomStream]
  private var matrices: [[Float]] = []
  private var age = 0

  /// The streams (seed, "action", 0..<batch).
  public init(seed: UInt64, batch: Int) {
    streams = (0..<batch).map { RandomStream(seed: seed, role: "action", index: UInt64($0)) }
  }

  /// How many environments it serves.
  public var batch: Int { streams.count }

  /// Redraws the matrices when they are `every` steps old.
  mutating func prepareNoise(_ logDeviations: Span<Float>, every: Int) {
    if !matrices.isEmpty, age < every {
      age += 1
      return
    }
    age = 1
    let deviations = (0..<logDeviations.count).map { Elementary.exp(Double(logDeviations[$0])) }
    for i in streams.indices {
      var matrix: [Float] = []
      for deviation in deviations { matrix.append(Float(deviation * streams[i].normal())) }
      if i < matrices.count { matrices[i] = matrix } else { matrices.append(matrix) }
    }
  }

  /// Writes mean + features · matrix for every row.
  func addNoise(to means: Span<Float>, features: Span<Float>, into rows: inout [Float]) {
    let width = means.count / matrices.count
    let length = features.count / matrices.count
    for (i, matrix) in matrices.enumerated() {
      for j in 0..<width {
        var sum: Float = 0
        for f in 0..<length { sum += features[i * length + f] * matrix[f * width + j] }
        rows[i * width + j] = means[i * width + j] + sum
      }
    }
  }
}
