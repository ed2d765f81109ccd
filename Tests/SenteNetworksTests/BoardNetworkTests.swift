import SenteCompute
import SenteNetworks
import SentePrimitives
import SenteTestSupport
import Testing

@Suite struct BoardNetworkTests {
  private static func network(_ change: (inout BoardNetwork) -> Void = { _ in }) -> BoardNetwork {
    var network = BoardNetwork(
      height: 6, width: 7, planes: 3, actions: 7, blocks: 2, channels: 16)
    network.valueUnits = 8
    change(&network)
    return network
  }

  private static let full = network { network in
    network.squeezeExcite = 4
    network.poolsGlobally = true
    network.predictsOwnership = true
    network.predictsScore = true
    network.predictsReply = true
  }

  @Test func `a network says what it was asked for, in the shapes that it promises`() {
    let trace = Trace()
    let scope = trace.weights()
    let result = BoardNetworkTests.full(trace.input([5, 6, 7, 3]).tensor, scope, mode: .inference)
    #expect(result.policy.shape == [5, 7])
    #expect(result.value.shape == [5, 1])
    #expect(result.ownership?.shape == [5, 42])
    #expect(result.score?.shape == [5, 1])
    #expect(result.reply?.shape == [5, 7])
    let plain = BoardNetworkTests.network()(
      trace.input([5, 6, 7, 3]).tensor, trace.weights(), mode: .training)
    #expect(plain.ownership == nil && plain.score == nil && plain.reply == nil)
    #expect(scope.layout["block1.pooled.weight"]?.shape == [32, 16])
    #expect(scope.layout["block0.pooled.weight"] == nil)
    #expect(scope.layout["block0.squeezeExcite.squeeze.weight"]?.shape == [16, 4])
  }

  @Test func `AlphaGo Zero's network has as many parameters as PyTorch's`() {
    let trace = Trace()
    let scope = trace.weights()
    let network = BoardNetwork(
      height: 9, width: 9, planes: 17, actions: 82, blocks: 6, channels: 64)
    _ = network(trace.input([1, 9, 9, 17]).tensor, scope, mode: .training)
    let trained = scope.layout.slices.filter(\.isTrained).reduce(0) { $0 + $1.shape.count }
    // sum(p.numel() for p in tower("az-9x9-6x64").parameters()), the peers' module.
    #expect(trained == 472_701)
  }

  @Test func `planes of actions come in the order of the board`() {
    let trace = Trace()
    let network = BoardNetworkTests.network { network in
      network.actions = 42 * 2
      network.policyHead = .planes
    }
    let scope = trace.weights()
    #expect(
      network(trace.input([2, 6, 7, 3]).tensor, scope, mode: .training).policy.shape == [2, 84])
    #expect(scope.layout["policy.output.weight"]?.shape == [1, 1, 16, 2])
  }

  @Test(arguments: [network(), full])
  func `gradients of a whole network are right`(network: BoardNetwork) {
    var network = network
    (network.height, network.width, network.planes, network.channels) = (2, 2, 1, 2)
    (network.actions, network.valueUnits) = (3, 2)
    if network.squeezeExcite != nil { network.squeezeExcite = 2 }
    let problems = checkGradients(inputs: [[3, 2, 2, 1]], seed: 5) { inputs, scope in
      let y = network(inputs[0], scope, mode: .training)
      let parts = [y.policy, y.value, y.ownership, y.score, y.reply].compactMap { $0 }
      return parts.map { ($0 * ($0 + 0.3)).sum() }.reduce(scope.parameter("zero", []), +)
    }
    #expect(problems == [])
  }

  @Test func `a position's result depends neither on its batch nor on threads`() {
    func results(_ batch: Int, threads: Int = 1) -> [Float] {
      let trace = Trace()
      let x = trace.input([batch, 6, 7, 3])
      let y = BoardNetworkTests.full(x.tensor, trace.weights(), mode: .inference)
      let (policy, value) = (trace.output(y.policy), trace.output(y.value))
      var program = trace.compile()
      program.pool = ThreadPool(threads: threads)
      let weights = Weights(program.layouts[0], seed: 1)
      var numbers = program.input(x.handle)
      for i in 0..<numbers.count { numbers[i] = Float(i * 7 % 11) * 0.2 - 1 }
      program.run(weights)
      let (logits, values) = (program.output(policy), program.output(value))
      return (0..<7).map { logits[$0] } + [values[0]]
    }
    let alone = results(1)
    #expect(alone == results(17))
    // More than are evaluated together.
    #expect(alone == results(500))
    #expect(alone == results(500, threads: 2))
  }

  @Test func `a training step has the same bits on any number of threads`() {
    func stepped(threads: Int) -> [Float] {
      let trace = Trace()
      let scope = trace.weights()
      var network = BoardNetwork(
        height: 9, width: 9, planes: 4, actions: 82, blocks: 1, channels: 32)
      network.poolsGlobally = true
      let x = trace.input([48, 9, 9, 4])
      let y = network(x.tensor, scope, mode: .training)
      let loss = (y.policy.logSoftmax() * y.policy.detached).mean() + y.value.squared().mean()
      trace.minimize(loss, over: scope, by: .gradientDescent(momentum: 0.9))
      var program = trace.compile()
      program.pool = ThreadPool(threads: threads)
      var weights = Weights(program.layouts[0], seed: 1)
      var state = OptimizerState(program.layouts[0])
      var numbers = program.input(x.handle)
      for i in 0..<numbers.count { numbers[i] = Float(i * 7 % 11) * 0.2 - 1 }
      for _ in 0..<2 { program.run(updating: &weights, &state, rate: 0.01) }
      return weights.layout.slices.flatMap { weights.copy($0) }
    }
    let alone = stepped(threads: 1)
    let isFinite = alone.allSatisfy { $0.isFinite }
    #expect(isFinite)
    #expect(alone == stepped(threads: 2))
  }
}
