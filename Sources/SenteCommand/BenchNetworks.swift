import SenteCompute
import SenteNetworks
import SentePrimitives

extension Bench {
  /// The processor's peak, and square products beside it.
  static var kernelWorks: [Work] {
    [
      Work(name: "peak", summary: "multiply-adds in registers, the processor's limit") {
        let rounds = 100_000
        var operations = 0.0
        let time = seconds { operations = InstructionSet.best.peakWork(rounds: rounds) }
        return [
          Figure(
            work: "peak \(InstructionSet.best)", metric: "gflops", value: operations / time * 1e-9,
            unit: "GFLOP/s")
        ]
      }
    ] + [64, 256, 1024].map { productWork($0, .float32) }
      + [64, 256, 1024].map { productWork($0, .bfloat16) }
  }

  /// What a program costs beside its arithmetic: many kernels that each do next to nothing.
  static var overheadWork: Work {
    Work(name: "overhead", summary: "a thousand kernels on 16 numbers each, nothing fused") {
      let trace = Trace()
      let x = trace.input([16])
      var y = x.tensor
      for i in 0..<1000 { y = y * (1 + Float(i) * 1e-6) }
      _ = trace.output(y)
      var options = Trace.Options()
      options.fuses = false
      var program = trace.compile(options)
      fill(&program, x.handle)
      let time = seconds { program.run() }
      return [
        Figure(
          work: "program of \(program.callCount) kernels", metric: "ns_per_kernel",
          value: time * 1e9 / Double(program.callCount), unit: "ns")
      ]
    }
  }

  private static func productWork(_ n: Int, _ precision: Trace.Precision) -> Work {
    let isFull = precision == .float32
    let name = isFull ? "sgemm" : "bfloat16-product"
    return Work(
      name: "\(name)-\(n)",
      summary: "square matrix product of \(n)" + (isFull ? "" : ", operands rounded to bfloat16")
    ) {
      let trace = Trace()
      let (a, b) = (trace.input([n, n]), trace.input([n, n]))
      _ = trace.output(matmul(a.tensor, b.tensor))
      var options = Trace.Options()
      options.precision = precision
      var program = trace.compile(options)
      fill(&program, a.handle)
      fill(&program, b.handle)
      let time = seconds { program.run() }
      return [
        Figure(
          work: isFull ? "sgemm \(n)" : "product \(n), bfloat16", metric: "gflops",
          value: 2e-9 * Double(n * n * n) / time,
          unit: "GFLOP/s")
      ]
    }
  }

  /// The small network of control tasks: one action, and a whole training step.
  static var networkWorks: [Work] {
    [1, 8, 64, 256].map(forwardWork) + [64, 256].map { stepWork($0, sharesTrunk: true) }
      + [64, 256].map { stepWork($0, sharesTrunk: false) }
  }

  static func fill(_ program: inout Program, _ input: Input) {
    var random = RandomStream(seed: 1, role: "bench")
    var numbers = program.input(input)
    for i in 0..<numbers.count { numbers[i] = Float(random.normal()) }
  }

  private static func forwardWork(_ batch: Int) -> Work {
    Work(
      name: "forward-\(batch)",
      summary: "observations in, actions drawn, network 4-64-64-(2+1), batch \(batch)"
    ) {
      let trace = Trace()
      let x = trace.input([batch, 4])
      let network = SmallNetwork(x.tensor, trace.weights(), sharesTrunk: true)
      let policy = trace.output(network.policy.logProbabilities)
      _ = trace.output(network.value)
      var program = trace.compile()
      let weights = Weights(program.layouts[0], seed: 1)
      var random = RandomStream(seed: 1, role: "bench")
      var phase: Float = 0
      let time = seconds {
        phase += 0.01
        write(phase, &program, x.handle)
        program.run(weights)
        for i in 0..<batch {
          _ = Categorical.sample(program.output(policy), 2 * i..<2 * i + 2, using: &random)
        }
      }
      let work = "mlp 4-64-64-(2+1) forward b\(batch)"
      return [
        Figure(
          work: work, metric: "evals_per_s", value: Double(batch) / time, unit: "evals/s"),
        Figure(work: work, metric: "us_per_batch", value: time * 1e6, unit: "us"),
      ]
    }
  }

  private static func write(_ value: Float, _ program: inout Program, _ input: Input) {
    var numbers = program.input(input)
    for i in 0..<numbers.count { numbers[i] = value }
  }

  private static func stepWork(_ batch: Int, sharesTrunk: Bool) -> Work {
    let kind = sharesTrunk ? "shared trunk" : "split nets"
    return Work(
      name: "ppo-step-\(sharesTrunk ? "" : "split-")\(batch)",
      summary: "forward, backward, clip and Adam of PPO, 4-64-64-(2+1), \(kind), batch \(batch)"
    ) {
      let trace = Trace()
      let inputs = SmallNetwork.traceStep(trace, batch: batch, sharesTrunk: sharesTrunk)
      var program = trace.compile()
      for input in inputs { fill(&program, input) }
      var weights = Weights(program.layouts[0], seed: 1)
      var optimizer = OptimizerState(program.layouts[0])
      let time = seconds { program.run(updating: &weights, &optimizer, rate: 1e-5) }
      let work = "ppo train step mlp 4-64-64, \(kind) b\(batch)"
      return [
        Figure(
          work: work, metric: "samples_per_s", value: Double(batch) / time, unit: "samples/s"),
        Figure(work: work, metric: "us_per_step", value: time * 1e6, unit: "us"),
      ]
    }
  }
}

/// The network of the small works, as the peers' scripts define it.
private struct SmallNetwork {
  let policy: Categorical
  let value: Tensor

  init(_ x: Tensor, _ scope: Scope, sharesTrunk: Bool) {
    let trunk = { (name: String) in
      multilayerPerceptron(x, widths: [64, 64], activation: .tanh, scope[name])
    }
    let h = trunk("trunk")
    policy = Categorical(logits: dense(h, 2, scope["policy"]))
    value = dense(sharesTrunk ? h : trunk("value.trunk"), 1, scope["value"])
  }

  /// Traces one step of PPO; returns the inputs to fill.
  static func traceStep(_ trace: Trace, batch: Int, sharesTrunk: Bool) -> [Input] {
    let scope = trace.weights()
    let x = trace.input([batch, 4])
    let action = trace.input([batch, 1])
    let old = trace.input([batch, 1])
    let advantage = trace.input([batch, 1])
    let target = trace.input([batch, 1])
    let network = SmallNetwork(x.tensor, scope, sharesTrunk: sharesTrunk)
    let ratio = exp(network.policy.logProbability(of: action.tensor) - old.tensor)
    let surrogate = min(ratio * advantage.tensor, ratio.clamped(0.8, 1.2) * advantage.tensor)
    let valueLoss = (network.value - target.tensor).squared().mean()
    let loss = 0.5 * valueLoss - surrogate.mean() - 0.01 * network.policy.entropy.mean()
    trace.minimize(
      loss, over: scope, by: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-5, weightDecay: 0),
      maximumGradientNorm: 0.5)
    return [x, old, advantage, target].map(\.handle)
  }
}
