import SenteGames
import SentePrimitives
import SenteSearch
import Testing

@testable import SenteEngines

/// Plays what it is told to, or fails.
private struct Puppet: Player {
  typealias Position = TicTacToe
  var name: String { "puppet" }
  var answer: @Sendable (TicTacToe) throws(PlayerFailure) -> Choice<Int>
  mutating func startGame() {}
  mutating func choose(
    in course: Course<TicTacToe>, limits: PlayerLimits<Int>, deliberation: Deliberation<Int>
  ) throws(PlayerFailure) -> Decision<Int> { Decision(try answer(course.position)) }
}

private func match(
  _ first: any Player<TicTacToe>, _ second: any Player<TicTacToe>
) -> Match<TicTacToe> {
  Match(first, second, surroundings: EngineSurroundings(now: { 0 })) { _ in
    Course(start: TicTacToe())
  }
}

private func perfect() throws -> any Player<TicTacToe> {
  try #require(
    AlphaBetaPlayer.make(for: TicTacToe(), memoryBytes: 1 << 16, defaults: PlayerLimits(depth: 9)))
}

private func uniform() -> any Player<TicTacToe> {
  UniformPlayer(random: RandomStream(seed: 3, role: "test"))
}

struct MatchTests {
  @Test func `perfect players draw, and never lose to a random one`() throws {
    var equals = match(try perfect(), try perfect())
    for _ in 0..<4 { #expect(equals.playGame()?.outcome == [0, 0]) }
    #expect(equals.score.pairs == [0, 0, 2, 0, 0])
    var unequal = match(try perfect(), uniform())
    for _ in 0..<40 { _ = unequal.playGame() }
    #expect(unequal.score.losses == 0)
    #expect(unequal.score.wins > 25)
  }

  @Test func `UCT never loses tic-tac-toe`() throws {
    let player = try #require(
      TreePlayer.make(
        for: TicTacToe(), defaults: PlayerLimits(simulations: 2000),
        random: RandomStream(seed: 5, role: "test")))
    var games = match(player, uniform())
    for _ in 0..<40 { _ = games.playGame() }
    #expect(games.score.losses == 0)
  }

  @Test func `illegal moves, crashes and lost time lose the game and are counted`() throws {
    var illegal = match(Puppet { _ in .play(0) }, uniform())
    var seen = 0
    for _ in 0..<6 {
      if case .illegalMove = illegal.playGame()?.ending { seen += 1 }
    }
    #expect(seen > 0)
    #expect(illegal.faults[0].illegalMoves == seen)
    var crash = match(uniform(), Puppet { _ throws(PlayerFailure) in throw .crash("gone") })
    #expect(crash.playGame()?.outcomeOfFirst == 1)
    #expect(crash.playGame()?.outcomeOfFirst == 1)
    #expect(crash.faults[1].crashes == 2)
    var late = match(Puppet { _ throws(PlayerFailure) in throw .timeout("late") }, uniform())
    #expect(late.playGame()?.outcomeOfFirst == -1)
    #expect(late.faults[0].timeLosses == 1)
    var weary = match(Puppet { _ in .resign }, uniform())
    #expect(weary.playGame()?.ending == .resignation(player: 0))
  }

  @Test func `Elo, intervals and the sequential test agree with hand calculation`() {
    var score = MatchScore()
    for outcome in [1.0, 1, 1, -1, 0, 0, 1, 0] { score.add(outcome) }
    #expect(score.pairs == [0, 0, 2, 1, 1])
    #expect(abs(score.mean - 0.6875) < 1e-12)
    // 400 · log10(0.6875 / 0.3125)
    #expect(abs(MatchScore.elo(score.mean) - 136.9690) < 1e-3)
    #expect(score.interval.low < 0.6875 && score.interval.high > 0.6875)
    #expect(abs(MatchScore.mean(elo: MatchScore.elo(0.7)) - 0.7) < 1e-12)
    // A pair's scores ½, ½, ¾, 1: mean 11/16, variance 11/256; the thousandths change little.
    let (low, high) = (0.5, 1 / (1 + 0.1.squareRoot()))
    let ratio = 4 * (high - low) * (2 * 0.6875 - low - high) / (2 * 11 / 256)
    #expect(abs(score.logLikelihoodRatio(elo0: 0, elo1: 200) - ratio) < 0.05)
    var clear = MatchScore()
    for _ in 0..<200 { clear.add(1) }
    #expect(SequentialTest(elo0: 0, elo1: 20).verdict(clear) == .accepted1)
    #expect(clear.interval.low > 0.95 && clear.interval.high == 1)
  }

