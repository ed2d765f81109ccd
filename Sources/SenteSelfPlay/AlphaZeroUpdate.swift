import SenteCompute
import SenteGames
import SenteNetworks
import SentePrimitives

/// One gradient step of AlphaZero, traced for one batch size.
///
/// The loss is -π·log p + c · (z - v)² over the legal actions, and those of `AuxiliaryTargets`; the weight
/// decay that the papers add to the loss is decoupled (`UpdateRule`).
struct AlphaZeroUpdate<Encoding: PositionEncoding>: ~Copyable {
  private let encoding: Encoding
  private var program: Program
  private let planes: Input
  private let target: Input
  private let legal: Input
  private let value: Input
  private let policyLoss: Output
  private let valueLoss: Output
  private let entropy: Output
  private let auxiliary: AuxiliaryTargets
  private var actions: [Encoding.Position.Action] = []

  init(_ encoding: Encoding, _ configuration: AlphaZeroConfiguration, _ pool: ThreadPool?) {
    self.encoding = encoding
    let rows = configuration.batchSize
    let trace = Trace()
    let scope = trace.weights()
    let planes = trace.input([rows, encoding.height, encoding.width, encoding.planes])
    let target = trace.input([rows, encoding.policyCount])
    let legal = trace.input([rows, encoding.policyCount])
    let value = trace.input([rows, 1])
    let network = configuration.network.network(for: encoding)(
      planes.tensor, scope, mode: .training)
    let policy = Categorical(logits: network.policy, mask: legal.tensor)
    let policyLoss = -(target.tensor * policy.logProbabilities).sum() * (1 / Float(rows))
    let valueLoss = (network.value - value.tensor).squared().mean()
    auxiliary = AuxiliaryTargets(network, configuration, trace)
    var loss = policyLoss + Float(configuration.valueCoefficient) * valueLoss
    for part in auxiliary.losses { loss = loss + part.coefficient * part.loss }
    let decay = Float(configuration.weightDecay)
    trace.minimize(
      loss, over: scope,
      by: configuration.optimizer == .adam
        ? .adam(weightDecay: decay) : .gradientDescent(momentum: 0.9, weightDecay: decay),
      maximumGradientNorm: configuration.maximumGradientNorm.map { Float($0) },
      decaying: .matrices)
    self.planes = planes.handle
    self.target = target.handle
    self.legal = legal.handle
    self.value = value.handle
    self.policyLoss = trace.output(policyLoss)
    self.valueLoss = trace.output(valueLoss)
    entropy = trace.output(policy.entropy.mean())
    program = trace.compile()
    program.pool = pool
  }

  var layout: Layout { program.layouts[0] }

  /// Fills the rows with positions of a window, each drawn evenly and seen through a symmetry.
  mutating func fill(
    from window: ReplayWindow<Encoding.Position.Action>, start: Encoding.Position,
    _ configuration: AlphaZeroConfiguration, using random: inout RandomStream
  ) {
    clear(target)
    clear(legal)
    if let reply = auxiliary.reply { clear(reply) }
    for row in 0..<configuration.batchSize {
      let (game, move) = window.position(random.index(below: window.count))
      let symmetries = configuration.usesSymmetries ? encoding.symmetryCount(of: start) : 1
      let symmetry = symmetries > 1 ? random.index(below: symmetries) : 0
      fill(
        row, game, move, start: start, symmetry: symmetry,
        searchShare: Float(configuration.searchValueShare))
    }
  }

  private mutating func clear(_ input: Input) {
    var numbers = program.input(input)
    for place in 0..<numbers.count { numbers[place] = 0 }
  }

  private mutating func fill(
    _ row: Int, _ game: GameRecord<Encoding.Position.Action>, _ move: Int,
    start: Encoding.Position, symmetry: Int, searchShare: Float
  ) {
    var plain = start
    for action in game.actions[..<move] { plain.apply(action) }
    var position = plain
    if symmetry > 0 {
      position = encoding.transformed(start, by: symmetry)
      for action in game.actions[..<move] {
        position.apply(encoding.transformed(action, in: position, by: symmetry))
      }
    }
    actions.removeAll(keepingCapacity: true)
    plain.appendLegalActions(to: &actions)
    let range = game.policyRange(of: move)
    let first = row * encoding.policyCount
    do {
      let count = encoding.count
      var numbers = program.input(planes)
      var part = numbers._mutatingExtracting(row * count..<(row + 1) * count)
      encoding.write(position, into: &part)
    }
    for (place, action) in actions.enumerated() {
      let seen = symmetry > 0 ? encoding.transformed(action, in: plain, by: symmetry) : action
      let index = first + encoding.policyIndex(of: seen, in: position)
      set(legal, index, 1)
      set(target, index, game.policy[range.lowerBound + place])
    }
    guard case .player(let mover) = plain.turn else { return }
    let outcome = mover == 0 ? game.outcome : -game.outcome
    let found = game.values[move]
    set(value, row, found.isNaN ? outcome : outcome + searchShare * (found - outcome))
    if !auxiliary.losses.isEmpty {
      let later = Hindsight(of: game, after: move, plain, seen: position, symmetry, encoding)
      fill(row, later, mover: mover)
    }
  }

  /// Fills what only the rest of the game tells.
  private mutating func fill(
    _ row: Int, _ later: Hindsight<Encoding>, mover: Int
  ) {
    if let input = auxiliary.reply {
      for (index, weight) in later.reply {
        set(input, row * encoding.policyCount + index, weight)
      }
    }
    if let known = auxiliary.known { set(known, row, later.territory == nil ? 0 : 1) }
    guard let territory = later.territory else { return }
    let sign: Float = mover == 0 ? 1 : -1
    let points = encoding.height * encoding.width
    if let input = auxiliary.ownership {
      for (point, owner) in territory.owners.enumerated() {
        set(input, row * points + point, sign * owner)
      }
    }
    if let input = auxiliary.score { set(input, row, sign * territory.margin / Float(points)) }
  }

  private mutating func set(_ input: Input, _ place: Int, _ number: Float) {
    var numbers = program.input(input)
    numbers[place] = number
  }

  mutating func run(
    _ weights: inout Weights, _ optimizer: inout OptimizerState, rate: Double
  ) {
    program.run(updating: &weights, &optimizer, rate: rate)
  }

  /// The last step's numbers by name.
  var losses: [(name: String, value: Double)] {
    [
      ("loss/policy", Double(program.scalar(policyLoss))),
      ("loss/value", Double(program.scalar(valueLoss))),
      ("policy/entropy", Double(program.scalar(entropy))),
      ("gradient/norm", Double(program.gradientNorm)),
    ] + auxiliary.losses.map { ("loss/\($0.name)", Double(program.scalar($0.output))) }
  }
}
