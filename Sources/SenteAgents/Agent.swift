public import SenteCompute
public import SenteEnvironments
public import SenteNetworks
public import SentePrimitives

/// The algorithms that there are, by the names that commands and run folders know them by.
public enum Algorithm: String, Hashable, Sendable, CaseIterable {
  /// Proximal policy optimization.
  case ppo
  /// Advantage actor-critic.
  case a2c
  /// The Monte Carlo policy gradient.
  case reinforce
  /// Soft actor-critic.
  case sac
  /// Soft actor-critic for choices.
  case discreteSAC = "sac-discrete"
  /// Deep deterministic policy gradient.
  case ddpg
  /// Twin delayed deep deterministic policy gradient.
  case td3
  /// Truncated quantile critics.
  case tqc
  /// Randomized ensembled double Q-learning.
  case redq
  /// Soft actor-critic with dropout in the critics.
  case droq
  /// Soft actor-critic with batch normalization and no target network.
  case crossq
  /// Deep Q-learning.
  case dqn
  /// Categorical deep Q-learning.
  case c51
  /// Quantile-regression deep Q-learning.
  case qrdqn
  /// Implicit quantile networks.
  case iqn
  /// Everything that improves deep Q-learning, together.
  case rainbow
  /// Recurrent replay distributed DQN, in one process.
  case r2d2
  /// Parallelised Q-learning.
  case pqn
}

/// A learner as a value: it acts for a batch of environments, observes, learns, and never logs.
///
/// One turn is `act`, a step of the environments and `observe`, until the agent is ready to learn,
/// then `learn`. The loop belongs to the caller. Between two turns the whole state can be taken and
/// put back.
public protocol Agent: ~Copyable {
  /// The statistics by which observations are standardized; nil when they are taken as they are.
  var standardization: RunningStandardization? { get }
  /// The digest of the present weights.
  var weightsDigest: Digest { get }
  /// Lends the weights.
  borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result

  /// Chooses an action for each observation and remembers both.
  ///
  /// - Parameters:
  ///   - observations: [environments, width].
  ///   - masks: Which choices are legal, [environments, choices], where the environment says so.
  ///   - actions: Written, [environments, action width].
  mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>)

  /// Takes in what the environments answered.
  ///
  /// - Parameters:
  ///   - rewards: [environments].
  ///   - ends: How each episode stands after the step, [environments].
  ///   - finalObservations: What ended an episode, [environments, width], valid where one ended; a
  ///     truncated episode's is evaluated to stand for its future.
  mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>)

  /// Whether enough was seen, so that the next call is `learn`.
  var isReadyToLearn: Bool { get }

  /// Learns from what was seen since the last call.
  ///
  /// - Parameters:
  ///   - observations: The present observations, [environments, width].
  ///   - masks: Which choices are legal there, [environments, choices], where the environment says so.
  ///   - progress: How much of the run is done, 0...1, for the schedules.
  /// - Throws: `NotFinite` when a loss or gradient stops being a number; the weights are then those
  ///   before the offending step.
  mutating func learn(
    _ observations: Span<Float>, masks: Span<Float>?, progress: Double
  ) throws(NotFinite) -> LearningMetrics

  /// The same where every choice is legal, or nobody asks which are.
  mutating func learn(
    _ observations: Span<Float>, progress: Double
  ) throws(NotFinite) -> LearningMetrics

  /// Keeps the replay, if there is one, in a file from now on, so that a resumed run has it at once;
  /// before the first step, and before a state is put back.
  mutating func keepReplay(in file: ReplayFile) throws

  /// Bytes that the replay takes in memory or in its file; 0 without one.
  var replayByteCount: Int { get }

  /// The agent's whole state; only between two turns.
  func snapshot() throws -> AgentSnapshot

  /// Puts a state back, so that the agent goes on bit for bit as the one it was taken from.
  ///
  /// Throws, and changes nothing, when the state is of another configuration.
  mutating func restore(_ snapshot: AgentSnapshot) throws
}

extension Agent where Self: ~Copyable {
  /// Learns without the masks: what a state is worth does not depend on them, only what an action is.
  public mutating func learn(
    _ observations: Span<Float>, masks: Span<Float>?, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    try learn(observations, progress: progress)
  }

  /// Nothing, where there is no replay.
  public mutating func keepReplay(in file: ReplayFile) throws {}

  /// Nothing, where there is no replay.
  public var replayByteCount: Int { 0 }
}

/// A file that keeps a replay while a run lasts, and how far the run may go.
public struct ReplayFile: Hashable, Sendable {
  /// Where it is, or will be made.
  public let path: String
  /// Environment steps of the whole run.
  public let steps: Int
  /// Environment steps after a checkpoint for which nothing that it needs may be overwritten.
  public let checkpointSteps: Int

  /// A file for a run.
  public init(path: String, steps: Int, checkpointSteps: Int) {
    self.path = path
    self.steps = steps
    self.checkpointSteps = checkpointSteps
  }
}

/// The settings of a network.
public protocol NetworkConfiguration: Hashable, Sendable, Codable {
  /// Units of each hidden layer.
  var hiddenWidths: [Int] { get set }
}

