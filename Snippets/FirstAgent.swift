// A world of your own, an agent that learns it, and what it then earns in fresh episodes.
// Run it with: swift run -c release FirstAgent
import Sente

// snippet.world
/// A corridor of nine cells: each step costs 0.01, the right end pays 1.
struct Corridor: Environment {
  var cell = 0
  var observationSpace: Space { .discrete(count: 9) }
  var actionSpace: Space { .discrete(count: 2) }

  mutating func reset(using random: inout RandomStream) {
    cell = Int.random(in: 0..<8, using: &random)
  }

  mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    cell = max(0, cell + (action == 1 ? 1 : -1))
    return cell == 8
      ? StepResult(reward: 1, end: .terminated) : StepResult(reward: -0.01)
  }

  func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(cell)
  }
}
// snippet.end

// snippet.catalogue
var catalogue = EnvironmentCatalogue.standard
catalogue.add(
  EnvironmentSpecification(
    id: "Corridor", summary: "Walk to the right end.", maximumEpisodeSteps: 50,
    rewardThreshold: 0.95, make: { Corridor() }))
// snippet.end

// snippet.configuration
var configuration = RunConfiguration(environment: "Corridor")
configuration.steps = 20_000
configuration.ppo.network.hiddenWidths = [32]
// snippet.end

// snippet.training
// A path in place of nil keeps metrics and checkpoints in a run folder; the clock feeds the account
// of where time went, and nothing else.
let training = try Training(configuration, in: catalogue, at: nil, clock: { 0 })
while !training.isDone { try training.turn() }
// snippet.end

// snippet.evaluation
let evaluation = try training.evaluate()
let isSolved = evaluation.returns.mean >= 0.95
print("mean return \(evaluation.returns.mean): \(isSolved ? "solved" : "not solved")")
// snippet.end
