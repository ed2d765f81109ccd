public import SenteGames
public import SentePrimitives

/// Monte-Carlo tree search from one position: select, expand, evaluate, back up.
///
/// What kind of search it is follows from three parts: a root rule, an interior rule and an
/// evaluator. Positions are not kept in the tree; each simulation plays from the root again. A
/// value is always seen by the player who chooses, so games of any number of players are searched
/// alike (each maximizes its own outcome); where two play, their outcomes must sum to 0.
///
/// The same seed gives the same tree to the last count.
///
///     var search = Search(ConnectFour(), interior: UCB1(), seed: 1)
///     var rollouts = RandomRollouts<ConnectFour>()
///     search.run(simulations: 10_000, with: &rollouts)
///     let move = search.result.best
public struct Search<Position: Game, Root: RootRule, Interior: InteriorRule>: Sendable {
  /// The position that is searched.
  @inlinable public var position: Position { start }
  /// The root rule, with what it remembers of this search.
  public var root: Root
  /// The rule inside the tree.
  public let interior: Interior
  /// Everything else.
  public let options: SearchOptions
  /// How many simulations the present tree has seen, those kept by `advance` included.
  @inlinable public var simulations: Int { made }

  @usableFromInline var start: Position
  @usableFromInline var tree: SearchTree<Position.Action>
  @usableFromInline var made = 0
  /// Whether an evaluator has given priors to this tree; else all are equal, but at the root.
  @usableFromInline var hasPriors = false
  /// How many simulations have gone where the root rule planned, since it was told to begin.
  @usableFromInline var planned = 0
  /// Whether the root rule has had its way with the priors of the present root.
  @usableFromInline var isRootPrepared = false
  /// The player who sees the value of edge 0.
  @usableFromInline var rootViewer: Int

  @usableFromInline var random: RandomStream
  @usableFromInline var evaluations: RandomStream
  /// The smallest and the greatest mean of an edge so far.
  @usableFromInline var lowest = Float.infinity
  @usableFromInline var highest = -Float.infinity

  /// One edge on the way to a leaf, and the player whose view of its value counts.
  @usableFromInline
  struct Step: Sendable {
    @usableFromInline var edge: Int32
    @usableFromInline var viewer: Int32

    @inlinable @inline(__always)
    init(edge: Int, viewer: Int) {
      self.edge = Int32(truncatingIfNeeded: edge)
      self.viewer = Int32(truncatingIfNeeded: viewer)
    }
  }

  /// The ways to all leaves that await their values, one after the other.
  @usableFromInline var path: [Step] = []
  /// Where the way to each of them begins.
  @usableFromInline var pathStarts: [Int] = []
  @usableFromInline var legal: [Position.Action] = []
  @usableFromInline var leafValues: [Float]
  /// By action number, the player who plays it first in the simulation, or -1.
  @usableFromInline var owners: [Int8] = []

  /// A search that has not begun.
  @inlinable
  public init(
    _ position: Position, root: Root, interior: Interior, options: SearchOptions = SearchOptions(),
    seed: UInt64, index: UInt64 = 0
  ) {
    guard let filler = position.legalActions.first else {
      preconditionFailure("there is nothing to search: the game \(position.text) is over")
    }
    start = position
    self.root = root
    self.interior = interior
    self.options = options
    tree = SearchTree(
      edgeLimit: max(1, options.memoryLimit / SearchTree<Position.Action>.bytesPerEdge),
      filler: filler, countsLaterPlays: Interior.countsLaterPlays)
    random = RandomStream(seed: seed, role: "search", index: index)
    evaluations = RandomStream(seed: seed, role: "evaluation", index: index).split("leaf")
    rootViewer = 0
    leafValues = Array(repeating: 0, count: position.playerCount)
  }

  /// Makes so many further simulations, or fewer when `isOver` says so (it is asked before each
  /// batch of leaves) or the root is proven.
  @inlinable
  @discardableResult
  public mutating func run<E: Evaluator>(
    simulations count: Int, with evaluator: inout E, until isOver: () -> Bool = { false }
  ) -> SearchEnd where E.Position == Position {
    var batch = EvaluationBatch<Position>(playerCount: position.playerCount)
    if openRoot(into: &batch, lazily: !E.givesPriors) {
      evaluator.evaluate(&batch)
      settle(batch, from: 0, withPriors: E.givesPriors)
    }
    begin(simulations: count)
    let target = made + count
    while made < target {
      if isProven { return .proven }
      if isOver() { return .stopped }
      batch.removeAll()
      gather(
        into: &batch, most: min(options.leavesPerBatch, target - made),
        until: target, lazily: !E.givesPriors)
      if batch.count == 0 { continue }
      evaluator.evaluate(&batch)
      settle(batch, from: 0, withPriors: E.givesPriors)
    }
    return isProven ? .proven : .completed
  }

  /// Whether the outcome of the root is proven and that ends the search.
  @inlinable
  public var isProven: Bool { options.stopsWhenProven && tree.proofs[0] != .unknown }

  @inlinable
  var rootMover: Int {
    guard case .player(let mover) = start.turn else {
      preconditionFailure("nobody is to move in \(start.text): there is nothing to search")
    }
    return mover
  }
}

extension Search where Root == PlainRoot {
  /// A search whose root is like any other node.
  @inlinable
  public init(
    _ position: Position, interior: Interior, options: SearchOptions = SearchOptions(),
    seed: UInt64, index: UInt64 = 0
  ) {
    self.init(
      position, root: PlainRoot(), interior: interior, options: options, seed: seed, index: index)
  }
}
