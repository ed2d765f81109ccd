import SenteGames
import SentePrimitives

/// What alpha-beta keeps between two searches.
struct AlphaBetaMemory<Action: Hashable & Sendable>: Sendable {
  var table: TranspositionTable<Action>
  /// How often a quiet action has refuted another, by player and slot.
  var history: [Int32] = []

  init(bytes: Int) { table = TranspositionTable(bytes: bytes) }

  mutating func clear() {
    table.clear()
    history = []
  }
}

/// Principal variation search with iterative deepening, a transposition table, reductions of late
/// quiet actions and quiescence over actions that take something.
///
/// Sources: Knuth and Moore (1975), An analysis of alpha-beta pruning; Marsland (1986), A review
/// of game-tree pruning, for the order (table, captures, killers, history) and the null windows.
/// Departures: no null move, since a `Game` has none.
struct AlphaBeta<Position: EvaluatedGame> {
  typealias Action = Position.Action

  /// How often the deadline is looked at, in positions.
  private static var interval: Int { 512 }
  private static var maximumDepth: Int { 100 }

  var memory: AlphaBetaMemory<Action>
  private let limits: PlayerLimits<Action>
  private let deliberation: Deliberation<Action>
  private let maximumNodes: Int
  private var nodes = 0
  private var greatestDepth = 0
  private var isStopped = false
  private var rootMover = 0
  /// How deep the present iteration goes.
  private var iteration = 0
  /// Two quiet actions for each half-move from the root that refuted something there.
  var killers: [(Action?, Action?)]
  /// The expected line from each half-move on.
  var lines: [[Action]]

  private init(
    memory: AlphaBetaMemory<Action>, limits: PlayerLimits<Action>,
    deliberation: Deliberation<Action>
  ) {
    self.memory = memory
    self.limits = limits
    self.deliberation = deliberation
    maximumNodes = limits.simulations ?? .max
    killers = Array(repeating: (nil, nil), count: 2 * Self.maximumDepth + 2)
    lines = Array(repeating: [], count: 2 * Self.maximumDepth + 2)
    if self.memory.history.count != 2 * Position.historySlots {
      self.memory.history = Array(repeating: 0, count: 2 * Position.historySlots)
    }
  }

  /// Searches a position that is not over.
  static func analyze(
    _ position: Position, memory: inout AlphaBetaMemory<Action>, limits: PlayerLimits<Action>,
    deliberation: Deliberation<Action>
  ) -> Analysis<Action> {
    var taken = AlphaBetaMemory<Action>(bytes: 0)
    swap(&taken, &memory)
    var search = AlphaBeta(memory: taken, limits: limits, deliberation: deliberation)
    taken = AlphaBetaMemory(bytes: 0)
    let analysis = search.deepen(position)
    swap(&search.memory, &memory)
    return analysis
  }

  // MARK: The root

  private struct RootAction {
    let action: Action
    var score: Int
    var line: [Action]
    /// How far this score was searched; 0 for not at all.
    var depth: Int
  }

  private mutating func deepen(_ position: Position) -> Analysis<Action> {
    rootMover = mover(position) ?? 0
    memory.table.startSearch()
    for index in memory.history.indices { memory.history[index] /= 8 }
    let started = deliberation.now()
    let allowed = limits.actions.isEmpty ? position.legalActions : limits.actions
    var root = allowed.map { RootAction(action: $0, score: 0, line: [$0], depth: 0) }
    let order = ordered(position, allowed, first: memory.table[position.searchKey].action, ply: 0)
    root.sort { one, other in
      (order.firstIndex { $0.action == one.action } ?? 0)
        < (order.firstIndex { $0.action == other.action } ?? 0)
    }
    let deepest = min(limits.depth ?? Self.maximumDepth, Self.maximumDepth)
    var analysis = summary(root, depth: 0)
    for depth in 1...max(1, deepest) {
      iteration = depth
      for line in 0..<min(max(1, limits.lines), root.count) where !isStopped {
        searchRoot(position, &root, from: line, depth: depth)
      }
      // A stopped iteration counts as far as it came: its first action was the best before.
      analysis = summary(root, depth: isStopped ? depth - 1 : depth)
      deliberation.report?(analysis)
      if isStopped || isDecided(root, depth: depth, started: started) { break }
    }
    return analysis
  }

  /// Whether another iteration would change nothing or could not be finished.
  private func isDecided(_ root: [RootAction], depth: Int, started: Double) -> Bool {
    if abs(root[0].score) > Evaluation.bound, Evaluation.win - abs(root[0].score) <= depth,
      limits.lines <= 1
    {
      return true
    }
    if limits.isInfinite { return false }
    if root.count == 1, limits.depth == nil, limits.simulations == nil { return true }
    guard limits.savesTime else { return false }
    let (now, deadline) = (deliberation.now(), deliberation.deadline())
    // The next iteration takes about as long as all before.
    return now - started > 0.5 * (deadline - started)
  }

