import SenteEnvironments
import SentePrimitives
import Testing

@Suite struct SpaceTests {
  @Test func `spaces print as Gymnasium prints them`() {
    #expect(Space.discrete(count: 2).description == "Discrete(2)")
    #expect(Space.discrete(count: 3, start: 1).description == "Discrete(3, start=1)")
    #expect(Space.box(-2...2, width: 1).description == "Box(-2.0, 2.0, (1,), float32)")
    #expect(
      Space.box(low: [-1, 0, 0, 0], high: [1, 1, 1, .infinity], shape: [2, 2]).description
        == "Box([-1.0 0.0 0.0 0.0], [1.0 1.0 1.0 inf], (2, 2), float32)")
  }

  @Test func `a space contains what lies within its bounds`() {
    let box = Space.box(low: [-1, 0], high: [1, .infinity])
    #expect(box.contains([1, 1e30]) && box.contains([-1, 0]))
    #expect(!box.contains([1.001, 0]) && !box.contains([0, -1]) && !box.contains([0]))
    #expect(!box.contains([.nan, 0]) && !box.contains([0, .infinity]))
    let choice = Space.discrete(count: 3, start: -1)
    #expect(choice.contains([-1]) && choice.contains([1]))
    #expect(!choice.contains([2]) && !choice.contains([0.5]) && !choice.contains([]))
  }

  @Test func `clamping moves rows to the nearest value`() {
    var rows: [Float] = [-3, 5, 0.5, -5]
    var span = rows.mutableSpan
    Space.box(low: [-1, 0], high: [1, 2]).clamp(&span)
    #expect(rows == [-1, 2, 0.5, 0])
  }

  @Test func `samples lie in their space and reach all of it`() {
    let spaces: [Space] = [
      .discrete(count: 3, start: 4), .box(-2...2, width: 2),
      .box(low: [-.infinity, 1, -.infinity], high: [.infinity, .infinity, -1]),
    ]
    for space in spaces {
      var random = RandomStream(seed: 1, role: "test")
      var rows = [Float](repeating: 0, count: 501 * space.width)
      var span = rows.mutableSpan
      space.sample(into: &span, using: &random)
      for i in 0..<501 {
        #expect(space.contains(Array(rows[i * space.width..<(i + 1) * space.width])))
      }
      #expect(Set(rows).count > (space.isDiscrete ? 2 : 400))
    }
  }

  @Test func `choices are uniform, also the last of an odd number`() {
    var random = RandomStream(seed: 2, role: "test")
    var counts = [0, 0, 0]
    for _ in 0..<3_000 {
      var rows: [Float] = [0, 0, 0]
      var span = rows.mutableSpan
      Space.discrete(count: 3).sample(into: &span, using: &random)
      for row in rows { counts[Int(row)] += 1 }
    }
    for count in counts { #expect(abs(count - 3_000) < 200) }
  }

  @Test func `an action is read from its place in a row`() {
    let row: [Float] = [9, 1, 2, 3]
    #expect(Int(row: row.span, at: 3) == 3)
    #expect(Float(row: row.span, at: 0) == 9)
    let vector = VectorAction<2>(row: row.span, at: 1)
    #expect(vector.elements[0] == 1 && vector.elements[1] == 2 && VectorAction<2>.width == 2)
  }
}
