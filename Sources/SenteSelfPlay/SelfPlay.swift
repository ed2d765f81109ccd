import SenteGames
import SentePrimitives
import SenteSearch

/// Games that a network plays against itself, side by side: a step is one move in each.
///
/// Every random number is named by the game and the move, and each search begins with an empty tree,
/// so that between two steps the games' actions are the whole state.
struct SelfPlay<Encoding: PositionEncoding> {
  typealias Position = Encoding.Position
  typealias Tree = Search<Position, SelfPlayRoot, SelfPlayInterior>

  /// A game in progress.
  struct OpenGame {
    let number: Int
    var record = GameRecord<Position.Action>()
    var position: Position
    /// The lowest value that each player saw.
    var lowestValues: [Float] = [.infinity, .infinity]
    /// Surprise of each move that was searched in full.
    var surprises: [Float] = []
  }

  private let configuration: AlphaZeroConfiguration
  private let encoding: Encoding
  private let start: Position
  private let seed: UInt64
  private(set) var games: [OpenGame] = []
  /// How many games have been begun.
  private(set) var begun = 0
  var resignation = Resignation()
  private var batch: SearchBatch<Position, SelfPlayRoot, SelfPlayInterior>

  init(
    _ encoding: Encoding, _ configuration: AlphaZeroConfiguration, start: Position, seed: UInt64,
    pool: ThreadPool?
  ) {
    self.configuration = configuration
    self.encoding = encoding
    self.start = start
    self.seed = seed
    let interior = configuration.interior
    let root = configuration.root(isFull: true)
    let trees = (0..<configuration.games).map { _ in
      Tree(start, root: root, interior: interior, options: configuration.searchOptions, seed: seed)
    }
    batch = SearchBatch(trees, pool: pool)
    for _ in 0..<configuration.games { games.append(nextGame()) }
  }

  /// A new game, with random actions at its beginning where that is asked for.
  private mutating func nextGame() -> OpenGame {
    var random = RandomStream(seed: seed, role: "opening", index: UInt64(begun))
    var game = OpenGame(number: begun, position: start)
    begun += 1
    let count =
      configuration.randomActions > 0 ? random.index(below: configuration.randomActions + 1) : 0
    for _ in 0..<count {
      let actions = game.position.legalActions
      let action = actions[random.index(below: actions.count)]
      var next = game.position
      next.apply(action)
      if next.turn == .finished { break }
      game.position = next
      game.record.append(action, policy: [], value: .nan, count: 0)
    }
    return game
  }

  /// Plays one move in every game; returns those that ended.
  mutating func step(with evaluator: inout NetworkEvaluator<Encoding>) -> [GameRecord<
    Position.Action
  >] {
    var fullness: [Bool] = []
    var streams: [RandomStream] = []
    for place in games.indices {
      let (game, move) = (games[place].number, games[place].record.actions.count)
      let index = UInt64(game) << 16 | UInt64(move)
      var random = RandomStream(seed: seed, role: "move", index: index)
      let isFull =
        configuration.fullSearchShare >= 1 || random.uniform() < configuration.fullSearchShare
      streams.append(random)
      fullness.append(isFull)
      batch.searches[place].root = configuration.root(isFull: isFull)
      batch.searches[place].reset(to: games[place].position, seed: seed, index: index)
    }
    let counts = fullness.map {
      $0 ? configuration.simulations : configuration.fastSimulations
    }
    batch.run(simulations: counts, with: &evaluator)
    var finished: [GameRecord<Position.Action>] = []
    for place in games.indices {
      play(place, isFull: fullness[place], &streams[place])
      if let record = conclude(place) {
        finished.append(record)
        games[place] = nextGame()
      }
    }
    return finished
  }

  /// Takes over what a game's search found, and plays.
  private mutating func play(_ place: Int, isFull: Bool, _ random: inout RandomStream) {
    let result = batch.searches[place].result
    let position = games[place].position
    let move = games[place].record.actions.count
    var weights = [Float](repeating: 0, count: encoding.policyCount)
    var surprise: Float = 0
    for candidate in result.candidates {
      let weight =
        result.proof == .win ? (candidate.action == result.best ? 1 : 0) : candidate.weight
      weights[encoding.policyIndex(of: candidate.action, in: position)] = weight
      if weight > 0 {
        let ratio = weight / max(candidate.prior, .leastNormalMagnitude)
        surprise += weight * Float(Elementary.log(Double(ratio)))
      }
    }
    let target = position.legalActions.map { weights[encoding.policyIndex(of: $0, in: position)] }
    var action = result.best
    if configuration.improvement == .visits, move < configuration.temperatureMoves,
      result.proof != .win
    {
      action = position.legalActions[draw(target, &random)]
    }
    if case .player(let mover) = position.turn, isFull {
      games[place].lowestValues[mover] = min(games[place].lowestValues[mover], result.value)
    }
    games[place].surprises.append(isFull ? max(0, surprise) : 0)
    games[place].record.append(
      action, policy: isFull ? target : [], value: result.value, count: isFull ? 1 : 0)
    games[place].position.apply(action)
  }