  @Test func `games are written in the notation of their game and can be read again`() throws {
    let opening = { (moves: String, name: String) throws in
      let named = try #require(GameCatalogue.standard[name])
      return (named, moves)
    }
    let (chess, line) = try opening("moves e2e4 e7e5 g1f3", "chess")
    let course = try Course<Chess>(opening: line, of: chess, start: Chess())
    let game = MatchGame(
      number: 0, firstBegins: true, course: course, outcome: [1, -1],
      ending: .resignation(player: 1))
    let pgn = MatchRecords.text(of: game, names: ["A", "B \"x\""], event: "test")
    #expect(pgn.contains("[White \"A\"]") && pgn.contains("1. e4 e5 2. Nf3 1-0"))
    let go = try Course<Go>(
      opening: "(;SZ[9];B[ee];W[gc])", of: try opening("", "go-9").0, start: Go(size: 9))
    #expect(go.actions.count == 2)
    let sgf = MatchRecords.text(
      of: MatchGame(number: 1, firstBegins: false, course: go, outcome: [-1, 1], ending: .rules),
      names: ["A", "B"], event: "test")
    #expect(try Go(text: sgf) == go.position)
    #expect(sgf.contains("RE[W+"))
    let shogi = try Course<Shogi>(
      opening: "moves 7g7f 3c3d", of: try opening("", "shogi").0, start: Shogi())
    let csa = MatchRecords.text(
      of: MatchGame(
        number: 0, firstBegins: true, course: shogi, outcome: [1, -1],
        ending: .timeLoss(player: 1, "")),
      names: ["A", "B"], event: "test")
    #expect(try ShogiRecord.records(csa: csa)[0].mainLine.count == 3)
    #expect(csa.contains("%TIME_UP"))
  }
}

struct PlayerWordTests {
  private func refusal(_ word: String, game: String = "chess") -> String {
    do throws(PlayerWordError) {
      let word = try PlayerWord(word)
      _ = try word.makePlayer(
        for: Chess(), game: game, random: RandomStream(seed: 1, role: "test"),
        surroundings: EngineSurroundings(now: { 0 }))
      return ""
    } catch {
      return error.description
    }
  }

  @Test func `words name players, and wrong ones are refused in one line`() {
    #expect(refusal("random") == "")
    #expect(refusal("alphabeta:4") == "")
    #expect(refusal("uct:simulations=10,exploration=0.5") == "")
    #expect(refusal("alphabta").contains("did you mean 'alphabeta'?"))
    #expect(refusal("alphabeta:dpth=4").contains("did you mean 'depth'?"))
    #expect(
      refusal("alphabeta:depth=x")
        == "'alphabeta:depth=x': depth is 'x', but must be a number from 1 to 100")
    #expect(refusal("gtp") == "'gtp' names no command; expected gtp:COMMAND")
    #expect(refusal("gtp:'gnugo") == "the quote ' in ''gnugo' is never closed")
    #expect(refusal("uci[x=1:stockfish").contains("never closed"))
    #expect(refusal("usi:stockfish") == "USI is for shogi, not for chess")
  }

  @Test func `commands are cut into words as by a shell`() throws {
    #expect(
      try commandWords(#"a 'b c' "d \"e" f\ g "" h"#) == ["a", "b c", "d \"e", "f g", "", "h"])
  }
}
