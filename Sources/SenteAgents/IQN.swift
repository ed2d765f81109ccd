import SenteCompute
import SenteNetworks
import SentePrimitives

/// Implicit quantile networks: the network is asked for any quantile of an action's return.
///
/// Source: Dabney, Ostrovski, Silver and Munos, "Implicit Quantile Networks for Distributional
/// Reinforcement Learning" (2018), equations 3 and 4. Actions are chosen by the mean of evenly spaced
/// quantiles, not of random ones, so that the same observation gives the same action.
public enum IQN {
  /// The settings of IQN.
  public struct Configuration: ValueRule {
    /// Environments stepped together.
    public var environments = 1
    /// What is remembered, and how often it is learned from.
    public var replay = ReplaySettings {
      $0.capacity = 100_000
      $0.batchSize = 32
      $0.warmupSteps = 1000
      $0.rolloutSteps = 4
      $0.updatesPerStep = 0.25
    }
    /// How values are learned and explored.
    public var learning = ValueLearning()
    /// Random quantiles in each loss, of the value and of what it is moved towards. Dabney et al.: 64.
    public var samples = 8
    /// Even quantiles by which actions are chosen. Dabney et al.: 32 random ones.
    public var policySamples = 32
    /// Cosines by which a quantile enters the network. Dabney et al.: 64.
    public var cosines = 64
    /// The error from which the loss is linear. Dabney et al.: 1.
    public var huberThreshold = 1.0
    /// The network.
    public var network = ValueNetwork()

    /// The defaults.
    public init() {}

    var ownProblem: String? {
      outside("samples is", samples, 1...1000)
        ?? outside("policySamples is", policySamples, 1...1000)
        ?? outside("cosines is", cosines, 1...1000)
        ?? outside("huberThreshold is", huberThreshold, 0...1e9)
    }
  }
}

extension IQN.Configuration {
  /// The quantiles of all actions at fractions [rows or 1, samples]: [rows, samples, actions].
  private func quantiles(
    _ features: Tensor, at fractions: Tensor, actions: Int, _ scope: Scope,
    _ random: RandomSource?
  ) -> Tensor {
    let trunk = network.trunk(features, scope, random)
    let (rows, width) = (trunk.shape[0], trunk.shape[1])
    let (groups, samples) = (fractions.shape[0], fractions.shape[1])
    let waves = cosines(of: fractions.reshaped(to: [groups * samples, 1]))
    let embedding = relu(dense(waves, width, scope["quantile"], network.start(gain: 1)))
    let product =
      trunk.reshaped(to: [rows, 1, width]) * embedding.reshaped(to: [groups, samples, width])
    return network.head(
      product.reshaped(to: [rows * samples, width]), actions: actions, atoms: 1, scope, random
    ).reshaped(to: [rows, samples, actions])
  }

  /// cos(π i τ) for i below `cosines`, [rows, 1] to [rows, cosines].
  private func cosines(of fractions: Tensor) -> Tensor {
    let turns =
      fractions * fractions.broadcast(to: [fractions.shape[0], cosines]).counting(1) * 0.5
    // cos 2πx is 1 - 2 sin² πx, whose sine is that of the nearest half turn, by Taylor's series.
    let y = .pi * (turns - Indices(rounding: turns.detached + 0.5).numbers)
    let square = y * y
    let factors: [Float] = [1 / 362_880, -1 / 5040, 1 / 120, -1 / 6, 1]
    var sine = y.filled(-1 / 39_916_800)
    for factor in factors { sine = sine * square + factor }
    sine = sine * y
    return 1 - 2 * sine * sine
  }

  func actionValues(
    _ features: Tensor, actions: Int, _ scope: Scope, _ random: RandomSource?
  ) -> Tensor {
    let rows = features.shape[0]
    let zeros = features.sliced(0, from: 0, count: 1).sliced(1, from: 0, count: 1).filled(0)
      .broadcast(to: [1, policySamples])
    // The midpoints of equal parts of 0...1.
    let fractions = (zeros + zeros.counting(1) + 0.5) * (1 / Float(policySamples))
    return quantiles(features, at: fractions, actions: actions, scope, random).mean(axis: 1)
      .reshaped(to: [rows, actions])
  }

  func losses(_ t: ValueTransitions) -> (losses: Tensor, errors: Tensor) {
    let rows = t.actions.shape[0]
    let draw = { (features: Tensor, action: Tensor, scope: Scope) -> (Tensor, Tensor) in
      let fractions = t.random.uniform([rows, samples])
      let all = quantiles(features, at: fractions, actions: t.actionCount, scope, t.random)
      return (all.permuted([0, 2, 1]).ofAction(action), fractions)
    }
    let (taken, fractions) = draw(t.features.online, t.actions, t.online)
    let (next, _) = draw(t.nextFeatures.target, t.bestNext(self), t.target)
    let goal = (t.rewards + t.discounts * next).detached
    return quantileLosses(taken, fractions: fractions, samples: goal, threshold: huberThreshold)
  }
}
