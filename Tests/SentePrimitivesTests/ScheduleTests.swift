import SentePrimitives
import Testing

@Suite struct ScheduleTests {
  @Test func `a cosine goes down slowly, fast and slowly`() {
    let schedule = Schedule.cosine(from: 3, to: 1)
    #expect(schedule.value(at: 0) == 3)
    #expect(abs(schedule.value(at: 0.5) - 2) < 1e-12)
    #expect(abs(schedule.value(at: 0.25) - (2 + 0.5.squareRoot())) < 1e-12)
    #expect(schedule.value(at: 1) == 1)
    #expect(schedule.value(at: 7) == 1)
  }

  @Test func `a warm-up climbs to the first value and leaves the rest its whole course`() {
    let schedule = Schedule.warmup(over: 0.2, then: .linear(from: 1, to: 0))
    #expect(schedule.value(at: 0) == 0)
    #expect(abs(schedule.value(at: 0.1) - 0.5) < 1e-12)
    #expect(schedule.value(at: 0.2) == 1)
    #expect(abs(schedule.value(at: 0.6) - 0.5) < 1e-12)
    #expect(schedule.value(at: 1) == 0)
    #expect(schedule.bounds == 0...1)
    #expect(Schedule.warmup(over: 1, then: .constant(2)).value(at: 1) == 2)
  }

  @Test(arguments: [
    Schedule.constant(3e-4), .linear(from: 1e-3, to: 0), .cosine(from: 1, to: 0.1),
    .warmup(over: 0.05, then: .cosine(from: 1e-3, to: 0)),
    .warmup(over: 0.5, then: .constant(1)),
  ])
  func `text and JSON keep a schedule`(schedule: Schedule) throws {
    #expect(Schedule(schedule.description) == schedule)
    #expect(try JSON(encoding: [schedule]).decoded(as: [Schedule].self) == [schedule])
  }

  @Test(arguments: [
    "", "fast", "1->", "->1", "1->2->3", "cosine", "cosine 1", "cosine 1->inf", "warmup 0.1",
    "warmup 0 1", "warmup 2 1", "warmup 0.1 fast", "linear 1->2", "nan", " 1", "1->0 cosine",
  ])
  func `other text is no schedule`(text: String) { #expect(Schedule(text) == nil) }
}
