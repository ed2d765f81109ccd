public import SenteGames
public import SentePrimitives

/// Monte Carlo tree search as a player; where the game goes on from a position that it knows, it
/// goes on with what its tree knows.
///
/// A limit of simulations counts those kept from earlier decisions: the tree is topped up.
public struct TreePlayer<Position: Game>: Player {
  typealias Action = Position.Action

  /// How many simulations are made between two looks at the clock.
  fileprivate static var stretch: Int { 32 }

  /// `uct`, or what the search is called.
  public let name: String
  private let defaults: PlayerLimits<Position.Action>
  private let mind: any TreeMind<Position>

  private init(
    name: String, defaults: PlayerLimits<Position.Action>, mind: any TreeMind<Position>
  ) {
    self.name = name
    self.defaults = defaults
    self.mind = mind
  }

  /// A player of UCT with one random rollout a simulation; nil for games that nobody has enrolled.
  ///
  /// - Parameters:
  ///   - exploration: the weight of the bound, in units of the outcome.
  ///   - memoryBytes: what the tree may use; a full tree is searched on without growing.
  ///   - defaults: what holds where the limits of a decision say nothing.
  public static func make(
    for position: Position, exploration: Float = 1, memoryBytes: Int = 512 << 20,
    defaults: PlayerLimits<Position.Action> = PlayerLimits(simulations: 1000), random: RandomStream
  ) -> (any Player<Position>)? {
    var options = SearchOptions()
    options.memoryLimit = memoryBytes
    let rule = UCB1(exploration: exploration)
    var random = random
    let seed = random.next()
    // Each game has its own mind, so that the compiler specializes the search for it.
    let mind: Any? =
      switch position {
      case is TicTacToe: Mind(interior: rule, RandomRollouts<TicTacToe>(), options, seed)
      case is ConnectFour: Mind(interior: rule, RandomRollouts<ConnectFour>(), options, seed)
      case is Othello: Mind(interior: rule, RandomRollouts<Othello>(), options, seed)
      case is Hex: Mind(interior: rule, RandomRollouts<Hex>(), options, seed)
      case is Go: Mind(interior: rule, RandomRollouts<Go>(), options, seed)
      case is Chess: Mind(interior: rule, RandomRollouts<Chess>(), options, seed)
      case is Shogi: Mind(interior: rule, RandomRollouts<Shogi>(), options, seed)
      default: nil
      }
    guard let mind = mind as? any TreeMind<Position> else { return nil }
    return TreePlayer(name: "uct", defaults: defaults, mind: mind)
  }

  /// A player of Go by rapid action value estimates with light playouts; nil for other games.
  public static func makeRAVE(
    for position: Position, memoryBytes: Int = 512 << 20,
    defaults: PlayerLimits<Position.Action> = PlayerLimits(simulations: 1000), random: RandomStream
  ) -> (any Player<Position>)? {
    guard position is Go else { return nil }
    var options = SearchOptions()
    options.memoryLimit = memoryBytes
    var random = random
    let mind: Any = Mind(interior: RAVE(), GoPlayouts(), options, random.next())
    guard let mind = mind as? any TreeMind<Position> else { return nil }
    return TreePlayer(name: "rave", defaults: defaults, mind: mind)
  }

  /// Gives the memory of the last tree back.
  public mutating func startGame() { mind.forget() }

  /// Searches until the limits are reached; the defaults count where there are none.
  public mutating func choose(
    in course: Course<Position>, limits: PlayerLimits<Position.Action>,
    deliberation: Deliberation<Position.Action>
  ) throws(PlayerFailure) -> Decision<Position.Action> {
    var limits = limits
    var seconds =
      limits.seconds
      ?? limits.clock.flatMap { clock in course.mover.map { clock.budget(player: $0) } }
    if limits.simulations == nil, seconds == nil, !limits.isInfinite, !limits.savesTime {
      limits.simulations = defaults.simulations
      seconds = defaults.seconds
    }
    let analysis = mind.think(course, limits, deliberation.limited(toSeconds: seconds))
    guard let best = analysis.candidates.first else {
      throw .crash("there is nothing to choose from")
    }
    return Decision(.play(best.action), analysis: analysis)
  }
}