/// The settings of an algorithm, saved with every run.
public protocol AgentConfiguration: Hashable, Sendable, Codable {
  /// The kind of network.
  associatedtype Network: NetworkConfiguration
  /// The defaults.
  init()
  /// Environments stepped together.
  var environments: Int { get set }
  /// The network.
  var network: Network { get set }
  /// The first setting that is out of range, in words; nil when all are usable.
  var problem: String? { get }
  /// The settings whose value may be none.
  static var optionalSettings: [String] { get }
  /// Why these settings cannot be used in an environment, in words; nil when they can.
  func problem(in environment: EnvironmentInterface) -> String?
  /// An agent with these settings and fresh weights; there must be no `problem` in this environment.
  func makeAgent(
    for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
  ) -> any Agent & ~Copyable
  /// What acts without noise for `batch` environments, with the weights that the agent lends.
  func makePolicy(for environment: EnvironmentInterface, batch: Int) -> any Policy & ~Copyable
}

extension AgentConfiguration where Network == ActorCriticConfiguration {
  /// Why these settings cannot be used in an environment, in words; nil when they can.
  public func problem(in environment: EnvironmentInterface) -> String? {
    problem ?? network.problem(in: environment)
  }

  /// The actor-critic network.
  public func makePolicy(
    for environment: EnvironmentInterface, batch: Int
  ) -> any Policy & ~Copyable {
    ActorCriticPolicy(for: environment, network, batch: batch)
  }
}

/// What one turn of learning did: numbers by the names under which runs keep them.
public struct LearningMetrics: Hashable, Sendable {
  /// A number with its name, `loss/policy`.
  public struct Scalar: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The number.
    public var value: Double
  }

  /// How many gradient steps were taken.
  public private(set) var updates = 0
  /// The numbers, in the order in which they were named.
  public private(set) var scalars: [Scalar] = []
  /// How many values each mean so far is of.
  private var counts: [String: Int] = [:]

  /// No step so far.
  public init() {}

  /// The number with a name; nil where there is none.
  public subscript(name: String) -> Double? {
    get { scalars.first { $0.name == name }?.value }
    set {
      let index = scalars.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): scalars[index].value = value
      case (let index?, nil): scalars.remove(at: index)
      case (nil, let value?): scalars.append(Scalar(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The number with a name, or another where there is none yet.
  subscript(name: String, default value: Double) -> Double {
    get { self[name] ?? value }
    set { self[name] = newValue }
  }

  /// Adds what one gradient step was about; throws when a number is not finite.
  mutating func add(
    _ losses: [(name: String, value: Float)], gradientNorm: Float, afterUpdate update: Int
  ) throws(NotFinite) {
    for (name, value) in losses where !value.isFinite {
      throw NotFinite(quantity: "the \(name) loss", value: value, update: update)
    }
    guard gradientNorm.isFinite else {
      throw NotFinite(quantity: "the gradient's norm", value: gradientNorm, update: update)
    }
    for (name, value) in losses { self["loss/\(name)", default: 0] += Double(value) }
    self["gradient/norm", default: 0] += Double(gradientNorm)
    updates += 1
  }

  /// Takes one more value into the mean with a name.
  mutating func average(_ name: String, _ value: Float) {
    let count = counts[name, default: 0] + 1
    counts[name] = count
    let mean = self[name] ?? 0
    self[name] = mean + (Double(value) - mean) / Double(count)
  }

  /// The same of a loss; throws when it is not finite.
  mutating func average(loss name: String, _ value: Float, afterUpdate update: Int)
    throws(NotFinite)
  {
    guard value.isFinite else {
      throw NotFinite(quantity: "the \(name) loss", value: value, update: update)
    }
    average("loss/\(name)", value)
  }

  /// Counts one gradient step.
  mutating func countUpdate() { updates += 1 }

  /// Takes in another turn, each number as a mean weighted by gradient steps.
  public mutating func merge(_ other: LearningMetrics) {
    let total = updates + other.updates
    for scalar in other.scalars {
      guard let mine = self[scalar.name], total > 0 else {
        self[scalar.name] = scalar.value
        continue
      }
      let share = Double(other.updates) / Double(total)
      self[scalar.name] = mine + (scalar.value - mine) * share
    }
    updates = total
  }

  /// Turns sums over gradient steps into means.
  mutating func divideByUpdates() {
    for i in scalars.indices { scalars[i].value /= Double(max(updates, 1)) }
  }
}

/// A number of learning that stopped being finite.
public struct NotFinite: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it was.
  public let quantity: String
  /// Its value.
  public let value: Float
  /// The gradient step, counted from the start of the run.
  public let update: Int

  /// One line for a person.
  public var description: String { "\(quantity) became \(value) at gradient step \(update)" }
}

/// The whole state of an agent between two turns: weights, optimizer, and the rest as text.
public struct AgentSnapshot: Sendable {
  /// The weights by name.
  public var weights: SafetensorsFile
  /// What the optimizer remembers, by name.
  public var optimizer: SafetensorsFile
  /// Random streams, running statistics and what the network remembers, as JSON.
  public var rest: JSON
  /// The content of a replay that no file keeps; else empty.
  public var replay: [UInt8]

  /// A state with these parts.
  public init(
    weights: SafetensorsFile, optimizer: SafetensorsFile, rest: JSON, replay: [UInt8] = []
  ) {
    self.weights = weights
    self.optimizer = optimizer
    self.rest = rest
    self.replay = replay
  }
}

/// The state is one of another configuration.
struct ForeignState: Error, CustomStringConvertible {
  var description: String { "the agent's state is of another configuration" }
}

/// The replay's file is not as a checkpoint left it.
struct ReplayMismatch: Error, CustomStringConvertible {
  let path: String
  var description: String {
    "\(path) no longer holds what the checkpoint needs; an exact resume is not possible"
  }
}
