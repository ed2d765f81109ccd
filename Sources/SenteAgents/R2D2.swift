public import SenteCompute
public import SenteEnvironments
public import SenteNetworks
public import SentePrimitives

/// Recurrent replay distributed DQN, in one process: values of actions from a network that remembers,
/// learned from sequences out of replay.
///
/// A sequence begins with what was remembered when it was lived through; its first steps only bring that
/// up to date. It may reach over the end of an episode, where the network forgets. Source: Kapturowski,
/// Ostrovski, Quan, Munos and Dabney, "Recurrent Experience Replay in Distributed Reinforcement
/// Learning" (2019), sections 2.3 and 3.
public struct R2D2: Agent, ~Copyable {
  /// The settings it was made with.
  public let configuration: Configuration
  private let actions: DiscreteActions
  private var online: Weights
  private var target: Weights
  private var optimizer: OptimizerState
  private var policy: RecurrentValuePolicy
  private var step: Step
  private var experience: Experience
  private var priorities: Priorities
  /// What was remembered before each row of the replay, [rows, memory].
  private var memories: [Float]
  private var explorationRate: Double
  private var drawn: [Float]

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
        ?? replay.layout(in: environment, environments).problem
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
    fileprivate func scaled(_ x: Tensor) -> Tensor {
      guard rescalesValues else { return x }
      let root = sqrt(abs(x) + 1) - 1
      return select(x .> 0, root, -root) + 0.001 * x
    }

    /// Back from the scale in which values are learned.
    fileprivate func unscaled(_ x: Tensor) -> Tensor {
      guard rescalesValues else { return x }
      let root = (sqrt(1 + 0.004 * (abs(x) + 1.001)) - 1) * (1 / 0.002)
      let size = root.squared() - 1
      return select(x .> 0, size, -size)
    }
  }

  /// An agent with fresh weights; the configuration must have no `problem` in the environment.
  public init(
    _ configuration: Configuration, for environment: EnvironmentInterface, seed: UInt64,
    pool: ThreadPool? = nil
  ) {
    if let problem = configuration.problem(in: environment) { preconditionFailure(problem) }
    self.configuration = configuration
    let layout = configuration.replay.layout(in: environment, configuration.environments)
    actions = DiscreteActions(environment.actionSpace)
    policy = RecurrentValuePolicy(
      configuration, for: environment, batch: configuration.environments)
    step = Step(configuration, layout, actions: actions.count, pool)
    online = Weights(policy.layout, seed: seed)
    target = Weights(policy.layout, seed: seed)
    optimizer = OptimizerState(policy.layout)
    experience = Experience(configuration.replay, layout, seed: seed)
    priorities = Priorities(
      layout, exponent: configuration.learning.priorityExponent,
      batchSize: configuration.replay.batchSize, length: configuration.rows,
      period: configuration.sequencePeriod)
    memories = [Float](
      repeating: 0, count: layout.environments * layout.rows * configuration.stateWidth)
    explorationRate = configuration.learning.explorationRate(at: 0)
    drawn = [Float](repeating: 0, count: configuration.environments)
  }

  // MARK: Acting

  /// Chooses an action for each observation and remembers both.
  public mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    experience.see(observations, masks: masks)
    let width = configuration.stateWidth
    for i in drawn.indices {
      let row = experience.replay.presentRow(of: i)
      for j in 0..<width { memories[row * width + j] = policy.memory[i * width + j] }
    }
    policy.run(experience.rows, masks: masks, online)
    for i in drawn.indices {
      let explores = experience.isWarmup || experience.flips(i, explorationRate)
      let action =
        explores ? experience.drawUniform(self.actions, i, masks: masks) : policy.best(i)
      drawn[i] = Float(action)
      actions[i] = Float(action + self.actions.start)
    }
    policy.advance()
  }

  /// Takes in what the environments answered.
  public mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    rememberFinals(ends)
    experience.remember(actions: drawn, rewards, ends, finalObservations)
    policy.forget(ends)
    priorities.follow(experience.replay)
  }

  /// Keeps what was remembered before the final observation of an episode that is cut off.
  private mutating func rememberFinals(_ ends: Span<EpisodeEnd>) {
    let width = configuration.stateWidth
    for i in drawn.indices where ends[i] == .truncated {
      let row = experience.replay.successor(experience.replay.presentRow(of: i))
      for j in 0..<width { memories[row * width + j] = policy.memory[i * width + j] }
    }
  }

  /// Whether a turn's steps have been taken.
  public var isReadyToLearn: Bool { experience.isReadyToLearn }

  // MARK: Learning

  /// Takes the gradient steps that are due.
  public mutating func learn(
    _ observations: Span<Float>, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    let learning = configuration.learning
    let rate = learning.learningRate.value(at: progress)
    let correction = learning.importanceExponent.value(at: progress)
    var metrics = LearningMetrics()
    for _ in 0..<experience.updatesDue {
      experience.draw(&priorities, discount: learning.discount, correction: correction)
      step.fill(experience, memories, priorities.importance, configuration)
      let errors = try step.run(&online, &optimizer, target: target, rate: rate, &metrics)
      priorities.update(experience.batch, errors: errors.span)
      if optimizer.updates.isMultiple(of: learning.targetUpdates) { target.assign(online) }
    }
    experience.finishTurn()
    metrics.divideByUpdates()
    explorationRate = learning.explorationRate(at: progress)
    metrics["schedule/learningRate"] = rate
    metrics["schedule/exploration"] = explorationRate
    return metrics
  }
}

