import SenteCompute
import SentePrimitives

/// One gradient step, traced for sequences side by side; rows are time-major.
struct R2D2Step: ~Copyable {
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
    _ configuration: R2D2.Configuration, _ layout: ReplayLayout, actions count: Int,
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
        let features = before.observations.features(configuration.network, scope)
        state =
          configuration.values(
            features, from: state, resets: before.resets.tensor, actions: count, scope
          ).memory.detached
      }
      let features = main.observations.features(configuration.network, scope)
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
    _ experience: borrowing Experience, _ importance: [Float],
    _ configuration: R2D2.Configuration
  ) {
    let starts = experience.batch.rows
    var input = program.input(memory)
    experience.replay.copyMemories(starts.span, into: &input)
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
