import ArgumentParser
import SenteEnvironments
import SentePrimitives
import SenteRuns
import SenteTraining

/// `sente evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Play fresh episodes with a trained agent, without exploration noise.",
    discussion: """
      A run of self-play meets players that need no network, or is asked about positions of Connect \
      Four whose outcome is known:

      sente evaluate runs/c4 --simulations 600 --solved Test_L1_R1 Test_L2_R1
      """)

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
  var folder: String

  @Option(parsing: .unconditional, help: "How many episodes, or games against each player.")
  var episodes = 100

  @Option(parsing: .unconditional, help: "For runs of self-play: simulations for a move.")
  var simulations = 600

  @Option(
    parsing: .upToNextOption,
    help: "For Connect Four: files of positions with their scores, one a line, as P. Pons has them."
  )
  var solved: [String] = []

  @Option(parsing: .unconditional, help: "The seed of the episodes.")
  var seed: UInt64 = 1

  @Option(parsing: .unconditional, help: "Threads that share the work.")
  var threads = 1

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  mutating func run() throws {
    try reporting {
      try check("episodes", episodes, in: 1...1_000_000)
      if try RunFolder(opening: folder).isSelfPlay() { return try evaluateSelfPlay() }
      guard solved.isEmpty else {
        throw Failure(usage: "--solved is for runs of self-play; \(folder) is not one")
      }
      let agent = try trainedAgent(folder)
      let result = try agent.evaluate(
        episodes: episodes, seed: seed, pool: try makePool(threads))
      let returns = result.returns
      if json {
        let object: JSON = .object([
          "run": .string(folder), "environment": .string(agent.environment.id),
          "episodes": JSON(episodes), "seed": JSON(seed), "returnMean": JSON(returns.mean),
          "returnStd": JSON(returns.standardDeviation), "returnMin": JSON(returns.minimum),
          "returnMax": JSON(returns.maximum), "lengthMean": JSON(result.lengths.mean),
        ])
        Terminal.output("\(object)")
      } else {
        Terminal.output(
          "\(agent.environment.id) at step \(grouped(agent.step)): \(episodes) episodes, return "
            + "\(rounded(returns.mean, 2)) ± \(rounded(returns.standardDeviation, 2)) "
            + "(\(rounded(returns.minimum, 2)) to \(rounded(returns.maximum, 2))), "
            + "length \(rounded(result.lengths.mean, 1))")
      }
    }
  }
}

/// The agent of a run folder; damaged checkpoints are reported and passed over.
func trainedAgent(_ run: String) throws -> TrainedAgent {
  try TrainedAgent(run: run) { problem in
    Terminal.error("sente: \(problem); using the one before it")
  }
}