// MARK: - The gradient step

extension R2D2 {
  /// One gradient step, traced for sequences side by side; rows are time-major.
  private struct Step: ~Copyable {
    private let sequences: Int
    private let burnIn: Int
    private let length: Int
    private let returnSteps: Int
    private let share: Float
    private var program: Program
    private let before: Part?
    private let main: Part
    private let memory: Input
    private let actions: Input
    private let rewards: Input
    private let discounts: Input
    private let last: IndexInput
    private let masks: MaskInput?
    private let counts: Input
    private let loss: Output
    private let errors: Output
    private var learned: [Float]

    /// A stretch of steps.
    struct Part {
      let observations: ObservationInputs
      let resets: (tensor: Tensor, handle: Input)

      init(_ layout: ReplayLayout, _ trace: Trace, steps: Int, sequences: Int) {
        observations = ObservationInputs(layout.observations, trace, rows: steps * sequences)
        resets = trace.input([steps, sequences, 1])
      }
    }

    init(
      _ configuration: Configuration, _ layout: ReplayLayout, actions count: Int,
      _ pool: ThreadPool?
    ) {
      let batch = configuration.replay.batchSize
      let (length, returnSteps) = (configuration.sequenceLength, configuration.replay.returnSteps)
      let trace = Trace()
      let (online, target) = (trace.weights(), trace.weights())
      let before =
        configuration.burnInSteps > 0
        ? Part(layout, trace, steps: configuration.burnInSteps, sequences: batch) : nil
      let main = Part(layout, trace, steps: length + returnSteps, sequences: batch)
      let memory = trace.input([batch, configuration.stateWidth])
      let n = length * batch
      let actions = trace.input([n, 1])
      let rewards = trace.input([n, 1])
      let discounts = trace.input([n, 1])
      let last = trace.indices([n])
      let counts = trace.input([n, 1])
      let masks =
        layout.maskWidth > 0
        ? MaskInput(trace, rows: (length + returnSteps) * batch, layout) : nil

      let values = { (scope: Scope) -> Tensor in
        var state = memory.tensor
        if let before {
          let features = before.observations.features(scope, configuration.network.start)
          state =
            configuration.values(
              features, from: state, resets: before.resets.tensor, actions: count, scope
            ).memory.detached
        }
        let features = main.observations.features(scope, configuration.network.start)
        return configuration.values(
          features, from: state, resets: main.resets.tensor, actions: count, scope
        ).values
      }
      let (now, older) = (values(online), values(target))
      let judge = configuration.learning.isDouble ? now : older
      let legal =
        masks.map { select($0.tensor .> 0, judge, judge.filled(-1e6)) } ?? judge
      let best = older.picking(legal.detached.topIndices(1).numbers)
      let future = configuration.unscaled(best).rows(last.indices)
      let goal = configuration.scaled(rewards.tensor + discounts.tensor * future).detached
      let taken = now.sliced(0, from: 0, count: n).picking(actions.tensor)
      let errors = goal - taken
      let loss = (0.5 * errors.squared() * counts.tensor).sum() * (1 / Float(n))
      let clip = configuration.learning.maximumGradientNorm
      trace.minimize(
        loss, over: online, by: .adam(epsilon: Float(configuration.learning.adamEpsilon)),
        maximumGradientNorm: clip > 0 ? Float(clip) : nil)

      (sequences, burnIn, self.length) = (batch, configuration.burnInSteps, length)
      (self.returnSteps, share) = (returnSteps, Float(configuration.largestErrorShare))
      (self.before, self.main, self.masks) = (before, main, masks)
      (self.memory, self.actions, self.rewards) = (memory.handle, actions.handle, rewards.handle)
      (self.discounts, self.last, self.counts) = (discounts.handle, last.handle, counts.handle)
      self.loss = trace.output(loss)
      self.errors = trace.output(errors)
      learned = [Float](repeating: 0, count: n)
      program = trace.compile()
      program.pool = pool
    }

    /// Fills in the sequences that begin with the rows drawn.
    mutating func fill(
      _ experience: borrowing Experience, _ memories: [Float], _ importance: [Float],
      _ configuration: Configuration
    ) {
      let starts = experience.batch.rows
      var input = program.input(memory)
      copy(memories.span, starts.span, into: &input)
      var rows = starts
      if let before { rows = fill(before, steps: burnIn, from: rows, experience).next }
      let steps = length + returnSteps
      let all = fill(main, steps: steps, from: rows, experience).all
      masks?.fill(&program, experience.replay, all.span)
      fillTransitions(experience.replay, all, importance, Float(configuration.learning.discount))
    }

