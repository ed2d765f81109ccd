import SenteGames
import SentePrimitives
import Testing

@Suite struct GoTests {
  /// A position from rows of `X` (black), `O` and `.`.
  static func position(
    _ rows: [String], white: Bool = false, rules: GoRules = GoRules()
  ) throws -> Go {
    let symbols = rows.flatMap { Array($0) }
    return try Go(
      size: rows.count, rules: rules, black: symbols.indices.filter { symbols[$0] == "X" },
      white: symbols.indices.filter { symbols[$0] == "O" }, whiteBegins: white)
  }

  static func rows(_ game: Go) -> [String] {
    (0..<game.size).map { row in
      (0..<game.size).map { column in
        switch game.colour(at: row * game.size + column) {
        case 0: "X"
        case 1: "O"
        default: "."
        }
      }.joined()
    }
  }

  static func play(_ moves: String..., in game: Go) throws -> Go {
    var game = game
    for move in moves { game.apply(try game.action(from: move)) }
    return game
  }

  static func rules(_ repetition: GoRules.Repetition, suicide: Bool = false) -> GoRules {
    var rules = GoRules()
    rules.repetition = repetition
    rules.allowsSuicide = suicide
    return rules
  }

  @Test(arguments: GoRules.Repetition.allCases)
  func `a ko cannot be retaken at once, but after an exchange`(
    repetition: GoRules.Repetition
  ) throws {
    let start = try Self.position(
      [".XO..", "XO.O.", ".XO..", ".....", "....."], rules: Self.rules(repetition))
    var game = try Self.play("C4", in: start)
    #expect(Self.rows(game)[1] == "X.XO.")
    #expect(throws: NotationError.self) { try game.action(from: "B4") }
    game = try Self.play("E1", "A1", "B4", in: game)
    #expect(Self.rows(game)[1] == "XO.O.")
  }

  @Test func `a stone that puts itself back tells positional from situational superko`() throws {
    let rows = [".O...", "O....", ".....", ".....", "....."]
    let positional = try Self.position(rows, rules: Self.rules(.positionalSuperko, suicide: true))
    let situational = try Self.position(rows, rules: Self.rules(.situationalSuperko, suicide: true))
    #expect(!positional.isLegal(0))
    #expect(situational.isLegal(0))
    #expect(try Self.rows(Self.play("A5", in: situational)) == rows)
  }

