import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// An agent that learns a policy and critics of it from replay, by a rule.
///
/// It acts by the policy, at random at first; learns from transitions drawn from replay, critics first and
/// then the actor; and lets targets follow the critics, which learn towards the targets' values of the
/// future. Source: Lillicrap et al., "Continuous Control with Deep Reinforcement Learning" (2016),
/// algorithm 1.
struct PolicyLearner<Rule: PolicyRule, Actor: ReplayActor & ~Copyable>: Agent, ~Copyable {
  let rule: Rule
  private var policy: Actor
  private var actor: Learner
  private var critics: Learner
  /// What follows the actor, where the rule wants it.
  private var policyTarget: Weights
  private var targets: Weights
  /// Copies of the targets that were drawn for the present gradient step, where the rule draws.
  private var drawnTargets: Weights
  private var temperature: Temperature?
  private var experience: Experience
  private var noise: RandomStream
  private var criticStep: CriticStep
  private var actorStep: ActorStep
  private var drawn: [Float]

  /// An agent with fresh weights; the rule must have no `problem` in the environment.
  init(
    _ rule: Rule, _ policy: consuming Actor, for environment: EnvironmentInterface, seed: UInt64,
    pool: ThreadPool?
  ) {
    self.rule = rule
    let layout = rule.replay.layout(in: environment, rule.environments)
    let count = policy.actionCount
    experience = Experience(rule.replay, layout, seed: seed)
    criticStep = CriticStep(rule, layout, actionCount: count, pool)
    actorStep = ActorStep(rule, layout, actionCount: count, pool)
    actor = Learner(policy.layout, seed: seed)
    critics = Learner(criticStep.criticLayout, seed: seed)
    policyTarget = Weights(policy.layout, seed: seed)
    targets = Weights(
      rule.drawnEnsemble == nil ? criticStep.targetLayout : criticStep.criticLayout, seed: seed)
    drawnTargets = Weights(criticStep.targetLayout, seed: seed)
    let unit = policy.entropyUnit
    temperature = rule.entropy.map {
      Temperature($0, targetEntropy: $0.entropyTarget * unit)
    }
    noise = RandomStream(seed: seed, role: "noise")
    drawn = [Float](repeating: 0, count: rule.environments * layout.actionWidth)
    self.policy = policy
  }

  // MARK: Acting

  mutating func act(
    _ observations: Span<Float>, masks: Span<Float>?, actions: inout MutableSpan<Float>
  ) {
    experience.see(observations, masks: masks)
    policy.act(
      &experience, masks, actor.weights, noise: rule.explorationNoise, drawn: &drawn,
      actions: &actions)
  }

  mutating func observe(
    rewards: Span<Float>, ends: Span<EpisodeEnd>, finalObservations: Span<Float>
  ) {
    experience.remember(actions: drawn, rewards, ends, finalObservations)
  }

  var isReadyToLearn: Bool { experience.isReadyToLearn }

  // MARK: Learning

  mutating func learn(
    _ observations: Span<Float>, masks: Span<Float>?, progress: Double
  ) throws(NotFinite) -> LearningMetrics {
    experience.see(observations, masks: masks, isNew: false)
    let rate = rule.learningRate.value(at: progress)
    var metrics = LearningMetrics()
    for _ in 0..<experience.updatesDue {
      experience.draw(discount: rule.discount)
      try stepCritics(rate: rate, &metrics)
      let updates = critics.optimizer.updates
      if updates.isMultiple(of: rule.policyDelay) {
        try actorStep.run(
          experience, &actor, critics: critics.weights, &temperature, &noise, rate: rate,
          &metrics)
      }
      if updates.isMultiple(of: rule.targetDelay) { moveTargets() }
      metrics.countUpdate()
    }
    experience.finishTurn()
    return metrics
  }

