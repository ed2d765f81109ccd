import SenteCompute
public import SenteGames
import SenteNetworks
public import SentePrimitives

/// AlphaZero: a network guides a search, the search's results teach the network, and nothing else does.
///
/// Sources: Silver et al., "A general reinforcement learning algorithm that masters chess, shogi, and Go
/// through self-play" (Science 2018); with `improvement` gumbel Danihelka, Guez, Schrittwieser and
/// Silver, "Policy improvement by planning with Gumbel" (ICLR 2022); what makes self-play cheaper is
/// Wu's, "Accelerating self-play learning in Go" (2019).
///
/// A turn is one move in each game of self-play and as many gradient steps as the new positions are
/// owed. Between two turns the whole state can be taken and put back.
public final class AlphaZero<Encoding: PositionEncoding> {
  typealias Position = Encoding.Position

  /// The settings it was made with.
  public let configuration: AlphaZeroConfiguration
  /// What was done so far.
  public private(set) var progress = SelfPlayProgress()
  private let encoding: Encoding
  private let start: Position
  private let seed: UInt64
  private let pool: ThreadPool?
  private let clock: @Sendable () -> Double
  /// The network that learns.
  private var weights: Weights
  private var optimizer: OptimizerState
  private var update: AlphaZeroUpdate<Encoding>
  /// The network that plays.
  private var evaluator: NetworkEvaluator<Encoding>
  private var selfPlay: SelfPlay<Encoding>
  private var window = ReplayWindow<Position.Action>()
  private var draws: RandomStream
  private var ratings: RatingPool
  /// The network of the last rating; nil before the first.
  private var rated: NetworkEvaluator<Encoding>?

  /// A learner with fresh weights; the configuration must have no `problem`.
  public init(
    _ encoding: Encoding, _ configuration: AlphaZeroConfiguration, start: Encoding.Position,
    seed: UInt64, pool: ThreadPool? = nil, clock: @escaping @Sendable () -> Double
  ) {
    if let problem = configuration.problem { preconditionFailure(problem) }
    self.configuration = configuration
    self.encoding = encoding
    self.start = start
    self.seed = seed
    self.pool = pool
    self.clock = clock
    update = AlphaZeroUpdate(encoding, configuration, pool)
    evaluator = NetworkEvaluator(
      encoding, configuration.network, precision: configuration.precision, seed: seed, pool: pool,
      clock: clock)
    weights = Weights(evaluator.layout, seed: seed)
    optimizer = OptimizerState(evaluator.layout)
    selfPlay = SelfPlay(encoding, configuration, start: start, seed: seed, pool: pool)
    draws = RandomStream(seed: seed, role: "replay")
    ratings = RatingPool(configuration)
  }

  /// Another network of the same shape, beside the one that plays.
  private func other() -> NetworkEvaluator<Encoding> {
    NetworkEvaluator(
      encoding, configuration.network, precision: configuration.precision, seed: seed, pool: pool)
  }

  // MARK: A turn

  /// One move in each game, and what is learned from it.
  public func turn(progress done: Double) throws(LearningFailure) {
    play()
    if window.count >= configuration.startPositions { try learn(done) }
    if progress.positions - progress.lastNetwork >= configuration.networkInterval {
      takeOver()
    }
    if configuration.ratingGames > 0,
      progress.positions - progress.lastRating >= configuration.ratingInterval
    {
      rate()
    }
  }

  private func play() {
    let started = clock()
    evaluator.seconds = 0
    let finished = selfPlay.step(with: &evaluator)
    progress.positions += configuration.games
    for game in finished {
      progress.games += 1
      progress.add(length: game.actions.count)
      progress.owed += Double(game.positions) * configuration.replayRatio
      window.append(game, capacity: configuration.window.size(after: progress.positions))
    }
    progress.resignation = selfPlay.resignation
    progress.windowPositions = window.count
    progress.windowBytes = window.footprint
    progress.time.network += evaluator.seconds
    progress.time.search += clock() - started - evaluator.seconds
  }

  private func learn(_ done: Double) throws(LearningFailure) {
    let started = clock()
    let rate = configuration.learningRate.value(at: done)
    while progress.owed >= Double(configuration.batchSize) {
      update.fill(from: window, start: start, configuration, using: &draws)
      update.run(&weights, &optimizer, rate: rate)
      progress.owed -= Double(configuration.batchSize)
      progress.updates += 1
      for (name, value) in update.losses {
        guard value.isFinite else {
          throw LearningFailure(quantity: name, value: value, update: progress.updates)
        }
        progress.note(name, value)
      }
    }
    progress.time.learning += clock() - started
  }

