import SenteGames
import SentePrimitives
import SenteSearch
import Testing

struct TreePlayerTests {
  private func player() throws -> any Player<ConnectFour> {
    try #require(
      TreePlayer.make(for: ConnectFour(), random: RandomStream(seed: 1, role: "test")))
  }

  @Test func `a player goes on with what its tree knows of the position`() throws {
    var player = try player()
    var course = Course(start: ConnectFour())
    let limits = PlayerLimits<ConnectFour.Action>(simulations: 1000)
    let first = try player.choose(in: course, limits: limits, deliberation: Deliberation())
    #expect(first.analysis.nodes == 1000)

    let again = try player.choose(in: course, limits: limits, deliberation: Deliberation())
    #expect(again.analysis.nodes == 0)
    #expect(again.choice == first.choice)

    let line = try #require(first.analysis.candidates.first).principalVariation
    for action in line.prefix(2) { course.play(action) }
    let second = try player.choose(in: course, limits: limits, deliberation: Deliberation())
    #expect(second.analysis.nodes > 0 && second.analysis.nodes < 1000)
    let visits = second.analysis.candidates.compactMap(\.visits).reduce(0, +)
    // The first visit of what is the root now was its own evaluation.
    #expect(visits == 999)
  }

  @Test func `a player begins anew where the game is another one or goes back`() throws {
    var player = try player()
    let limits = PlayerLimits<ConnectFour.Action>(simulations: 200)
    let courses = [
      Course(start: ConnectFour(), actions: [3, 3, 2]), Course(start: ConnectFour(), actions: [3]),
      Course(start: Course(start: ConnectFour(), actions: [3, 3]).position),
    ]
    for course in courses {
      let decision = try player.choose(in: course, limits: limits, deliberation: Deliberation())
      #expect(decision.analysis.nodes == 200)
      var fresh = try self.player()
      let same = try fresh.choose(in: course, limits: limits, deliberation: Deliberation())
      #expect(same.choice == decision.choice)
      #expect(same.analysis.candidates.map(\.visits) == decision.analysis.candidates.map(\.visits))
    }
  }

  @Test func `a player stops where the rest of its time could not change the action`() throws {
    var player = try player()
    // All actions but one lose, and the clock goes on a tenth of a second whenever it is looked at.
    let course = Course(start: ConnectFour(), actions: [3, 2, 3, 2, 3])
    var limits = PlayerLimits<ConnectFour.Action>(seconds: 1000)
    var time = 0.0
    let deliberation = Deliberation<ConnectFour.Action>(
      now: {
        time += 0.1
        return time
      }, deadline: { .infinity })
    limits.stopsWhenDecided = true
    let decision = try player.choose(in: course, limits: limits, deliberation: deliberation)
    #expect(decision.choice == .play(3))
    #expect(time > 500 && time < 999)
    let visits = decision.analysis.candidates.compactMap(\.visits).sorted()
    #expect(visits[visits.count - 1] - visits[visits.count - 2] > 0)
  }
}