  private mutating func stepCritics(
    rate: Double, _ metrics: inout LearningMetrics
  ) throws(NotFinite) {
    let temperature = temperature?.value ?? 0
    if rule.hasTargetPolicy {
      try criticStep.run(
        experience, &critics, policy: policyTarget, targets: targets, temperature: temperature,
        &noise, rate: rate, &metrics)
    } else if let count = rule.drawnEnsemble {
      drawTargets(of: count)
      try criticStep.run(
        experience, &critics, policy: actor.weights, targets: drawnTargets,
        temperature: temperature, &noise, rate: rate, &metrics)
    } else {
      try criticStep.run(
        experience, &critics, policy: actor.weights, targets: targets, temperature: temperature,
        &noise, rate: rate, &metrics)
    }
  }

  private mutating func moveTargets() {
    let part = Float(rule.targetRate)
    if rule.hasTargetPolicy { policyTarget.move(toward: actor.weights, by: part) }
    if !targets.layout.slices.isEmpty { targets.move(toward: critics.weights, by: part) }
  }
}

extension PolicyLearner where Actor: ~Copyable {
  /// Copies the targets of a few critics, drawn from all, to where the critics' step reads them, so that
  /// it evaluates no others.
  private mutating func drawTargets(of count: Int) {
    var order = (0..<Int32(count)).map { $0 }
    noise.shuffle(&order)
    for slice in drawnTargets.layout.slices {
      var parts = slice.name.split(separator: ".", maxSplits: 1).map(String.init)
      if let place = Int(parts[0].trimmingPrefix("critic")) { parts[0] = "critic\(order[place])" }
      guard let source = targets.layout[parts.joined(separator: ".")] else {
        preconditionFailure("no target has \(slice.name)")
      }
      drawnTargets.replace(slice, with: targets, source)
    }
  }
}

// MARK: State

extension PolicyLearner where Actor: ~Copyable {
  var standardization: RunningStandardization? { experience.replay.state.standardization }

  var weightsDigest: Digest { Digest(of: actor.weights, critics.weights) }

  borrowing func withWeights<Result>(
    _ body: (borrowing Weights) throws -> Result
  ) rethrows -> Result {
    try body(actor.weights)
  }

  /// What the agent's future depends on besides weights, optimizers and the replay's content.
  private struct State: Codable {
    var experience: Experience.State
    var temperature: Temperature?
    var noise: RandomStream
  }

  mutating func keepReplay(in file: ReplayFile) throws { try experience.keep(in: file) }

  var replayByteCount: Int { experience.replay.layout.byteCount }

  func snapshot() throws -> AgentSnapshot {
    try experience.synchronize()
    var file = SafetensorsFile()
    actor.add(to: &file, named: "actor", withWeights: false)
    critics.add(to: &file, named: "critics")
    file.add(targets.file, as: "targets")
    if rule.hasTargetPolicy { file.add(policyTarget.file, as: "policyTarget") }
    let state = State(
      experience: experience.snapshot(), temperature: temperature, noise: noise)
    return AgentSnapshot(
      weights: actor.weights.file, optimizer: file, rest: try JSON(encoding: state),
      replay: experience.content)
  }

  mutating func restore(_ snapshot: AgentSnapshot) throws {
    let state = try snapshot.rest.decoded(as: State.self)
    guard (state.temperature == nil) == (temperature == nil) else { throw ForeignState() }
    let file = snapshot.optimizer
    let newActor = try Learner(
      actor.weights.layout, weights: snapshot.weights, file, named: "actor")
    let newCritics = try Learner(critics.weights.layout, file, named: "critics")
    let newTargets = try Weights(layout: targets.layout, file: file.part("targets"))
    let newPolicyTarget = try Weights(
      layout: policyTarget.layout,
      file: rule.hasTargetPolicy ? file.part("policyTarget") : snapshot.weights)
    try experience.restore(state.experience, content: snapshot.replay)
    actor = newActor
    critics = newCritics
    targets = newTargets
    policyTarget = newPolicyTarget
    (temperature, noise) = (state.temperature, state.noise)
  }
}