  /// An index drawn in proportion to some weights.
  private func draw(_ weights: [Float], _ random: inout RandomStream) -> Int {
    var rest = Float(random.uniform()) * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  /// The record of a game that is over, by the rules, its length or because a player gives up.
  private mutating func conclude(_ place: Int) -> GameRecord<Position.Action>? {
    let game = games[place]
    var random = RandomStream(seed: seed, role: "game", index: UInt64(game.number))
    let playsOn = configuration.resigns && random.uniform() < configuration.resignationChecks
    var outcome: Double
    if let known = game.position.outcome(for: 0) {
      outcome = known
    } else if game.record.actions.count >= configuration.maximumActions {
      outcome = 0
    } else if configuration.resigns, !playsOn, let loser = resigningPlayer(game) {
      outcome = loser == 0 ? -1 : 1
      resignation.noteResignation()
    } else {
      return nil
    }
    if playsOn {
      resignation.noteChecked(
        lowestValues: game.lowestValues, hasLost: [outcome < 0, outcome > 0],
        errors: configuration.resignationErrors)
    }
    outcome = max(-1, min(1, outcome))
    var record = game.record
    record.outcome = Float(outcome)
    if configuration.surpriseWeight > 0 { weigh(&record, game, &random) }
    return record
  }

  private func resigningPlayer(_ game: OpenGame) -> Int? {
    guard let threshold = resignation.threshold else { return nil }
    return game.lowestValues.firstIndex { $0 < threshold }
  }

  /// Counts positions by surprise: a share of the game's weight is divided in proportion to the
  /// divergence of the target from the policy, and the fraction of each is drawn (Wu, KataGo's
  /// methods, "Policy surprise weighting").
  private func weigh(
    _ record: inout GameRecord<Position.Action>, _ game: OpenGame, _ random: inout RandomStream
  ) {
    let total = Double(record.counts.reduce(0) { $0 + Int($1) })
    let surprise = game.surprises.reduce(0) { $0 + Double($1) }
    if surprise <= 0 { return }
    let offset = record.counts.count - game.surprises.count
    for move in record.counts.indices where record.counts[move] > 0 {
      let share = Double(game.surprises[move - offset]) / surprise
      let weight =
        (1 - configuration.surpriseWeight) + configuration.surpriseWeight * total * share
      let whole = weight.rounded(.down)
      let count = whole + (random.uniform() < weight - whole ? 1 : 0)
      record.counts[move] = UInt8(min(255, count))
    }
  }
}

extension SelfPlay {
  /// The games in progress as bytes.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.append(begun)
    writer.append(games.count)
    for game in games {
      writer.append(game.number)
      game.record.write(to: &writer, start: start)
      writer.append(game.lowestValues)
      writer.append(game.surprises)
    }
    return writer.bytes
  }

  /// Goes on with games that `bytes` wrote; throws, and changes nothing, where they are others.
  mutating func restore(_ bytes: [UInt8]) throws(ByteError) {
    var reader = ByteReader(bytes)
    let begun = try reader.number()
    let count = try reader.number()
    guard count == games.count, begun >= count else {
      throw ByteError("it holds \(count) games in progress, not \(games.count)")
    }
    var restored: [OpenGame] = []
    for _ in 0..<count {
      let number = try reader.number()
      let (record, position) = try GameRecord.read(from: &reader, start: start)
      var game = OpenGame(number: number, position: position)
      game.record = record
      game.lowestValues = try reader.array()
      game.surprises = try reader.array()
      guard case .player = position.turn, game.lowestValues.count == 2,
        game.surprises.count <= record.actions.count, (0..<begun).contains(number)
      else { throw ByteError("it holds a game in progress that is over") }
      restored.append(game)
    }
    guard reader.isAtEnd else { throw ByteError("more follows than its games") }
    self.begun = begun
    games = restored
  }
}

extension AlphaZeroConfiguration {
  /// How a search of self-play begins; fast ones have no noise.
  func root(isFull: Bool) -> SelfPlayRoot {
    switch improvement {
    case .visits:
      .alphaZero(
        AlphaZeroRoot(
          rule: puct,
          noise: isFull && noiseFraction > 0
            ? DirichletRoot(
              concentration: Float(noiseConcentration), fraction: Float(noiseFraction)) : nil,
          forcedPlayouts: isFull ? Float(forcedPlayouts) : 0))
    case .gumbel:
      .gumbel(
        GumbelRoot(consideredActions: consideredActions, noise: 1, values: completedValues))
    }
  }

  /// The rule inside the tree.
  var interior: SelfPlayInterior {
    switch improvement {
    case .visits: .alphaZero(puct)
    case .gumbel: .gumbel(GumbelInterior(values: completedValues))
    }
  }

  /// PUCT with the configured exploration.
  var puct: PUCT { PUCT(initial: Float(exploration)) }

  private var completedValues: CompletedValues {
    CompletedValues(visitOffset: Float(visitOffset), scale: Float(valueScale), rescales: false)
  }

  var searchOptions: SearchOptions {
    var options = SearchOptions()
    options.memoryLimit = 64 << 20
    return options
  }
}