  /// Finds the best of the actions from `first` on and puts it there.
  private mutating func searchRoot(
    _ position: Position, _ root: inout [RootAction], from first: Int, depth: Int
  ) {
    var window = (depth >= 4 ? root[first].score - 40 : -Evaluation.win)
    var ceiling = (depth >= 4 ? root[first].score + 40 : Evaluation.win)
    while true {
      let best = searchWindow(
        position, &root, from: first, depth: depth, alpha: window, beta: ceiling)
      if isStopped || best > window && best < ceiling { return }
      if best <= window { window = -Evaluation.win } else { ceiling = Evaluation.win }
      if window == -Evaluation.win, ceiling == Evaluation.win, best <= window || best >= ceiling {
        return
      }
    }
  }

  private mutating func searchWindow(
    _ position: Position, _ root: inout [RootAction], from first: Int, depth: Int, alpha: Int,
    beta: Int
  ) -> Int {
    var best = -Evaluation.win - 1
    var alpha = alpha
    for index in first..<root.count {
      var next = position
      next.apply(root[index].action)
      var score: Int
      if index == first {
        score = -search(next, depth: depth - 1, alpha: -beta, beta: -alpha, ply: 1)
      } else {
        score = -search(next, depth: depth - 1, alpha: -alpha - 1, beta: -alpha, ply: 1)
        if score > alpha, score < beta, !isStopped {
          score = -search(next, depth: depth - 1, alpha: -beta, beta: -alpha, ply: 1)
        }
      }
      if isStopped { break }
      guard score > best else { continue }
      best = score
      if score > alpha || index == first {
        var found = root.remove(at: index)
        found.score = score
        found.line = [found.action] + lines[1]
        found.depth = depth
        root.insert(found, at: first)
      }
      alpha = max(alpha, score)
      if alpha >= beta { break }
    }
    return best
  }

  private func summary(_ root: [RootAction], depth: Int) -> Analysis<Action> {
    var analysis = Analysis<Action>()
    analysis.candidates = root.filter { $0.depth > 0 || depth == 0 }.map { entry in
      Candidate(
        action: entry.action, value: Evaluation.value(entry.score),
        score: Evaluation.score(entry.score), principalVariation: entry.line)
    }
    if analysis.candidates.isEmpty { return summary(root, depth: 0) }
    let lines = max(1, limits.lines)
    analysis.candidates = Array(analysis.candidates.prefix(lines))
    analysis.nodes = nodes
    analysis.depth = depth
    analysis.greatestDepth = max(depth, greatestDepth)
    analysis.memoryUse = memory.table.use
    return analysis
  }

  // MARK: Below the root

  /// Counts a position; true when the search has to end.
  @inline(__always)
  private mutating func visit(ply: Int) -> Bool {
    nodes &+= 1
    if ply > greatestDepth { greatestDepth = ply }
    if nodes >= maximumNodes || nodes % Self.interval == 0 && deliberation.isOver {
      isStopped = true
    }
    return isStopped
  }

  /// The score of a finished game for the player who would be to move.
  @inline(__always)
  private func finalScore(_ position: Position, _ mover: Int, ply: Int) -> Int? {
    guard let outcome = position.outcome else { return nil }
    if outcome[mover] == 0 { return 0 }
    return outcome[mover] > 0 ? Evaluation.win - ply : ply - Evaluation.win
  }

  /// Who moves; nil when the game is over.
  @inline(__always)
  func mover(_ position: Position) -> Int? {
    if case .player(let player) = position.turn { return player }
    return nil
  }

  private mutating func search(
    _ position: Position, depth: Int, alpha: Int, beta: Int, ply: Int
  ) -> Int {
    lines[ply].removeAll(keepingCapacity: true)
    guard let mover = mover(position) else {
      _ = visit(ply: ply)
      return lastMoveScore(position, ply: ply)
    }
    if position.isRepeated { return 0 }
    let threatened = position.isUnderAttack
    let depth = threatened && ply < 2 * iteration ? depth + 1 : depth
    if depth <= 0 || ply >= 2 * Self.maximumDepth - 1 {
      return quiesce(position, alpha: alpha, beta: beta, ply: ply)
    }
    if visit(ply: ply) { return alpha }
    let key = position.searchKey
    let known = memory.table[key]
    let isNull = beta - alpha == 1
    if isNull, known.bound != .none, known.depth >= depth {
      let score = restored(Int(known.score), ply: ply)
      if known.bound == .exact || known.bound == .lower && score >= beta
        || known.bound == .upper && score <= alpha
      {
        return score
      }
    }
    // Far below the window a few quiet moves will not help, far above it one will not hurt.
    if isNull, !threatened, depth <= 3, abs(alpha) < Evaluation.bound {
      let still = position.staticScore
      if still - 120 * depth >= beta { return still }
      if depth == 1, still + 350 <= alpha {
        return quiesce(position, alpha: alpha, beta: beta, ply: ply)
      }
    }
    let actions = ordered(position, position.legalActions, first: known.action, ply: ply)
    return searchActions(
      position, actions, key: key, mover: mover,
      node: Node(depth: depth, alpha: alpha, beta: beta, ply: ply, isThreatened: threatened))
  }