    /// Fills in a stretch; gives its rows, time-major, and those that follow.
    private mutating func fill(
      _ part: Part, steps: Int, from starts: [Int32], _ experience: borrowing Experience
    ) -> (all: [Int32], next: [Int32]) {
      var (all, rows) = ([Int32](), starts)
      var resets = program.input(part.resets.handle)
      for step in 0..<steps {
        all += rows
        for i in rows.indices {
          resets[step * sequences + i] = experience.replay.begins(Int(rows[i])) ? 1 : 0
          rows[i] = Int32(experience.replay.successor(Int(rows[i])))
        }
      }
      part.observations.fill(&program, experience.replay, all.span)
      return (all, rows)
    }

    private mutating func fillTransitions(
      _ replay: borrowing Replay, _ all: [Int32], _ importance: [Float], _ discount: Float
    ) {
      let count = length * sequences
      let taken = Array(all[..<count])
      var numbers = program.input(actions)
      replay.copyActions(taken.span, into: &numbers)
      for i in 0..<count {
        let row = Int(all[i])
        // What ended an episode that was cut off was seen, but nothing was done there.
        let isLearned = replay.kind(row) != .final
        learned[i] = isLearned ? 1 : 0
        let future =
          isLearned ? replay.future(of: row, steps: returnSteps, discount: discount) : (0, row, 0)
        let distance = (future.1 - row + replay.layout.rows) % replay.layout.rows
        set(rewards, i, future.0)
        set(discounts, i, future.2)
        set(counts, i, isLearned ? importance[i % sequences] : 0)
        var indices = program.input(last)
        indices[i] = Int32(i + distance * sequences)
      }
    }

    private mutating func set(_ input: Input, _ i: Int, _ value: Float) {
      var numbers = program.input(input)
      numbers[i] = value
    }

    /// Takes the step; gives the mixture of largest and mean error of each sequence.
    mutating func run(
      _ online: inout Weights, _ optimizer: inout OptimizerState, target: borrowing Weights,
      rate: Double, _ metrics: inout LearningMetrics
    ) throws(NotFinite) -> [Float] {
      program.run(updating: &online, &optimizer, target, rate: rate)
      try metrics.add(
        [("value", program.scalar(loss))], gradientNorm: program.gradientNorm,
        afterUpdate: optimizer.updates)
      let numbers = program.output(errors)
      return (0..<sequences).map { sequence in
        var (sum, largest, count) = (Float(0), Float(0), Float(0))
        for i in stride(from: sequence, to: numbers.count, by: sequences) {
          let size = abs(numbers[i]) * learned[i]
          (sum, largest, count) = (sum + size, max(largest, size), count + learned[i])
        }
        return share * largest + (1 - share) * sum / max(count, 1)
      }
    }
  }
}

// MARK: - State

extension R2D2 {
  /// The statistics by which observations are standardized, if they are.
  public var standardization: RunningStandardization? { experience.replay.state.standardization }

  /// The digest of the present weights.
  public var weightsDigest: Digest { online.digest }

  /// Lends the weights.
  public borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result {
    try body(online)
  }

  /// What the agent's future depends on besides weights, optimizer and what is kept in bytes.
  private struct State: Codable {
    var experience: Experience.State
    var priorities: Priorities.State
    var memory: [Float]
    var explorationRate: Double
  }

  /// The whole state between two turns.
  public func snapshot() throws -> AgentSnapshot {
    var rest = SafetensorsFile()
    rest.add(target.file, as: "target")
    rest.add(optimizer.file, as: "optimizer")
    let state = State(
      experience: experience.snapshot(), priorities: priorities.state, memory: policy.memory,
      explorationRate: explorationRate)
    var content = experience.replay.content + priorities.content
    content.reserveCapacity(content.count + 4 * memories.count)
    for number in memories {
      for shift in stride(from: 0, to: 32, by: 8) {
        content.append(UInt8(truncatingIfNeeded: number.bitPattern >> UInt32(shift)))
      }
    }
    return AgentSnapshot(
      weights: online.file, optimizer: rest, rest: try JSON(encoding: state), replay: content)
  }

  /// Puts a state back; throws, and changes nothing, when it is of another configuration.
  public mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    let bytes = snapshot.replay.suffix(4 * memories.count)
    let weights = snapshot.replay.dropLast(bytes.count).suffix(priorities.contentCount)
    let content = Array(snapshot.replay.dropLast(bytes.count + weights.count))
    guard bytes.count == 4 * memories.count, state.memory.count == policy.memory.count,
      experience.accepts(state.experience, content: content),
      priorities.accepts(state.priorities, content: weights)
    else { throw ForeignState() }
    let newOnline = try Weights(layout: online.layout, file: snapshot.weights)
    let newTarget = try Weights(layout: online.layout, file: snapshot.optimizer.part("target"))
    let newOptimizer = try OptimizerState(
      layout: online.layout, file: snapshot.optimizer.part("optimizer"))
    experience.restore(state.experience, content: content)
    online = newOnline
    target = newTarget
    optimizer = newOptimizer
    explorationRate = state.explorationRate
    priorities.restore(state.priorities, content: weights)
    policy.restore(state.memory)
    for i in memories.indices {
      let start = bytes.startIndex + 4 * i
      memories[i] = Float(
        bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
    }
  }
}
