import SenteGames
import SentePrimitives
import Testing

@Suite struct HexTests {
  @Test func `stones are joined along the short diagonal and not along the long one`() throws {
    #expect(try Hex(text: "..x/.xo/xo. w").outcome == [1, -1])
    #expect(try Hex(text: "x.o/oxo/x.x w").turn == .player(1))
  }

  @Test func `White joins left and right`() throws {
    #expect(try Hex(text: "xx./ooo/x.. b").outcome == [-1, 1])
  }

  @Test func `every full board has one winner`() {
    var random = RandomStream(seed: 1, role: "hex")
    for _ in 0..<50 {
      var position = Hex(size: 5)
      for cell in (0..<25).shuffled(using: &random) where position.turn != .finished {
        position.apply(cell)
      }
      #expect(position.turn == .finished)
    }
  }

  @Test func `a swap mirrors the first stone at the long diagonal`() throws {
    var position = Hex(size: 3, swapRule: true)
    position.apply(1)
    position.apply(position.swap)
    #expect(position.text == ".../o../... b swap")
    #expect(!position.isLegal(position.swap))
  }

  @Test(arguments: [
    "", "x", "xx/oo", "xx/xo b", ".../.../.. b", "../.. b sw", "../.. b swapped", "../xx w",
    "xxx/xxo/oo. b", "xxx/ooo/xxx w",
  ])
  func `impossible positions are refused`(text: String) {
    #expect(throws: NotationError.self) { try Hex(text: text) }
  }
}
