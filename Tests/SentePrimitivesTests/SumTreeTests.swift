import SentePrimitives
import Testing

@Suite struct SumTreeTests {
  @Test(arguments: [1, 2, 5, 64, 100])
  func `an index is drawn as often as its weight says`(count: Int) {
    var random = RandomStream(seed: 4, role: "test")
    var tree = SumTree(count: count)
    for i in 0..<count where i % 3 != 1 { tree[i] = Double(i % 7) + 1 }
    var draws = [Int](repeating: 0, count: count)
    let total = 20_000
    for _ in 0..<total { draws[tree.index(at: random.uniform() * tree.total)] += 1 }
    for i in 0..<count {
      let expected = tree[i] / tree.total * Double(total)
      #expect(abs(Double(draws[i]) - expected) <= 5 * expected.squareRoot(), "\(i) of \(count)")
    }
  }

  @Test func `a tree made from the weights of another equals it to the bit`() {
    var random = RandomStream(seed: 4, role: "test")
    var tree = SumTree(count: 100)
    for _ in 0..<1000 { tree[random.index(below: 100)] = random.uniform() }
    var other = SumTree(count: 100)
    other.replace(with: (0..<100).map { tree[$0] })
    #expect(other == tree)
  }

  @Test func `rounding never draws what has no weight`() {
    var tree = SumTree(count: 3)
    tree[0] = 0.1
    tree[1] = 0.2
    #expect(tree.index(at: tree.total) == 1)
    #expect(tree.index(at: tree.total.nextDown) == 1)
    #expect(tree.index(at: 0) == 0)
  }
}
