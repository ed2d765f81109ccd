import SenteEnvironments
public import SenteNetworks
public import SentePrimitives
import SenteCompute

extension R2D2 {
  /// The settings of R2D2. The defaults are smaller than the paper's, which are said beside them.
  public struct Configuration: AgentConfiguration {
    /// Environments stepped together. Kapturowski et al.: 256 actors.
    public var environments = 8
    /// What is remembered, and how often it is learned from; `batchSize` counts sequences (64).
    public var replay = ReplaySettings {
      $0.capacity = 50_000
      $0.batchSize = 32
      $0.warmupSteps = 1000
      $0.rolloutSteps = 8
      $0.updatesPerStep = 0.125
      $0.returnSteps = 5
    }
    /// How values are learned and explored.
    public var learning = ValueLearning {
      $0.discount = 0.997
      $0.learningRate = .constant(5e-4)
      $0.isDouble = true
      $0.priorityExponent = 0.9
      $0.importanceExponent = .constant(0.6)
    }
    /// Steps of a sequence before those that are learned from. Kapturowski et al.: 40.
    public var burnInSteps = 4
    /// Steps of a sequence that are learned from. Kapturowski et al.: 80.
    public var sequenceLength = 16
    /// Steps between the beginnings of two sequences. Kapturowski et al.: 40.
    public var sequencePeriod = 4
    /// How much a sequence's priority is its largest error, not its mean one.
    public var largestErrorShare = 0.9
    /// Whether values are learned as sign(x) (√(|x| + 1) - 1) + 0.001 x (Pohlen et al. 2018).
    public var rescalesValues = true
    /// What the network remembers with.
    public var cell = RecurrentCell.lstm
    /// Units of the memory. Kapturowski et al.: 512.
    public var memoryWidth = 64
    /// The network around the memory, which lies before the last hidden layer.
    public var network = ValueNetwork { $0.isDueling = true }

    /// The defaults.
    public init() {}

    /// Rows of a sequence with those it bootstraps from.
    var rows: Int { burnInSteps + sequenceLength + replay.returnSteps }

    /// The settings whose value may be none.
    public static var optionalSettings: [String] { [] }

    /// The first setting that is out of range, in words; nil when all are usable.
    public var problem: String? {
      if let problem =
        outside("environments is", environments, 1...65_536)
        ?? replay.problem(environments: environments) ?? learning.problem
        ?? outside("burnInSteps is", burnInSteps, 0...10_000)
        ?? outside("sequenceLength is", sequenceLength, 1...10_000)
        ?? outside("sequencePeriod is", sequencePeriod, 1...10_000)
        ?? outside("largestErrorShare is", largestErrorShare, 0...1)
        ?? outside("memoryWidth is", memoryWidth, 1...4096)
      {
        return problem
      }
      let least = environments * (rows + sequencePeriod)
      if replay.warmupSteps < least {
        return "replay.warmupSteps is \(replay.warmupSteps), but the first sequence of "
          + "\(environments) environments needs \(least)"
      }
      if replay.capacity < 2 * least {
        return "replay.capacity is \(replay.capacity), but sequences of \(environments) "
          + "environments need at least \(2 * least)"
      }
      if learning.priorityExponent == 0 {
        return "learning.priorityExponent is 0, but sequences are drawn by their priorities"
      }
      if network.isNoisy { return "network.isNoisy is true, but R2D2 explores by chance alone" }
      return network.problem(rows: rows * replay.batchSize)
    }

    /// Why these settings cannot be used in an environment, in words; nil when they can.
    public func problem(in environment: EnvironmentInterface) -> String? {
      problem ?? DiscreteActions.problem(environment.actionSpace)
        ?? layout(in: environment).problem(besides: Priorities.bytesPerRow)
    }

    /// Where the replay would lie in an environment, with what is remembered before each row.
    func layout(in environment: EnvironmentInterface) -> ReplayLayout {
      replay.layout(in: environment, environments, memoryWidth: stateWidth)
    }

    /// An agent with these settings and fresh weights.
    public func makeAgent(
      for environment: EnvironmentInterface, seed: UInt64, pool: ThreadPool?
    ) -> any Agent & ~Copyable {
      R2D2(self, for: environment, seed: seed, pool: pool)
    }

    /// The network, which acts by the largest value.
    public func makePolicy(
      for environment: EnvironmentInterface, batch: Int
    ) -> any Policy & ~Copyable {
      RecurrentValuePolicy(self, for: environment, batch: batch)
    }

    /// Numbers remembered of one environment.
    var stateWidth: Int { cell.stateWidth(units: memoryWidth) }

    /// The values of actions after each step, [steps · batch, actions], and what is remembered then.
    ///
    /// - Parameters:
    ///   - features: Time-major, [steps · batch, features].
    ///   - resets: [steps, batch, 1], 1 where an episode begins; nil where none does.
    func values(
      _ features: Tensor, from memory: Tensor, resets: Tensor?, actions: Int, _ scope: Scope
    ) -> (values: Tensor, memory: Tensor) {
      let trunk = network.trunk(features, scope, nil)
      let batch = memory.shape[0]
      let steps = trunk.shape[0] / batch
      let (units, after) = recurrent(
        cell, trunk.reshaped(to: [steps, batch, trunk.shape[1]]), units: memoryWidth, from: memory,
        resets: resets, scope["memory"], start: .uniform)
      let values = network.head(
        units.reshaped(to: [steps * batch, memoryWidth]), actions: actions, atoms: 1, scope, nil)
      return (values.reshaped(to: [steps * batch, actions]), after)
    }

    /// The scale in which values are learned.
    func scaled(_ x: Tensor) -> Tensor {
      guard rescalesValues else { return x }
      let root = sqrt(abs(x) + 1) - 1
      return select(x .> 0, root, -root) + 0.001 * x
    }

    /// Back from the scale in which values are learned.
    func unscaled(_ x: Tensor) -> Tensor {
      guard rescalesValues else { return x }
      let root = (sqrt(1 + 0.004 * (abs(x) + 1.001)) - 1) * (1 / 0.002)
      let size = root.squared() - 1
      return select(x .> 0, size, -size)
    }
  }
}
