import SenteCompute
import SenteNetworks
import SentePrimitives

extension Bench {
  /// The networks of board games: evaluations, how exact they are, and a whole training step.
  static var boardWorks: [Work] {
    BoardTower.all.flatMap { tower in
      Trace.Precision.allCases.flatMap { precision in
        [1, 8, 32, 128].map { boardForwardWork(tower, $0, precision) }
      } + [boardErrorWork(tower), boardStepWork(tower)]
    }
  }

  private static func boardForwardWork(
    _ tower: BoardTower, _ batch: Int, _ precision: Trace.Precision
  ) -> Work {
    let isFull = precision == .float32
    let rounding = isFull ? "" : "-\(precision)"
    return Work(
      name: "board-\(tower.name)-\(batch)\(rounding)",
      summary: "\(tower.summary), batch \(batch)\(isFull ? "" : ", in \(precision)")"
    ) {
      var evaluation = BoardEvaluation(tower.network, batch, precision)
      let weights = Weights(evaluation.program.layouts[0], seed: 1)
      let time = seconds { evaluation.program.run(weights) }
      return figures(
        "az-\(tower.name) forward b\(batch)\(rounding)", batch, time, "evals")
    }
  }

  private static func boardErrorWork(_ tower: BoardTower) -> Work {
    Work(
      name: "board-\(tower.name)-errors",
      summary: "largest errors of logits and value on one position, beside double precision"
    ) {
      Trace.Precision.allCases.flatMap { precision in
        let errors = BoardEvaluation.largestErrors(tower.network, precision)
        let work = "az-\(tower.name) \(precision)"
        return [
          Figure(
            work: "\(work) logits", metric: "largest_error", value: errors.policy * 1e6,
            unit: "millionths of the largest"),
          Figure(
            work: "\(work) value", metric: "largest_error", value: errors.value * 1e6,
            unit: "millionths"),
        ]
      }
    }
  }

  private static func boardStepWork(_ tower: BoardTower) -> Work {
    Work(
      name: "board-\(tower.name)-step-128",
      summary: "\(tower.summary), a training step, batch 128"
    ) {
      let batch = 128
      let trace = Trace()
      let scope = trace.weights()
      let network = tower.network
      let x = trace.input([batch, network.height, network.width, network.planes])
      let target = trace.input([batch, network.actions])
      let outcome = trace.input([batch, 1])
      let y = network(x.tensor, scope, mode: .training)
      let policyLoss = (target.tensor * y.policy.logSoftmax()).sum() * (-1 / Float(batch))
      let loss = policyLoss + (y.value - outcome.tensor).squared().mean()
      trace.minimize(
        loss, over: scope, by: .gradientDescent(momentum: 0.9, weightDecay: 1e-4))
      var program = trace.compile()
      fill(&program, x.handle)
      fill(&program, outcome.handle)
      var targets = program.input(target.handle)
      for i in 0..<targets.count { targets[i] = 1 / Float(network.actions) }
      var weights = Weights(program.layouts[0], seed: 1)
      var optimizer = OptimizerState(program.layouts[0])
      let time = seconds { program.run(updating: &weights, &optimizer, rate: 1e-3) }
      return figures("az-\(tower.name) train step b\(batch)", batch, time, "positions")
    }
  }

  private static func figures(
    _ work: String, _ batch: Int, _ time: Double, _ what: String
  ) -> [Figure] {
    [
      Figure(
        work: work, metric: "\(what)_per_s", value: Double(batch) / time, unit: "\(what)/s")
    ]
  }
}

/// The networks that are measured, as `Benchmarks/boards-beside-others` defines them.
private struct BoardTower {
  let name: String
  let network: BoardNetwork

  var summary: String {
    "\(network.blocks) blocks of \(network.channels) on \(network.height)x\(network.width)"
  }

  static let all = [
    BoardTower(
      name: "9x9-6x64",
      network: BoardNetwork(height: 9, width: 9, planes: 17, actions: 82, blocks: 6, channels: 64)),
    BoardTower(
      name: "8x8-10x128",
      network: BoardNetwork(
        height: 8, width: 8, planes: 17, actions: 65, blocks: 10, channels: 128)),
  ]
}

/// A network that evaluates positions drawn at random.
private struct BoardEvaluation: ~Copyable {
  var program: Program
  let policy: Output
  let value: Output

  init(_ network: BoardNetwork, _ batch: Int, _ precision: Trace.Precision) {
    let trace = Trace()
    let x = trace.input([batch, network.height, network.width, network.planes])
    let y = network(x.tensor, trace.weights(), mode: .inference)
    (policy, value) = (trace.output(y.policy), trace.output(y.value))
    var options = Trace.Options()
    options.precision = precision
    program = trace.compile(options)
    Bench.fill(&program, x.handle)
  }

  /// Untrained weights whose norms have followed forty batches.
  private static func followed(_ network: BoardNetwork) -> Weights {
    let trace = Trace()
    let scope = trace.weights()
    let x = trace.input([16, network.height, network.width, network.planes])
    let y = network(x.tensor, scope, mode: .training)
    trace.minimize(y.policy.sum() + y.value.sum(), over: scope, by: .gradientDescent())
    var program = trace.compile()
    Bench.fill(&program, x.handle)
    var weights = Weights(program.layouts[0], seed: 1)
    var state = OptimizerState(program.layouts[0])
    for _ in 0..<40 { program.run(updating: &weights, &state, rate: 0) }
    return weights
  }

  /// How far the logits and the value of one position are from those in double precision, the logits
  /// relative to the largest of them.
  static func largestErrors(
    _ network: BoardNetwork, _ precision: Trace.Precision
  ) -> (policy: Double, value: Double) {
    var evaluation = BoardEvaluation(network, 1, precision)
    let layout = evaluation.program.layouts[0]
    let weights = followed(network)
    evaluation.program.run(weights)
    let trace = Trace()
    let x = trace.input([1, network.height, network.width, network.planes])
    let scope = trace.weights()
    let y = network(x.tensor, scope, mode: .inference)
    var position: [Double] = []
    let input = evaluation.program.input(x.handle)
    for i in 0..<input.count { position.append(Double(input[i])) }
    let numbers = [position] + layout.slices.map { weights.copy($0).map { Double($0) } }
    let leaves = trace.leaves(inputs: [x.tensor], scope)
    let exact = trace.evaluate([y.policy, y.value], leaves, numbers)
    let logits = evaluation.program.output(evaluation.policy)
    var (worst, largest) = (0.0, 0.0)
    for (i, logit) in exact[0].enumerated() {
      worst = max(worst, abs(logit - Double(logits[i])))
      largest = max(largest, abs(logit))
    }
    let value = Double(evaluation.program.scalar(evaluation.value))
    return (worst / largest, abs(exact[1][0] - value))
  }
}
