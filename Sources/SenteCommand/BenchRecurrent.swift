import SenteCompute
import SenteNetworks
import SentePrimitives

extension Bench {
  /// Recurrent layers over sequences: forward, and the gradients of all weights.
  static var recurrentWorks: [Work] {
    RecurrentCell.allCases.flatMap { cell in
      [Trace.Precision.float32, .bfloat16].map { recurrentWork(cell, $0) }
    }
  }

  private static func recurrentWork(_ cell: RecurrentCell, _ precision: Trace.Precision) -> Work {
    let isFull = precision == .float32
    return Work(
      name: "\(cell)-128" + (isFull ? "" : "-bfloat16"),
      summary: "\(cell) of 128 units over 64 steps of 128 numbers, batch 32, forward and backward"
        + (isFull ? "" : ", products of bfloat16")
    ) {
      let (steps, batch, units) = (64, 32, 128)
      let trace = Trace()
      let scope = trace.weights()
      let x = trace.input([steps, batch, units])
      let start = trace.input([batch, cell.stateWidth(units: units)])
      let (outputs, _) = recurrent(
        cell, x.tensor, units: units, from: start.tensor, scope, start: .uniform)
      _ = trace.output(outputs.squared().mean())
      for gradient in trace.gradients(of: outputs.squared().mean(), over: scope) {
        _ = trace.output(gradient)
      }
      var options = Trace.Options()
      options.precision = precision
      var program = trace.compile(options)
      fill(&program, x.handle)
      let weights = Weights(program.layouts[0], seed: 1)
      let time = seconds { program.run(weights) }
      let kind = isFull ? "" : ", bfloat16"
      let work = "\(cell) 128 units, 64 steps b\(batch) forward and backward\(kind)"
      return [
        Figure(
          work: work, metric: "sequences_per_s", value: Double(batch) / time, unit: "sequences/s"),
        Figure(work: work, metric: "us_per_batch", value: time * 1e6, unit: "us"),
      ]
    }
  }
}