  @Test func `suicide is a rule`() throws {
    let rows = ["XX.O.", "OOO..", ".....", ".....", "....."]
    #expect(try !Self.position(rows).isLegal(2))
    let game = try Self.position(rows, rules: .trompTaylor)
    #expect(
      try Self.rows(Self.play("C5", in: game)) == ["...O.", "OOO..", ".....", ".....", "....."])
  }

  @Test func `a stone without liberties may be played when it takes`() throws {
    let game = try Self.position([".OX..", "OX...", "X....", ".....", "....."])
    #expect(try Self.rows(Self.play("A5", in: game))[0...1] == ["X.X..", ".X..."])
  }

  @Test func `a snapback takes more stones back`() throws {
    // White takes the one stone in the corner and loses three.
    let start = try Self.position(
      [".OX..", ".OX..", "OOX..", "XXX..", "....."], white: false)
    var game = try Self.play("A4", in: start)
    #expect(Self.rows(game)[1] == "XOX..")
    game = try Self.play("A5", in: game)
    #expect(Self.rows(game)[0...2] == ["OOX..", ".OX..", "OOX.."])
    game = try Self.play("A4", in: game)
    #expect(Self.rows(game)[0...2] == ["..X..", "X.X..", "..X.."])
  }

  @Test func `in a seki who begins loses, and the shared liberty counts for nobody`() throws {
    // On top each side has an eye and the liberty C5 in common; both are surrounded.
    let rows = [".X.O.", "XXXOO", "OOOXX", "O.OX.", ".OOX."]
    let black = try Self.play("C5", "A5", in: Self.position(rows))
    #expect(Self.rows(black)[0...1] == ["O..O.", "...OO"])
    let white = try Self.play("C5", "E5", in: Self.position(rows, white: true))
    #expect(Self.rows(white)[0...1] == [".X..X", "XXX.."])
    #expect(try Self.position(rows).area == (black: 11, white: 13))
    let dame = try Self.position([".X.O.", ".X.O.", ".X.O.", ".X.O.", ".X.O."])
    #expect(dame.area == (black: 10, white: 10))
  }

  @Test func `komi in halves decides`() throws {
    var rules = GoRules()
    let rows = [".X.O.", ".X.O.", ".X.O.", ".X.O.", ".X.O."]
    for (halves, outcome) in [(-1, [1.0, -1.0]), (0, [0, 0]), (1, [-1, 1])] {
      rules.komiHalves = halves
      let end = try Self.play("pass", "pass", in: Self.position(rows, rules: rules))
      #expect(end.outcome == outcome)
    }
  }

  @Test func `an empty board belongs to nobody`() {
    #expect(Go(size: 9).area == (black: 0, white: 0))
  }

  @Test func `handicap stones stand on the star points and White begins`() throws {
    let game = Go(size: 19, handicap: 5)
    #expect(game.turn == .player(1))
    let points = (0..<361).filter { game.colour(at: $0) == 0 }.map { game.text(of: $0) }
    #expect(Set(points) == ["D4", "Q16", "D16", "Q4", "K10"])
    #expect(Go(size: 9, handicap: 2).colour(at: 6 * 9 + 2) == 0)
  }

  @Test func `a game ends after its most moves`() throws {
    var rules = GoRules()
    rules.maximumMoves = 3
    let game = try Self.play("A1", "B1", "C1", in: Go(size: 5, rules: rules))
    #expect(game.turn == .finished && game.legalActions.isEmpty)
  }

  @Test func `stones without liberties are refused`() {
    #expect(throws: NotationError.self) {
      try Self.position(["XO...", "O....", ".....", ".....", "....."])
    }
    #expect(throws: NotationError.self) { try Go(size: 5, black: [3], white: [3]) }
    #expect(throws: NotationError.self) { try Go(size: 5, black: [25], white: []) }
  }

  /// Legal moves found by playing on a plain board, with every earlier position kept whole.
  struct PlainGo {
    var board: [Int]
    var mover = 1
    var seen: Set<[Int]> = []
    let size: Int
    let rules: GoRules

    init(size: Int, rules: GoRules) {
      board = Array(repeating: 0, count: size * size)
      self.size = size
      self.rules = rules
      seen = [board + [situational ? 1 : 0]]
    }

    var situational: Bool { rules.repetition == .situationalSuperko }

    func neighbours(_ point: Int) -> [Int] {
      let (row, column) = (point / size, point % size)
      return [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
        .filter { (0..<size).contains($0.0) && (0..<size).contains($0.1) }.map {
          $0.0 * size + $0.1
        }
    }

    func chain(_ point: Int, _ board: [Int]) -> (stones: Set<Int>, isFree: Bool) {
      var (stones, queue, isFree) = (Set([point]), [point], false)
      while let next = queue.popLast() {
        for near in neighbours(next) {
          if board[near] == 0 { isFree = true }
          if board[near] == board[point], stones.insert(near).inserted { queue.append(near) }
        }
      }
      return (stones, isFree)
    }

    /// The board after a move, nil when it is illegal.
    func after(_ point: Int) -> [Int]? {
      guard board[point] == 0 else { return nil }
      var next = board
      next[point] = mover
      for near in neighbours(point) where next[near] == 3 - mover {
        let (stones, isFree) = chain(near, next)
        if !isFree { for stone in stones { next[stone] = 0 } }
      }
      let (stones, isFree) = chain(point, next)
      if !isFree {
        guard rules.allowsSuicide else { return nil }
        for stone in stones { next[stone] = 0 }
      }
      return seen.contains(next + [situational ? 3 - mover : 0]) ? nil : next
    }

    mutating func apply(_ point: Int?) {
      if let point, let next = after(point) { board = next }
      mover = 3 - mover
      seen.insert(board + [situational ? mover : 0])
    }
  }

  @Test(
    arguments: [GoRules.Repetition.positionalSuperko, .situationalSuperko], [false, true])
  func `superko and liberties agree with plain boards`(
    repetition: GoRules.Repetition, suicide: Bool
  ) {
    var rules = Self.rules(repetition, suicide: suicide)
    rules.maximumMoves = 300
    var excluded = 0
    for index in 0..<6 {
      var random = RandomStream(seed: 7, role: "plain go", index: UInt64(index))
      var game = Go(size: 5, rules: rules)
      var plain = PlainGo(size: 5, rules: rules)
      while game.turn != .finished {
        let legal = game.legalActions.filter { $0 != game.pass }
        #expect(legal == (0..<25).filter { plain.after($0) != nil })
        excluded += plain.board.count { $0 == 0 } - legal.count
        // Passing only when nothing else is left makes long games with many captures.
        let action = legal.isEmpty ? game.pass : legal[random.index(below: legal.count)]
        game.apply(action)
        plain.apply(action == game.pass ? nil : action)
        #expect(
          (0..<25).allSatisfy { (game.colour(at: $0).map { $0 + 1 } ?? 0) == plain.board[$0] })
      }
    }
    #expect(excluded > 0 || suicide)
  }
}
