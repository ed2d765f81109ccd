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
    #expect(
      nested.description
        == "Dict('color': Discrete(3), 'in': Tuple(MultiBinary(2), "
        + "MultiDiscrete([3 2], start=[0 1]), Box(0, 255, (1, 2, 3), uint8)), "
        + "'position': Box(-1.0, 1.0, (2,), float32))")
  }

  /// One of each, nested.
  private let nested = Space.dictionary([
    "position": .box(-1...1, width: 2), "color": .discrete(count: 3),
    "in": .tuple([
      .multiBinary(count: 2), .multiDiscrete(counts: [3, 2], starts: [0, 1]),
      .image(height: 1, width: 2, channels: 3),
    ]),
  ])

  @Test func `leaves and choices tell what lies where in a row and in a mask`() {
    #expect(nested.width == 13 && nested.choiceCount == 12)
    #expect(nested.leaves.map(\.name) == ["color", "in.0", "in.1", "in.2", "position"])
    #expect(nested.leaves.map(\.offset) == [0, 1, 3, 5, 11])
    #expect(nested.leaves.map(\.maskOffset) == [0, 3, 7, 12, 12])
    #expect(nested.choices.map(\.element) == [0, 1, 2, 3, 4])
    #expect(nested.choices.map(\.count) == [3, 2, 2, 3, 2])
    #expect(nested.choices.map(\.maskOffset) == [0, 3, 5, 7, 10])
    #expect(nested.bounds.low == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, -1, -1])
    #expect(nested.bounds.high == [2, 1, 1, 2, 2, 255, 255, 255, 255, 255, 255, 1, 1])
    #expect(nested.name(ofElement: 4, in: "action") == "action.in.1[1]")
    #expect(nested.name(ofElement: 0, in: "action") == "action.color")
  }

  @Test func `a nested value goes through JSON and comes back`() throws {
    let row: [Float] = [2, 1, 0, 2, 1, 0, 10, 255, 3, 4, 5, -0.5, 1]
    let text = nested.json(row).description
    #expect(
      text
        == #"{"color":2,"in":[[1,0],[2,1],[[[0,10,255],[3,4,5]]]],"position":[-0.5,1.0]}"#)
    #expect(try nested.row(from: JSON(parsing: text), in: "'action'") == row)
    #expect(nested.contains(row))
  }

  @Test(arguments: [
    (
      #"{"color":3,"in":[[1,0],[2,1],[[[0,1,2],[3,4,5]]]],"position":[0,1]}"#,
      "color must be in 0...2"
    ),
    (
      #"{"color":2,"in":[[1,0],[2,0],[[[0,1,2],[3,4,5]]]],"position":[0,1]}"#,
      "in element 1 element 1"
    ),
    (
      #"{"color":2,"in":[[1,0],[2,1],[[[0,1],[3,4,5]]]],"position":[0,1]}"#,
      "must hold 3 elements, not 2"
    ),
    (
      #"{"color":2,"in":[[1,0],[2,1],[[[0,1,256],[3,4,5]]]],"position":[0,1]}"#,
      "in 0...255, not 256"
    ),
    (#"{"color":2,"in":[[1,0],[2,1]],"position":[0,1]}"#, "in must hold 3 elements, not 2"),
    (#"{"color":2,"in":[[1,0],[2,1],[[[0,1,2],[3,4,5]]]],"position":[0,2]}"#, "position element 1"),
    (#"{"color":2,"position":[0,1]}"#, "lacks 'in'"), (#"{"colour":2}"#, "unknown key 'colour'"),
    ("[]", "must be an object with color, in, position, not an array"),
  ])
  func `a value that does not belong is refused with its place`(text: String, reason: String) throws
  {
    let json = try JSON(parsing: text)
    let error = #expect(throws: SpaceError.self) { try nested.row(from: json, in: "'action'") }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test func `a space that contradicts itself says so`() {
    #expect(nested.problem == nil)
    let wrong: [(Space, String)] = [
      (.box(low: [0], high: [1, 1]), "1 and 2 bounds"), (.box(low: [1], high: [0]), "above"),
      (.box(low: [], high: []), "empty"), (.image(height: 0, width: 1, channels: 1), "empty"),
      (.discrete(count: 0), "0 choices"), (.discrete(count: 1 << 23), "told apart"),
      (.discrete(count: 2, start: .max), "told apart"),
      (.multiDiscrete(counts: [1, 2], starts: [0]), "as many starts"),
      (.multiDiscrete(counts: [1, 0]), "0 choices"), (.multiBinary(count: 0), "no switch"),
      (
        .dictionary([Space.Entry("a", .discrete(count: 1)), Space.Entry("a", .discrete(count: 1))]),
        "twice"
      ),
      (.dictionary(["a.b": .discrete(count: 1)]), "no dots"),
      (.dictionary(["a": .tuple([])]), "a: a tuple needs"),
    ]
    for (space, reason) in wrong {
      #expect(space.problem?.contains(reason) == true, "\(space.problem ?? "")")
    }
  }

  @Test func `masked samples are legal and reach all that is`() {
    let space = Space.tuple([
      .discrete(count: 4, start: 2), .box(0...1, width: 1), .multiBinary(count: 1),
    ])
    let mask: [Float] = [0, 1, 0, 1, 1, 0]
    let masks = (0..<200).flatMap { _ in mask }
    var rows = [Float](repeating: 0, count: 600)
    var span = rows.mutableSpan
    var random = RandomStream(seed: 3, role: "test")
    space.sample(into: &span, masks: masks.span, using: &random)
    let drawn = stride(from: 0, to: 600, by: 3)
    #expect(Set(drawn.map { rows[$0] }) == [3, 5])
    #expect(drawn.allSatisfy { rows[$0 + 2] == 0 })
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
      .box(low: [-.infinity, 1, -.infinity], high: [.infinity, .infinity, -1]), nested,
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
    let pair = PairAction<ChoicesAction<2>, Float>(row: row.span, at: 1)
    #expect(pair.first.elements[0] == 1 && pair.first.elements[1] == 2 && pair.second == 3)
    var copy = [Float](repeating: 0, count: 4)
    var target = copy.mutableSpan
    pair.write(into: &target, at: 1)
    #expect(copy == [0, 1, 2, 3])
  }
}
