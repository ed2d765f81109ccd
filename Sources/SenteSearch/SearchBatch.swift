public import SenteGames
public import SentePrimitives

/// Many searches side by side, whose leaves meet in one batch of the evaluator.
///
/// Each step every search that still has simulations to make gathers its leaves, the evaluator
/// answers all of them at once, and each search takes its own. A search makes the same tree here as
/// alone, whatever its neighbours are and however many threads work on it.
public struct SearchBatch<Position: Game, Root: RootRule, Interior: InteriorRule>: Sendable {
  /// The searches, in the order in which their leaves lie in a batch.
  public var searches: [Search<Position, Root, Interior>]
  @usableFromInline let pool: ThreadPool?
  @usableFromInline var batch: EvaluationBatch<Position>
  /// The leaves of each search, before they meet.
  @usableFromInline var parts: [EvaluationBatch<Position>] = []

  /// Searches of one game; `pool` shares them among its threads.
  @inlinable
  public init(_ searches: [Search<Position, Root, Interior>], pool: ThreadPool? = nil) {
    self.searches = searches
    self.pool = pool
    batch = EvaluationBatch(playerCount: searches.first?.leafValues.count ?? 1)
  }

  /// Makes so many further simulations in every search whose root is not proven, or fewer when
  /// `isOver` says so; it is asked before each batch.
  @inlinable
  public mutating func run<E: Evaluator>(
    simulations: Int, with evaluator: inout E, until isOver: () -> Bool = { false }
  ) where E.Position == Position {
    let counts = [Int](repeating: simulations, count: searches.count)
    run(simulations: counts, with: &evaluator, until: isOver)
  }

  /// As above, with a number of simulations for each search: 0 leaves one as it is.
  @inlinable
  public mutating func run<E: Evaluator>(
    simulations counts: [Int], with evaluator: inout E, until isOver: () -> Bool = { false }
  ) where E.Position == Position {
    precondition(
      counts.count == searches.count, "\(counts.count) numbers for \(searches.count) searches")
    let empty = EvaluationBatch<Position>(playerCount: batch.playerCount)
    while parts.count < searches.count { parts.append(empty) }
    let lazily = !E.givesPriors
    forEachSearch { search, part, index in
      guard counts[index] > 0 else { return }
      _ = search.openRoot(into: &part, lazily: lazily)
    }
    answer(with: &evaluator)
    forEachSearch { search, _, index in
      if counts[index] > 0 { search.begin(simulations: counts[index]) }
    }
    let targets = searches.indices.map { searches[$0].made + counts[$0] }
    while !isOver() {
      forEachSearch { search, part, index in
        let left = targets[index] - search.made
        guard left > 0 else { return }
        search.gather(
          into: &part, most: min(search.options.leavesPerBatch, left), until: targets[index],
          lazily: lazily)
      }
      if !answer(with: &evaluator), searches.indices.allSatisfy({ isDone($0, targets) }) { return }
    }
  }

  @inlinable
  func isDone(_ index: Int, _ targets: [Int]) -> Bool {
    searches[index].made >= targets[index] || searches[index].isProven
  }

  /// Evaluates what all searches have gathered and hands it back; false when that is nothing.
  @inlinable
  @discardableResult
  mutating func answer<E: Evaluator>(with evaluator: inout E) -> Bool
  where E.Position == Position {
    batch.removeAll()
    var starts: [Int] = []
    for index in parts.indices {
      starts.append(batch.count)
      batch.append(contentsOf: parts[index])
    }
    if batch.count == 0 { return false }
    evaluator.evaluate(&batch)
    let (answers, priors) = (batch, E.givesPriors)
    forEachSearch { search, part, index in
      search.settle(answers, from: starts[index], withPriors: priors)
      part.removeAll()
    }
    return true
  }

  /// Calls `body` for every search, its own leaves and its number, on the threads of the pool.
  @inlinable
  mutating func forEachSearch(
    _ body: (inout Search<Position, Root, Interior>, inout EvaluationBatch<Position>, Int) -> Void
  ) {
    guard let pool else {
      for index in searches.indices { body(&searches[index], &parts[index], index) }
      return
    }
    let count = searches.count
    unsafe searches.withUnsafeMutableBufferPointer { searches in
      let searches = unsafe searches
      unsafe parts.withUnsafeMutableBufferPointer { parts in
        let parts = unsafe parts
        // Each index is taken by one thread, which alone touches the search and its leaves.
        pool.forEach(count) { index in
          unsafe body(&searches[index], &parts[index], index)
        }
      }
    }
  }
}
