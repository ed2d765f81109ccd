public import SenteCompute
public import SentePrimitives

/// A layer that remembers: which equations it follows.
public enum RecurrentCell: String, NamedChoice {
  /// The gated recurrent unit, `gru`.
  case gru
  /// Long short-term memory, `lstm`.
  case lstm

  /// How many numbers of state there are for one row: the units, and for an LSTM its cells after them.
  public func stateWidth(units: Int) -> Int {
    switch self {
    case .gru: units
    case .lstm: 2 * units
    }
  }
}

/// How a recurrent layer's weights start.
public enum RecurrentStart: Hashable, Sendable {
  /// Orthogonal weights times a gain, biases 0.
  case orthogonal(gain: Double)
  /// Everything uniform within ±1/√units, as PyTorch's recurrent layers start.
  case uniform
}

/// A recurrent layer over a sequence.
///
/// What the inputs contribute is one product over all steps; only the product with the units before
/// goes step by step. Parameters: `input.weight` [features, gates · units], `input.bias`, and
/// `recurrent.weight` [units, gates · units]; a GRU has `recurrent.bias` [units] too.
///
/// - Parameters:
///   - x: [steps, batch, features].
///   - state: What is remembered before the first step, [batch, cell.stateWidth(units)].
///   - resets: [steps, batch, 1], 1 where a step starts a new episode: it sees a state of zeros; nil
///     when no step does.
///   - segment: A backward pass keeps the states between stretches of so many steps alone and computes the
///     rest again (`scan`); nil keeps everything, which is faster.
/// - Returns: The units after each step, [steps, batch, units], and the state after the last.
public func recurrent(
  _ cell: RecurrentCell, _ x: Tensor, units: Int, from state: Tensor, resets: Tensor? = nil,
  segment: Int? = nil, _ scope: Scope, start: RecurrentStart = .orthogonal(gain: 1)
) -> (outputs: Tensor, state: Tensor) {
  let width = cell.stateWidth(units: units)
  scope.require(
    x.shape.rank == 3 && state.shape == [x.shape[1], width],
    "\(cell) over [steps, batch, features] and [batch, \(width)] does not accept \(x.shape) and "
      + "\(state.shape)")
  let (steps, batch) = (x.shape[0], x.shape[1])
  if let resets {
    scope.require(
      resets.shape == [steps, batch, 1],
      "\(cell) over \(x.shape) takes resets [\(steps), \(batch), 1], not \(resets.shape)")
  }
  let gates = RecurrentGates(cell, features: x.shape[2], units: units, scope, start)
  let projected = matmul(x, gates.inputWeight) + gates.inputBias
  let (outputs, last) = scan(steps: steps, from: [state], segment: segment) { step, carried in
    var state = carried[0]
    if let resets {
      let keeps = 1 - resets.sliced(0, from: step, count: 1).reshaped(to: [batch, 1])
      state = state * keeps
    }
    let row = projected.sliced(0, from: step, count: 1)
      .reshaped(to: [batch, projected.shape.last])
    state = gates.step(row, state)
    return ([state], [state.sliced(1, from: 0, count: units)])
  }
  return (outputs[0], last[0])
}

/// One step of a recurrent layer: [batch, features] and the state [batch, cell.stateWidth(units)] give
/// the next state, whose first columns are the units; parameters as `recurrent` has them.
public func recurrentStep(
  _ cell: RecurrentCell, _ x: Tensor, units: Int, from state: Tensor, _ scope: Scope,
  start: RecurrentStart = .orthogonal(gain: 1)
) -> Tensor {
  let width = cell.stateWidth(units: units)
  scope.require(
    x.shape.rank == 2 && state.shape == [x.shape[0], width],
    "\(cell) of [batch, features] and [batch, \(width)] does not accept \(x.shape) and "
      + "\(state.shape)")
  let gates = RecurrentGates(cell, features: x.shape[1], units: units, scope, start)
  return gates.step(matmul(x, gates.inputWeight) + gates.inputBias, state)
}

/// The parameters of one recurrent layer.
struct RecurrentGates {
  let cell: RecurrentCell
  let units: Int
  let inputWeight: Tensor
  let inputBias: Tensor
  let recurrentWeight: Tensor
  /// [units], a GRU's alone.
  let recurrentBias: Tensor?

  init(
    _ cell: RecurrentCell, features: Int, units: Int, _ scope: Scope, _ start: RecurrentStart
  ) {
    let (weight, bias): (Initializer, Initializer) =
      switch start {
      case .orthogonal(let gain): (.orthogonal(gain: gain), .zeros)
      case .uniform:
        (
          .uniform(bound: 1 / Double(units).squareRoot()),
          .uniform(bound: 1 / Double(units).squareRoot())
        )
      }
    let columns = (cell == .gru ? 3 : 4) * units
    self.cell = cell
    self.units = units
    inputWeight = scope["input"].parameter("weight", [features, columns], weight)
    inputBias = scope["input"].parameter("bias", [columns], bias)
    recurrentWeight = scope["recurrent"].parameter("weight", [units, columns], weight)
    recurrentBias =
      cell == .gru ? scope["recurrent"].parameter("bias", [units], bias) : nil
  }

  /// The state after one step from what the inputs contribute, [batch, gates · units].
  func step(_ projected: Tensor, _ state: Tensor) -> Tensor {
    switch cell {
    case .gru: gruStep(projected, state)
    case .lstm: lstmStep(projected, state)
    }
  }

  /// The columns of one gate.
  func gate(_ number: Int, of x: Tensor) -> Tensor {
    x.sliced(1, from: number * units, count: units)
  }
}