  struct Node {
    let depth: Int
    let alpha: Int
    let beta: Int
    let ply: Int
    let isThreatened: Bool
  }

  private mutating func searchActions(
    _ position: Position, _ actions: [Ordered], key: UInt64, mover: Int, node: Node
  ) -> Int {
    var alpha = node.alpha
    var best = -Evaluation.win
    var bestAction: Action?
    for (number, entry) in actions.enumerated() {
      var next = position
      next.apply(entry.action)
      let score = score(of: next, after: entry, number: number, alpha: alpha, node)
      if isStopped { return alpha }
      guard score > best else { continue }
      best = score
      if score <= alpha { continue }
      alpha = score
      bestAction = entry.action
      extendLine(entry.action, ply: node.ply)
      if score >= node.beta {
        if entry.gain == 0 { reward(entry.action, in: position, mover: mover, node) }
        break
      }
    }
    memory.table.store(
      key, bestAction, score: stored(best, ply: node.ply), depth: node.depth,
      bound: best >= node.beta ? .lower : bestAction == nil ? .upper : .exact)
    return best
  }

  /// Late quiet actions are searched less deep, everything after the first with a null window; what
  /// turns out better than expected is searched again.
  @inline(__always)
  private mutating func score(
    of next: Position, after entry: Ordered, number: Int, alpha: Int, _ node: Node
  ) -> Int {
    let (depth, ply) = (node.depth - 1, node.ply + 1)
    if number == 0 {
      return -search(next, depth: depth, alpha: -node.beta, beta: -alpha, ply: ply)
    }
    var reduction = 0
    if number >= 3, node.depth >= 3, entry.gain == 0, !node.isThreatened, !next.isUnderAttack {
      reduction = number >= 12 ? 3 : number >= 6 ? 2 : 1
      reduction = min(reduction, node.depth - 2)
    }
    var score = -search(next, depth: depth - reduction, alpha: -alpha - 1, beta: -alpha, ply: ply)
    if reduction > 0, score > alpha, !isStopped {
      score = -search(next, depth: depth, alpha: -alpha - 1, beta: -alpha, ply: ply)
    }
    if score > alpha, score < node.beta, !isStopped {
      score = -search(next, depth: depth, alpha: -node.beta, beta: -alpha, ply: ply)
    }
    return score
  }

  /// The score where nothing is left to take; under attack every answer is tried.
  private mutating func quiesce(_ position: Position, alpha: Int, beta: Int, ply: Int) -> Int {
    lines[ply].removeAll(keepingCapacity: true)
    if visit(ply: ply) { return alpha }
    guard mover(position) != nil else { return lastMoveScore(position, ply: ply) }
    let threatened = position.isUnderAttack && ply < 2 * Self.maximumDepth - 20
    var best = -Evaluation.win + ply
    var alpha = alpha
    if !threatened {
      best = position.staticScore
      if best >= beta || ply >= 2 * Self.maximumDepth { return best }
      alpha = max(alpha, best)
    }
    let still = best
    for entry in ordered(position, position.legalActions, first: nil, ply: ply) {
      // The order puts what takes something first.
      if !threatened, entry.gain <= 0 { break }
      if !threatened, still + entry.gain + 150 <= alpha { continue }
      var next = position
      next.apply(entry.action)
      let score = -quiesce(next, alpha: -beta, beta: -alpha, ply: ply + 1)
      if isStopped { return alpha }
      guard score > best else { continue }
      best = score
      if score <= alpha { continue }
      alpha = score
      extendLine(entry.action, ply: ply)
      if score >= beta { break }
    }
    return best
  }

  /// The score of a position that is over, for the player after the one who moved last: players
  /// alternate in these games, since a pass is an action.
  private func lastMoveScore(_ position: Position, ply: Int) -> Int {
    finalScore(position, (rootMover + ply) % 2, ply: ply) ?? 0
  }

  // MARK: Distances to a win

  /// The table counts half-moves to a win from the position, the search from the root.
  @inline(__always)
  private func stored(_ score: Int, ply: Int) -> Int {
    score > Evaluation.bound ? score + ply : score < -Evaluation.bound ? score - ply : score
  }

  @inline(__always)
  private func restored(_ score: Int, ply: Int) -> Int {
    score > Evaluation.bound ? score - ply : score < -Evaluation.bound ? score + ply : score
  }
}
