import SenteCompute
import SenteNetworks

func ppo(_ batch: Int) -> Program {
  let t = Trace()
  let obs = t.input([batch, 4]), action = t.input([batch, 1]), old = t.input([batch, 1])
  let adv = t.input([batch, 1]), target = t.input([batch, 1])
  let net = t.weights()
  let h = multilayerPerceptron(obs.tensor, widths: [64, 64], activation: .tanh, net["trunk"])
  let policy = Categorical(logits: dense(h, 2, net["policy"]))
  let value = dense(h, 1, net["value"])
  let ratio = exp(policy.logProbability(of: action.tensor) - old.tensor)
  let surrogate = min(ratio * adv.tensor, ratio.clamped(0.8, 1.2) * adv.tensor).mean()
  let loss = 0.5 * (value - target.tensor).squared().mean() - surrogate - 0.01 * policy.entropy.mean()
  t.minimize(loss, over: net, by: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-5, weightDecay: 0), maximumGradientNorm: 0.5)
  let o = t.output(loss)
  _ = o; return t.compile()
}
func best(_ rounds: Int = 15, _ n: Int, _ f: () -> Void) -> Double {
  var b = Double.infinity
  let clock = ContinuousClock()
  for _ in 0..<rounds {
    let d = clock.measure { for _ in 0..<n { f() } }
    b = Swift.min(b, (Double(d.components.attoseconds) * 1e-18 + Double(d.components.seconds)) / Double(n))
  }
  return b
}
let peak = InstructionSet.best.peakWork(rounds: 1_000_000) / best(9, 1) { _ = InstructionSet.best.peakWork(rounds: 1_000_000) }
print("peak", peak / 1e9)
for b in [64, 256] {
  var p = ppo(b)
  print(p.callCount, p.arenaCount * 4)
  var w = Weights(p.layouts[0], seed: 1)
  var s = OptimizerState(p.layouts[0])
  let n = 2000
  let clock = ContinuousClock()
  var bb = Double.infinity
  for _ in 0..<15 {
    let d = clock.measure { for _ in 0..<n { p.run(updating: &w, &s, rate: 1e-4) } }
    bb = Swift.min(bb, Double(d.components.attoseconds) * 1e-12 / Double(n))
  }
  print("ppo", b, bb, "us", p.gradientNorm)
  if CommandLine.arguments.count > 1 { p.profile(&w, &s) }
}
