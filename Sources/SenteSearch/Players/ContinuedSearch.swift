public import SenteGames

/// A search that goes on from one decision to the next: where the game goes on from a position that it
/// knows, its tree begins with what it knows of it.
///
/// Where rules and evaluator are known when it is made, the compiler specializes it.
public final class ContinuedSearch<Position: Game, Interior: InteriorRule, Values: Evaluator>
where Values.Position == Position {
  @usableFromInline typealias Tree = Search<Position, PlainRoot, Interior>

  @usableFromInline let interior: Interior
  @usableFromInline let options: SearchOptions
  @usableFromInline let seed: UInt64
  /// How many simulations are made between two looks at the clock.
  @usableFromInline let stretch: Int
  @usableFromInline var evaluator: Values
  @usableFromInline var tree: Tree?
  /// How the game came to the root of the tree.
  @usableFromInline var start: Position?
  @usableFromInline var actions: [Position.Action] = []
  /// How many simulations this decision has made.
  @usableFromInline var made = 0

  /// A search that knows nothing yet.
  ///
  /// - Parameter stretch: how many simulations are made between two looks at the clock.
  @inlinable
  public init(
    interior: Interior, _ evaluator: Values, _ options: SearchOptions, seed: UInt64,
    stretch: Int = 32
  ) {
    self.interior = interior
    self.evaluator = evaluator
    self.options = options
    self.seed = seed
    self.stretch = stretch
  }

  /// Gives the memory of the last tree back.
  @inlinable
  public func forget() {
    tree = nil
    start = nil
  }

  /// Has the tree begin in the present position, with what it knows of it.
  @inlinable
  func move(to course: Course<Position>) {
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

  /// Searches the present position until the limits are reached or the deliberation ends; simulations kept
  /// from earlier decisions count.
  @inlinable
  public func think(
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
      let count = min(stretch, target - kept - made)
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
  @inlinable
  func isDecided(_ limits: PlayerLimits<Position.Action>, rest: Double) -> Bool {
    let visits = analysis(limits).candidates.prefix(2).compactMap(\.visits)
    return visits.count == 2 ? Double(visits[0] - visits[1]) > rest : true
  }

  /// What the search has found, among the actions that the limits allow.
  @inlinable
  func analysis(_ limits: PlayerLimits<Position.Action>) -> Analysis<Position.Action> {
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