/// A search whose rules and evaluator are nobody else's business.
private protocol TreeMind<Position>: AnyObject {
  associatedtype Position: Game
  func forget()
  func think(
    _ course: Course<Position>, _ limits: PlayerLimits<Position.Action>,
    _ deliberation: Deliberation<Position.Action>
  ) -> Analysis<Position.Action>
}

private final class Mind<Position: Game, Interior: InteriorRule, Values: Evaluator>: TreeMind
where Values.Position == Position {
  typealias Tree = Search<Position, PlainRoot, Interior>

  private let interior: Interior
  private let options: SearchOptions
  private let seed: UInt64
  private var evaluator: Values
  private var tree: Tree?
  /// How the game came to the root of the tree.
  private var start: Position?
  private var actions: [Position.Action] = []
  /// How many simulations this decision has made.
  private var made = 0

  init(interior: Interior, _ evaluator: Values, _ options: SearchOptions, _ seed: UInt64) {
    self.interior = interior
    self.evaluator = evaluator
    self.options = options
    self.seed = seed
  }

  func forget() {
    tree = nil
    start = nil
  }

  /// Has the tree begin in the present position, with what it knows of it.
  private func move(to course: Course<Position>) {
    if tree != nil, start == course.start, course.actions.starts(with: actions) {
      for action in course.actions[actions.count...] { tree?.advance(by: action) }
    } else {
      tree = Tree(
        course.position, interior: interior, options: options, seed: seed,
        index: UInt64(course.actions.count))
      start = course.start
    }
    actions = course.actions
  }

  func think(
    _ course: Course<Position>, _ limits: PlayerLimits<Position.Action>,
    _ deliberation: Deliberation<Position.Action>
  ) -> Analysis<Position.Action> {
    move(to: course)
    // The one action there is needs no thought where the clock runs.
    let isForced = limits.savesTime && course.position.legalActions.count == 1
    let target = isForced ? 1 : limits.simulations ?? Int.max
    let kept = tree?.simulations ?? 0
    made = 0
    let started = deliberation.now()
    var reported = started
    while kept + made < target {
      let count = min(TreePlayer<Position>.stretch, target - kept - made)
      let end = tree?.run(simulations: count, with: &evaluator)
      made = (tree?.simulations ?? 0) - kept
      let now = deliberation.now()
      if end == .proven || now >= deliberation.deadline() { break }
      if now - reported < 0.1 { continue }
      reported = now
      // A number of simulations is always made: what a clock says must not change the tree.
      if limits.stopsWhenDecided, target == Int.max {
        let speed = Double(made) / (now - started)
        if isDecided(limits, rest: speed * (deliberation.deadline() - now)) { break }
      }
      deliberation.report?(analysis(limits))
    }
    return analysis(limits)
  }

  /// Whether so many simulations more cannot make another action the most visited one.
  private func isDecided(_ limits: PlayerLimits<Position.Action>, rest: Double) -> Bool {
    let visits = analysis(limits).candidates.prefix(2).compactMap(\.visits)
    return visits.count == 2 ? Double(visits[0] - visits[1]) > rest : true
  }

  private func analysis(_ limits: PlayerLimits<Position.Action>) -> Analysis<Position.Action> {
    var analysis = Analysis<Position.Action>()
    guard let result = tree?.result else { return analysis }
    analysis.candidates = result.candidates.map { candidate in
      Candidate(
        action: candidate.action, visits: candidate.visits,
        value: Double(candidate.value ?? result.value), prior: Double(candidate.prior),
        principalVariation: candidate.principalVariation)
    }
    if !limits.actions.isEmpty {
      analysis.candidates.removeAll { !limits.actions.contains($0.action) }
    }
    analysis.nodes = made
    analysis.depth = analysis.candidates.first?.principalVariation.count ?? 0
    analysis.greatestDepth = analysis.depth
    let bytes = result.edgeCount * SearchTree<Position.Action>.bytesPerEdge
    analysis.memoryUse = min(1, Double(bytes) / Double(max(1, options.memoryLimit)))
    if result.isFull {
      analysis.note = "the tree is full with \(result.nodeCount) positions and grows no more"
    }
    return analysis
  }
}
