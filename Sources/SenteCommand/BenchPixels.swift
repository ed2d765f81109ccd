import SenteCompute
import SenteNetworks
import SentePrimitives

extension Bench {
  /// The network of the Atari agents: evaluations, and a whole training step.
  static var pixelWorks: [Work] { [1, 8, 32].map(pixelForwardWork) + [pixelStepWork] }

  private static func pixelForwardWork(_ batch: Int) -> Work {
    Work(
      name: "nature-\(batch)",
      summary: "the Nature network, bytes in, six values out, batch \(batch)"
    ) {
      let trace = Trace()
      let (x, pixels) = trace.bytes([batch, 84, 84, 4])
      _ = trace.output(natureNetwork(x, trace.weights()))
      var program = trace.compile()
      let weights = Weights(program.layouts[0], seed: 1)
      fill(&program, pixels)
      let time = seconds { program.run(weights) }
      return figures("nature-cnn forward b\(batch)", batch, time, "evals")
    }
  }

  private static var pixelStepWork: Work {
    Work(
      name: "nature-dqn-step-32",
      summary: "forward of two networks, Huber loss, backward, clip and Adam of DQN, batch 32"
    ) {
      let batch = 32
      let trace = Trace()
      let (online, target) = (trace.weights(), trace.weights())
      let (x, pixels) = trace.bytes([batch, 84, 84, 4])
      let (next, nextPixels) = trace.bytes([batch, 84, 84, 4])
      let action = trace.input([batch, 1])
      let reward = trace.input([batch, 1])
      let best = natureNetwork(next, target).largest()
      let goal = (reward.tensor + 0.99 * best).detached
      let error = abs(natureNetwork(x, online).picking(action.tensor) - goal)
      let loss = select(error .> 1, error - 0.5, 0.5 * error.squared()).mean()
      trace.minimize(
        loss, over: online, by: .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0),
        maximumGradientNorm: 10)
      var program = trace.compile()
      fill(&program, pixels)
      fill(&program, nextPixels)
      fill(&program, reward.handle)
      var weights = Weights(program.layouts[0], seed: 1)
      let other = Weights(program.layouts[1], seed: 2)
      var optimizer = OptimizerState(program.layouts[0])
      let time = seconds {
        program.run(updating: &weights, &optimizer, other, rate: 1e-5)
      }
      return figures("dqn train step nature-cnn b\(batch)", batch, time, "samples")
    }
  }

  private static func figures(
    _ work: String, _ batch: Int, _ time: Double, _ what: String
  ) -> [Figure] {
    [
      Figure(
        work: work, metric: "\(what)_per_s", value: Double(batch) / time, unit: "\(what)/s"),
      Figure(work: work, metric: "us_per_batch", value: time * 1e6, unit: "us"),
    ]
  }

  private static func fill(_ program: inout Program, _ input: ByteInput) {
    var random = RandomStream(seed: 1, role: "bench")
    var bytes = program.input(input)
    for i in 0..<bytes.count { bytes[i] = UInt8(truncatingIfNeeded: random.next()) }
  }

  /// Mnih et al. 2015: three convolutions and a hidden layer of 512.
  private static func natureNetwork(_ x: Tensor, _ scope: Scope) -> Tensor {
    func layer(_ x: Tensor, _ name: String, _ size: Int, _ stride: Int, _ filters: Int) -> Tensor {
      let shape: Shape = [size, size, x.shape[3], filters]
      let y = x.convolved(scope[name].parameter("weight", shape, .kaiming), stride: stride)
      return relu(y + scope[name].parameter("bias", [filters]))
    }
    var h = layer(x * (1 / 255), "0", 8, 4, 32)
    h = layer(h, "1", 4, 2, 64)
    h = layer(h, "2", 3, 1, 64)
    h = relu(dense(h.reshaped(to: [x.shape[0], 3136]), 512, scope["3"]))
    return dense(h, 6, scope["4"])
  }
}
