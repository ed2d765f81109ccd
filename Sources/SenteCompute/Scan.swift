import SentePrimitives

/// Applies a step to a state again and again, and keeps what each step puts out.
///
/// - Parameters:
///   - steps: How many times.
///   - state: What the first step starts from.
///   - segment: A backward pass keeps the states between stretches of so many steps alone and computes
///     the rest again, stretch by stretch (Chen et al. 2016, “Training Deep Nets with Sublinear Memory
///     Cost”): with √steps the memory grows as √steps, for one more forward pass. nil keeps everything.
///   - body: Gets the number of the step and the state; gives the next state and outputs, as many and of
///     the same extents at each step.
/// - Returns: Each output of all steps, [steps, ...], and the state after the last.
public func scan(
  steps: Int, from state: [Tensor], segment: Int? = nil,
  _ body: (_ step: Int, _ state: [Tensor]) -> (state: [Tensor], outputs: [Tensor])
) -> (outputs: [Tensor], state: [Tensor]) {
  precondition(steps > 0, "a scan takes at least one step, not \(steps)")
  precondition(segment.map { $0 > 0 } ?? true, "a segment has at least one step")
  var state = state
  var outputs: [[Tensor]] = []
  for start in stride(from: 0, to: steps, by: segment ?? steps) {
    let range = start..<min(steps, start + (segment ?? steps))
    if segment != nil, let graph = state.first?.graph {
      graph.recomputing { advance(range, &state, &outputs, body) }
    } else {
      advance(range, &state, &outputs, body)
    }
  }
  let joined = outputs[0].indices.map { i in
    concatenate(
      outputs.map { $0[i].reshaped(to: Shape([1] + $0[i].shape.extents)) }, axis: 0)
  }
  return (joined, state)
}

private func advance(
  _ range: Range<Int>, _ state: inout [Tensor], _ outputs: inout [[Tensor]],
  _ body: (_ step: Int, _ state: [Tensor]) -> (state: [Tensor], outputs: [Tensor])
) {
  for step in range {
    let next = body(step, state)
    precondition(
      next.state.map(\.shape) == state.map(\.shape),
      "step \(step) of a scan turns the state \(state.map(\.shape)) into \(next.state.map(\.shape))"
    )
    state = next.state
    outputs.append(next.outputs)
  }
}
