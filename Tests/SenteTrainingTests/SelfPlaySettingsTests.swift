import SenteTraining
import Testing

@Suite struct SelfPlaySettingsTests {
  @Test func `heads for areas are refused where no areas decide`() throws {
    for (game, head) in [("connect-four", "predictsOwnership"), ("hex-7", "predictsScore")] {
      var configuration = SelfPlayConfiguration(game: game)
      try configuration.set("alphazero.network.\(head)=true")
      let error = #expect(throws: SettingError.self) {
        _ = try SelfPlayTraining(configuration, at: nil, clock: { 0 })
      }
      let words = error.map { "\($0)" } ?? ""
      #expect(words.contains(game) && words.contains("alphazero.network.\(head)"), "\(words)")
    }
    var configuration = SelfPlayConfiguration(game: "go-9")
    try configuration.set("alphazero.network.predictsScore=true")
    _ = try SelfPlayTraining(configuration, at: nil, clock: { 0 })
  }

  @Test func `alpha-beta is refused in ratings of games that have no evaluation`() throws {
    var configuration = SelfPlayConfiguration(game: "hex-7")
    try configuration.set("alphazero.ratingDepths=2")
    let error = #expect(throws: SettingError.self) {
      _ = try SelfPlayTraining(configuration, at: nil, clock: { 0 })
    }
    let words = error.map { "\($0)" } ?? ""
    #expect(words.contains("hex-7") && words.contains("alphazero.ratingDepths"), "\(words)")
    configuration = SelfPlayConfiguration(game: "othello-6")
    try configuration.set("alphazero.ratingDepths=2")
    _ = try SelfPlayTraining(configuration, at: nil, clock: { 0 })
  }

  @Test func `a precision that there is not is refused`() throws {
    var configuration = SelfPlayConfiguration(game: "go-9")
    let error = #expect(throws: SettingError.self) {
      try configuration.set("alphazero.precision=float16")
    }
    #expect(error.map { "\($0)" }?.contains("alphazero.precision") == true)
    try configuration.set("alphazero.precision=bfloat16")
    #expect(configuration.settings.contains("alphazero.precision=bfloat16"))
  }
}