  // MARK: Which network plays

  /// The learned network plays from now on, if it may.
  private func takeOver() {
    progress.lastNetwork = progress.positions
    guard progress.updates > progress.updatesAtLastNetwork else { return }
    if configuration.gatingGames > 0 {
      let started = clock()
      let candidate = other()
      candidate.assign(weights)
      let score = arena("gate").play(
        candidate, against: .network(evaluator), games: configuration.gatingGames)
      progress.time.rating += clock() - started
      progress.gateScore = score.mean
      if score.mean < configuration.gatingScore { return }
    }
    progress.updatesAtLastNetwork = progress.updates
    progress.networks += 1
    evaluator.assign(weights)
  }

  // MARK: Ratings

  private func rate() {
    let started = clock()
    progress.lastRating = progress.positions
    let present = ratings.addNetwork(positions: progress.positions)
    let arena = arena("rating")
    for (place, opponent) in ratings.opponents(of: start, seed: seed).enumerated() {
      let score = arena.play(
        evaluator, against: .player(opponent.player), games: configuration.ratingGames)
      ratings.note(score, of: present, against: place)
    }
    if let rated {
      let score = arena.play(
        evaluator, against: .network(rated), games: configuration.ratingGames)
      ratings.note(score, of: present, against: present - 1)
    }
    if rated == nil { rated = other() }
    if let rated { evaluator.withWeights { rated.assign($0) } }
    progress.ratings = ratings.table
    progress.time.rating += clock() - started
  }

  /// Games whose randomness is named by a purpose and the positions played so far.
  private func arena(_ role: String) -> Arena<Encoding> {
    Arena(
      encoding, start: start, simulations: configuration.ratingSimulations,
      exploration: configuration.exploration, maximumActions: configuration.maximumActions,
      seed: RandomStream(seed: seed, role: role).split("positions", UInt64(progress.positions)).key,
      pool: pool)
  }

  // MARK: State

  /// Counts time that somebody else spent on metrics and checkpoints.
  public func charge(recording seconds: Double) { progress.time.recording += seconds }

  /// Lends the weights that learn.
  func withWeights<Result>(_ body: (borrowing Weights) throws -> Result) rethrows -> Result {
    try body(weights)
  }

  /// The digest of the weights that learn.
  public var weightsDigest: Digest { weights.digest }
}

extension AlphaZero {
  /// The whole state between two turns, as sections of a checkpoint.
  public func snapshot() throws -> [String: [UInt8]] {
    let state = State(progress: progress, draws: draws, ratings: ratings)
    var sections = [
      "weights.safetensors": weights.file.bytes, "optimizer.safetensors": optimizer.file.bytes,
      "player.safetensors": evaluator.withWeights { $0.file.bytes },
      "window.bin": window.bytes(start: start), "games.bin": selfPlay.bytes,
      "state.json": Array(try JSON(encoding: state).description.utf8),
    ]
    if let rated { sections["rated.safetensors"] = rated.withWeights { $0.file.bytes } }
    return sections
  }

  private struct State: Codable {
    var progress: SelfPlayProgress
    var draws: RandomStream
    var ratings: RatingPool
  }

  /// Puts a state back; throws, and changes nothing, when it is of another game or network.
  public func restore(_ section: (String) throws -> [UInt8]) throws {
    let state = try JSON(parsing: section("state.json")).decoded(as: State.self)
    let layout = evaluator.layout
    let weights = try Weights(
      layout: layout, file: SafetensorsFile(bytes: section("weights.safetensors")))
    let optimizer = try OptimizerState(
      layout: layout, file: SafetensorsFile(bytes: section("optimizer.safetensors")))
    let player = try Weights(
      layout: layout, file: SafetensorsFile(bytes: section("player.safetensors")))
    let window = try ReplayWindow<Position.Action>(section("window.bin"), start: start)
    var rated: NetworkEvaluator<Encoding>?
    if state.ratings.networks > 0 {
      let before = other()
      before.assign(
        try Weights(layout: layout, file: SafetensorsFile(bytes: section("rated.safetensors"))))
      rated = before
    }
    try selfPlay.restore(section("games.bin"))
    selfPlay.resignation = state.progress.resignation
    evaluator.assign(player)
    self.weights = weights
    self.optimizer = optimizer
    self.window = window
    self.rated = rated
    (draws, ratings, progress) = (state.draws, state.ratings, state.progress)
  }
}
