import SenteEnvironments
import SentePrimitives
import Testing

@Suite struct EnvironmentSessionTests {
  private func session(_ id: String) throws -> EnvironmentSession {
    EnvironmentSession(try #require(EnvironmentCatalogue.standard[id]).makeSingle(seed: 0))
  }

  @Test func `a state and an action give Gymnasium's transition`() throws {
    var session = try session("CartPole-v1")
    #expect(
      session.answer(#"{"reset":{"state":[0,0,0,0]}}"#)
        == #"{"observation":[0.0,0.0,0.0,0.0],"reward":0.0,"terminated":false,"truncated":false}"#)
    #expect(
      session.answer(#"{"action":1}"#)
        == #"{"observation":[0.0,0.19512194395065308,0.0,-0.2926829159259796],"#
        + #""reward":1.0,"terminated":false,"truncated":false}"#)
  }

  @Test func `a seed repeats its episodes`() throws {
    var (one, other) = (try session("Pendulum-v1"), try session("Pendulum-v1"))
    _ = other.answer(#"{"reset":{}}"#)
    _ = other.answer(#"{"action":[2]}"#)
    for line in [#"{"reset":{"seed":3}}"#, #"{"action":[-0.5]}"#, #" { "reset" : { } } "#] {
      let answer = one.answer(line)
      #expect(answer == other.answer(line) && answer.contains("observation"))
    }
  }

  @Test func `an episode ends at the limit and goes on only after a reset`() throws {
    var session = try session("MountainCar-v0")
    _ = session.answer(#"{"reset":{"seed":1}}"#)
    for _ in 0..<199 {
      #expect(session.answer(#"{"action":0}"#).hasSuffix(#""terminated":false,"truncated":false}"#))
    }
    #expect(session.answer(#"{"action":0}"#).hasSuffix(#""terminated":false,"truncated":true}"#))
    #expect(session.answer(#"{"action":0}"#).contains("the episode has ended (truncated)"))
    #expect(session.answer(#"{"reset":{}}"#).contains("observation"))
    #expect(session.answer(#"{"action":0}"#).contains("observation"))
  }

  @Test(arguments: [
    ("", "not JSON, byte 0"), ("{", "not JSON, byte 1"), ("reset", "not JSON, byte 0"),
    ("[1]", "an array is no request"), ("{}", "no key"), (#"{"actoin":1}"#, "unknown key 'actoin'"),
    (#"{"action":1,"reset":{}}"#, "the keys action, reset"), (#"{"reset":1}"#, "not a number"),
    (#"{"reset":{"sede":1}}"#, "unknown key 'sede'"), (#"{"reset":{"seed":-1}}"#, "not -1"),
    (#"{"reset":{"seed":"x"}}"#, "not a string"), (#"{"reset":{"seed":1.0}}"#, "not 1.0"),
    (#"{"reset":{"state":[1,2]}}"#, "not 2"),
    (#"{"reset":{"state":[1,2,3,null]}}"#, "element 3 is null"), (#"{"action":2}"#, "in 0...1"),
    (#"{"action":-1}"#, "in 0...1"), (#"{"action":0.5}"#, "whole number from 0 to 1, not 0.5"),
    (#"{"action":[1]}"#, "not an array"), (#"{"action":true}"#, "not a boolean"),
    (#"{"action":1e999}"#, "beyond the range"), (#"{"action":1e300}"#, "in 0...1"),
    (#"{"action":1} x"#, "more text follows"), (#"{"action":1,"action":1}"#, "twice"),
    (#"{"reset":{"state":[1e300,0,0,0]}}"#, "observation[0] became inf"),
  ])
  func `a wrong line is answered with an error and changes nothing`(
    line: String, reason: String
  ) throws {
    var session = try session("CartPole-v1")
    _ = session.answer(#"{"reset":{"seed":5}}"#)
    var undisturbed = session
    let answer = session.answer(line)
    #expect(answer.hasPrefix(#"{"error":""#) && answer.contains(reason), "\(answer)")
    #expect(!answer.contains("\n"))
    #expect(session.answer(#"{"action":1}"#) == undisturbed.answer(#"{"action":1}"#))
  }

  @Test func `deep nesting is refused`() throws {
    var session = try session("CartPole-v1")
    let answer = session.answer(String(repeating: "[", count: 100_000))
    #expect(answer.contains("nested deeper than 64 levels"))
  }

  @Test func `a continuous action is an array within bounds`() throws {
    var session = try session("Pendulum-v1")
    #expect(session.answer(#"{"action":[0]}"#).contains("no episode has begun"))
    _ = session.answer(#"{"reset":{"seed":5}}"#)
    #expect(session.answer(#"{"action":0.5}"#).contains("'action' must be an array of numbers"))
    #expect(session.answer(#"{"action":[]}"#).contains("must hold 1 numbers"))
    #expect(session.answer(#"{"action":[2.5]}"#).contains("must be in -2.0...2.0"))
    #expect(session.answer(#"{"action":[-2]}"#).contains("observation"))
  }

  @Test func `a mask is shown, and what it forbids is refused and changes nothing`() throws {
    var session = try session("masked/Taxi-v4")
    let start = session.answer(#"{"reset":{"state":[1]}}"#)
    #expect(
      start == #"{"mask":[[1,0,1,0,1,0]],"observation":[1.0],"reward":0.0,"#
        + #""terminated":false,"truncated":false}"#)
    #expect(
      session.answer(#"{"action":3}"#)
        == #"{"error":"'action' must be one of 0, 2, 4 now, not 3"}"#)
    #expect(session.answer(#"{"action":4}"#).contains(#""observation":[17.0]"#))
  }

  @Test func `nested observations and actions have their natural form`() throws {
    var dictionary = try session("probe/dictionary")
    #expect(
      dictionary.answer(#"{"reset":{"seed":1}}"#)
        .contains(#""observation":{"lever":["#))
    var hybrid = try session("probe/hybrid")
    _ = hybrid.answer(#"{"reset":{"seed":1}}"#)
    #expect(hybrid.answer(#"{"action":[1]}"#).contains("must hold 2 elements, not 1"))
    #expect(
      hybrid.answer(#"{"action":[1,[2]]}"#).contains("element 1 element 0 must be in -1.0...1.0"))
    #expect(hybrid.answer(#"{"action":[1,[0.5]]}"#).contains(#""terminated":true"#))
    var pixels = try session("probe/pixels")
    #expect(pixels.answer(#"{"reset":{}}"#).contains("[[["))
    var blackjack = try session("Blackjack-v1")
    #expect(blackjack.answer(#"{"reset":{}}"#).contains(#""observation":["#))
  }

  @Test func `a probe's state cannot be set`() throws {
    var session = try session("probe/bandit")
    #expect(session.answer(#"{"reset":{"state":[]}}"#).contains("cannot be set"))
  }

  @Test func `an entry describes itself as JSON`() throws {
    let text = try #require(EnvironmentCatalogue.standard["CartPole-v1"]).json.description
    let limits = #""high":[4.8,"inf",0.41887903,"inf"],"low":[-4.8,"-inf",-0.41887903,"-inf"]"#
    #expect(
      text
        == #"{"actionSpace":{"count":2,"start":0,"type":"discrete"},"id":"CartPole-v1","#
        + #""maximumEpisodeSteps":500,"#
        + #""observationSpace":{"dtype":"float32",\#(limits),"shape":[4],"type":"box"},"#
        + #""rewardThreshold":475.0,"#
        + #""stateVariables":["position","velocity","angle","angularVelocity"],"#
        + #""summary":"Balance a pole on a cart by pushing it left or right."}"#)
  }
}
