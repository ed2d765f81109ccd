import CSenteKernels

// Which nodes become one call, and in what order.
extension Compiler {
  /// The calls in an order in which everything is computed before it is read.
  ///
  /// The depth of a node is the longest path to it, counting only edges that cannot be fused. All
  /// chain nodes of one depth and one element count share a call: such a grouping cannot make a cycle,
  /// needs no search, and fuses across as well as along.
  func schedule() -> [Unit] {
    let work = nodes.indices.filter { live[$0] && !absorbed[$0] && isComputed($0) }
    guard options.fuses else {
      return work.map {
        Unit(depth: 0, nodes: [$0], isChain: isInChain($0), isSettled: settled[$0])
      }
    }
    var depth = [Int](repeating: 0, count: nodes.count)
    var users = [[Int]](repeating: [], count: nodes.count)
    for id in work {
      for (source, isFused) in edges(id) {
        depth[id] = Swift.max(depth[id], depth[source] + (isFused ? 0 : 1))
        users[source].append(id)
      }
    }
    // What only deeper chains want is computed next to them, not early and stored.
    for id in work.reversed() where isInChain(id) && !users[id].isEmpty && !stored[id] {
      guard fixed[id] == nil, users[id].allSatisfy({ isFused(id, into: $0) }) else { continue }
      depth[id] = users[id].reduce(Int.max) { Swift.min($0, depth[$1]) }
    }
    struct Key: Hashable {
      var depth: Int
      var count: Int
      var isSettled: Bool
    }
    var groups: [Key: [Int]] = [:]
    var units: [Unit] = []
    for id in work {
      if isInChain(id) {
        let key = Key(
          depth: depth[id], count: nodes[id].shape.count, isSettled: settled[id])
        groups[key, default: []].append(id)
      } else {
        units.append(
          Unit(depth: depth[id], nodes: [id], isChain: false, isSettled: settled[id]))
      }
    }
    for (key, ids) in groups {
      units += split(ids).map {
        Unit(depth: key.depth, nodes: $0, isChain: true, isSettled: key.isSettled)
      }
    }
    return units.sorted { ($0.depth, $0.nodes[0]) < ($1.depth, $1.nodes[0]) }
  }

  private func isComputed(_ id: Int) -> Bool {
    if isInChain(id) || epilogues[id] != nil || nodes[id].operation.hasOwnKernel { return true }
    switch nodes[id].operation {
    case .permute([1, 0]): return stored[id]
    default: return false
    }
  }

  private func edges(_ id: Int) -> [(source: Int, isFused: Bool)] {
    guard isInChain(id) else { return reads(id).map { ($0, false) } }
    return operandViews(id).map { ($0.source, isFusable($0, into: id)) }
  }

  private func isFused(_ source: Int, into id: Int) -> Bool {
    isInChain(id)
      && operandViews(id).allSatisfy { $0.source != source || isFusable($0, into: id) }
  }

  /// Cuts a group whose steps, operands or registers would not fit in one call.
  private func split(_ ids: [Int]) -> [[Int]] {
    if ids.count <= 1 || fits(ids) { return [ids] }
    return split(Array(ids[..<(ids.count / 2)])) + split(Array(ids[(ids.count / 2)...]))
  }

  private func fits(_ ids: [Int]) -> Bool {
    guard ids.count <= 20 else { return false }
    let mine = Set(ids)
    var gathered = Set<View>()
    var last: [Int: Int] = [:]
    for (i, id) in ids.enumerated() {
      for view in operandViews(id) {
        if mine.contains(view.source) { last[view.source] = i } else { gathered.insert(view) }
      }
    }
    var alive = 0
    var most = 0
    for (i, id) in ids.enumerated() {
      alive += 1
      most = Swift.max(most, alive)
      if last[id] == nil { alive -= 1 }
      alive -= Set(operandViews(id).map(\.source)).filter { last[$0] == i }.count
    }
    return most + gathered.count <= Int(SENTE_REGISTERS)
  }
}
