import Testing

@testable import SenteCompute

@Suite struct DerivativeTests {
  /// Central differences of a weighted sum of the result, in double precision on the reference.
  @Test(arguments: Sample.all)
  func `derivatives agree with finite differences`(sample: Sample) {
    let graph = Graph()
    let xs = sample.shapes.enumerated().map { i, shape in
      graph.add(.input(i), [], shape: shape)
    }
    let y = sample.build(xs)
    let weights = graph.add(.input(xs.count), [], shape: y.shape)
    let loss = (y * weights).sum()
    let gradients = graph.gradients(of: loss, for: xs)
    var numbers = sample.numbers(1)
    numbers.append((0..<y.shape.count).map { 0.3 + Double($0 % 7) * 0.2 })
    let exact = evaluate(graph, gradients, numbers)
    for (i, shape) in sample.shapes.enumerated() {
      // At most sixteen elements of each operand, spread over all of it.
      for element in stride(from: 0, to: shape.count, by: (shape.count + 15) / 16) {
        let step = 1e-6
        var (above, below) = (numbers, numbers)
        above[i][element] += step
        below[i][element] -= step
        let difference =
          (evaluate(graph, [loss], above)[0].values[0]
            - evaluate(graph, [loss], below)[0].values[0]) / (2 * step)
        let value = exact[i].values[element]
        // What is detached has a slope that the gradient must not see.
        let expected = sample.name == "stopGradient" ? difference / 2 : difference
        #expect(
          Swift.abs(value - expected) <= 1e-5 * Swift.max(1, Swift.abs(expected)),
          "\(sample), operand \(i), element \(element)")
      }
    }
  }

  @Test func `every row of the table is sampled`() {
    var seen: Set<String> = ["gradient"]  // exercised by every optimizer step
    for sample in Sample.all {
      let graph = Graph()
      let xs = sample.shapes.enumerated().map { i, shape in
        graph.add(.input(i), [], shape: shape)
      }
      _ = graph.gradients(of: sample.build(xs).sum(), for: xs)
      for node in graph.nodes { seen.insert(node.operation.row.name) }
    }
    #expect(Operation.allNames.subtracting(seen).isEmpty)
  }

  private func evaluate(
    _ graph: Graph, _ tensors: [Tensor], _ numbers: [[Double]]
  ) -> [ReferenceTensor] {
    graph.evaluate(tensors) { operation, shape in
      guard case .input(let index) = operation else { return [] }
      return numbers[index]
    }
  }
}
