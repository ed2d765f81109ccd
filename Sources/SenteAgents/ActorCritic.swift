import SenteCompute
import SenteNetworks

/// A policy and a value function, traced for sequences of steps side by side.
struct ActorCritic {
  /// What the policy gives for each row.
  let policy: Joint
  /// The values of the observations, [rows, 1].
  let value: Tensor
  /// What the policy's output is made from, [rows, width]; state-dependent noise too.
  let features: Tensor
  /// Logarithms of the standard deviations of state-dependent noise, [features, actions].
  let noiseLogDeviation: Tensor?
  /// What is remembered after the last step, [sequences, memory]; nil without memory.
  let memory: Tensor?

  /// Traces the network: encoder, trunk, memory, heads.
  init(_ plan: NetworkPlan, _ inputs: NetworkInputs, _ scope: Scope) {
    let configuration = plan.configuration
    let start = { (gain: Double) -> DenseStart in
      configuration.startsOrthogonal ? .orthogonal(gain: gain) : .uniform
    }
    let x = plan.observations.encode(
      numbers: inputs.numbers, bytes: inputs.bytes, scope, start)
    var memories: [Tensor] = []
    let trunk = { (name: String) -> Tensor in
      let h = multilayerPerceptron(
        x, widths: configuration.hiddenWidths, activation: configuration.activation,
        scope[name + "trunk"], start: start(2.0.squareRoot()))
      guard let memory = inputs.memory, let cell = configuration.memory.cell else { return h }
      let (y, after) = remember(
        h, cell, memory, memories.count, inputs, plan, scope[name + "memory"])
      memories.append(after)
      return y
    }
    features = trunk(configuration.sharesTrunk ? "" : "policy.")
    let valueFeatures = configuration.sharesTrunk ? features : trunk("value.")
    value = dense(valueFeatures, 1, scope["value"], start(1))
    let outputs = dense(features, plan.outputWidth, scope["policy"], start(0.01))
    var logDeviation: Tensor?
    var noise: Tensor?
    if plan.deviationWidth > 0 {
      let first = Initializer.constant(Float(configuration.initialLogDeviation))
      if configuration.noiseResamplingSteps > 0 {
        let wide = scope["policy"].parameter(
          "noiseLogDeviation", [features.shape.last, plan.deviationWidth], first)
        // The variance of Σ features · noise; features are taken as given.
        let variance = matmul(features.detached.squared(), exp(2 * wide))
        logDeviation = 0.5 * log(variance + 1e-6)
        noise = wide
      } else {
        logDeviation = scope["policy"].parameter("logDeviation", [plan.deviationWidth], first)
      }
    }
    noiseLogDeviation = noise
    policy = Joint(
      plan.heads.map { head in
        (
          head.distribution(outputs, logDeviation: logDeviation, mask: inputs.masks),
          head.elements.count
        )
      })
    memory = memories.isEmpty ? nil : concatenate(memories, axis: 1)
  }
}

/// The units of one recurrent layer after each step, [rows, units], and its state after the last.
private func remember(
  _ x: Tensor, _ cell: RecurrentCell, _ memory: Tensor, _ core: Int, _ inputs: NetworkInputs,
  _ plan: NetworkPlan, _ scope: Scope
) -> (Tensor, Tensor) {
  let units = plan.configuration.memoryWidth
  let width = cell.stateWidth(units: units)
  let (y, after) = recurrent(
    cell, x.reshaped(to: [inputs.length, inputs.sequences, x.shape.last]), units: units,
    from: memory.sliced(1, from: core * width, count: width), resets: inputs.resets, scope,
    start: plan.configuration.startsOrthogonal ? .orthogonal(gain: 1) : .uniform)
  return (y.reshaped(to: [x.shape[0], units]), after)
}
