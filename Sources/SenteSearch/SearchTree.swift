/// The nodes of a search tree, as columns of numbers that are addressed by their place.
///
/// An *edge* is an action in a position and holds what is known about it. A *node* is a position
/// whose actions have been listed: its edges lie side by side, so only legal actions take memory.
/// Edge 0 leads to the root. Nothing lives on the heap but the columns, whose length is bounded by
/// `edgeLimit`; a tree that is full stays as it is and goes on collecting visits.
///
/// The edges that have been visited come first among those of a node, and only they have all their
/// columns filled in (are *open*), so that choosing costs what has been visited, not what is legal.
/// The first that is not open is the one to visit next.
@usableFromInline
struct SearchTree<Action: Sendable>: Sendable {
  /// `nodes` of an edge whose position has not been expanded, is over, or awaits its evaluation.
  @usableFromInline static var unexpanded: Int32 { -1 }
  @usableFromInline static var finished: Int32 { -2 }
  @usableFromInline static var awaited: Int32 { -3 }
  /// `movers` of a node where chance moves.
  @usableFromInline static var chance: Int8 { -1 }

  // One element per edge.
  @usableFromInline var visits: [Int32]
  /// The sum of the values of all visits, seen by the player who chooses the edge.
  @usableFromInline var sums: [Double]
  /// sums / visits.
  @usableFromInline var means: [Float]
  /// What the interior rule keeps, so that choosing divides nothing.
  @usableFromInline var bonuses: [Float]
  @usableFromInline var priors: [Float]
  @usableFromInline var actions: [Action]
  /// The node behind an edge, or one of the negative constants.
  @usableFromInline var nodes: [Int32]
  @usableFromInline var proofs: [Proof]

  // One element per node.
  @usableFromInline var firstEdges: [Int32]
  @usableFromInline var edgeCounts: [Int32]
  @usableFromInline var openCounts: [Int32]
  /// The value that the evaluator gave, seen by the node's mover.
  @usableFromInline var rawValues: [Float]
  /// The sum of the priors of the visited edges.
  @usableFromInline var visitedPriors: [Float]
  @usableFromInline var movers: [Int8]

  /// How many edges are in use.
  @usableFromInline var edgeCount = 1
  /// How many nodes are in use.
  @usableFromInline var nodeCount = 0
  /// The most edges that the tree may have.
  @usableFromInline let edgeLimit: Int
  /// Whether an expansion has been refused because of `edgeLimit`.
  @usableFromInline var isFull = false

  /// The bytes of one edge, its share of a node included where every edge is expanded.
  @inlinable static var bytesPerEdge: Int {
    MemoryLayout<Action>.stride + 29 + 21
  }

  /// An empty tree; `filler` is any action, stored where no edge is yet.
  @inlinable
  init(edgeLimit: Int, filler: Action) {
    precondition(edgeLimit >= 1, "a tree of \(edgeLimit) edges")
    self.edgeLimit = min(edgeLimit, Int(Int32.max) - 1)
    visits = [0]
    sums = [0]
    means = [0]
    bonuses = [0]
    priors = [1]
    actions = [filler]
    nodes = [Self.unexpanded]
    proofs = [.unknown]
    firstEdges = []
    edgeCounts = []
    openCounts = []
    rawValues = []
    visitedPriors = []
    movers = []
  }

  /// Makes room for more edges; false, and `isFull` is set, when the limit forbids it.
  @inlinable
  mutating func reserve(_ count: Int) -> Bool {
    let needed = edgeCount + count
    if needed > edgeLimit {
      isFull = true
      return false
    }
    if needed > visits.count { grow(to: min(edgeLimit, max(needed, 2 * visits.count))) }
    return true
  }

  @inlinable
  mutating func grow(to size: Int) {
    let more = size - visits.count
    visits.append(contentsOf: repeatElement(0, count: more))
    sums.append(contentsOf: repeatElement(0, count: more))
    means.append(contentsOf: repeatElement(0, count: more))
    bonuses.append(contentsOf: repeatElement(0, count: more))
    priors.append(contentsOf: repeatElement(0, count: more))
    actions.append(contentsOf: repeatElement(actions[0], count: more))
    nodes.append(contentsOf: repeatElement(Self.unexpanded, count: more))
    proofs.append(contentsOf: repeatElement(.unknown, count: more))
  }

  /// Makes a node behind an edge, with `count` edges that the caller fills in; `reserve` came
  /// first. Returns the place of the first edge.
  @inlinable
  mutating func addNode(behind edge: Int, mover: Int8, count: Int, rawValue: Float) -> Int {
    let first = edgeCount
    nodes[edge] = Int32(truncatingIfNeeded: nodeCount)
    firstEdges.append(Int32(truncatingIfNeeded: first))
    edgeCounts.append(Int32(truncatingIfNeeded: count))
    openCounts.append(0)
    rawValues.append(rawValue)
    visitedPriors.append(0)
    movers.append(mover)
    nodeCount &+= 1
    edgeCount &+= count
    return first
  }

  /// Writes what is known of an edge before its first visit.
  @inlinable @inline(__always)
  mutating func setCandidate(_ place: Int, action: Action, prior: Float) {
    actions[place] = action
    priors[place] = prior
  }

  /// Writes actions that are all equally likely to places from `first` on.
  @inlinable
  mutating func setCandidates(from first: Int, _ list: [Action]) {
    do {
      var column = actions.mutableSpan
      for place in 0..<list.count { column[first + place] = list[place] }
    }
    var column = priors.mutableSpan
    let prior = 1 / Float(list.count)
    for place in 0..<list.count { column[first + place] = prior }
  }

  /// Makes an edge ready for its first visit.
  @inlinable @inline(__always)
  mutating func open(_ place: Int) {
    visits[place] = 0
    sums[place] = 0
    means[place] = 0
    bonuses[place] = 0
    nodes[place] = Self.unexpanded
    proofs[place] = .unknown
  }

  /// Makes all edges of a node ready, for those who choose in another order.
  @inlinable
  mutating func openAll(of node: Int) {
    let first = Int(firstEdges[node])
    for place in first + Int(openCounts[node])..<first + Int(edgeCounts[node]) { open(place) }
    openCounts[node] = edgeCounts[node]
  }

  /// Exchanges two edges that are not open.
  @inlinable @inline(__always)
  mutating func exchange(_ a: Int, _ b: Int) {
    if a == b { return }
    actions.swapAt(a, b)
    priors.swapAt(a, b)
  }

  /// Puts the edge with the greatest prior among those that are not open, and among equals the
  /// first, where the next one to visit is looked for.
  @inlinable
  mutating func promoteGreatestPrior(of node: Int) {
    let next = Int(firstEdges[node]) + Int(openCounts[node])
    let end = Int(firstEdges[node]) + Int(edgeCounts[node])
    if next < end { exchange(next, placeOfGreatestPrior(next..<end)) }
  }

  @inlinable
  func placeOfGreatestPrior(_ places: Range<Int>) -> Int {
    let priors = priors.span
    let (next, end) = (places.lowerBound, places.upperBound)
    var best = next
    var greatest = priors[next]
    for place in next..<end where priors[place] > greatest {
      greatest = priors[place]
      best = place
    }
    return best
  }
}
