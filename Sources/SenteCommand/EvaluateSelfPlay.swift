import ArgumentParser
import SenteGames
import SentePrimitives
import SenteSelfPlay
import SenteTraining

/// `sente evaluate <run>` for runs of self-play: games against players without a network, or mistakes
/// in positions whose outcome is known.
extension EvaluateCommand {
  func evaluateSelfPlay() throws {
    try check("simulations", simulations, in: 1...1_000_000_000)
    let run = try selfPlayRun(folder, pool: try makePool(threads))
    if solved.isEmpty { return meetPool(run) }
    for path in solved {
      let positions = try solvedPositions(path)
      var line = ProgressLine(isQuiet: json && !Terminal.errorIsTerminal)
      let mistakes = run.network.mistakes(in: positions, simulations: simulations) { done in
        line.show("\(path): \(done) of \(positions.count) positions")
      }
      line.clear()
      guard let mistakes else {
        throw Failure(
          usage: "--solved is for Connect Four; \(folder) has learned \(run.configuration.game)")
      }
      let share = Double(mistakes) / Double(positions.count)
      guard json else {
        Terminal.output(
          "\(path): \(mistakes) mistakes in \(positions.count) positions, "
            + "\(rounded(100 * share, 2))%, \(simulations) simulations")
        continue
      }
      let object: JSON = .object([
        "run": .string(folder), "step": JSON(run.step), "file": .string(path),
        "positions": JSON(positions.count), "mistakes": JSON(mistakes),
        "simulations": JSON(simulations),
      ])
      Terminal.output("\(object)")
    }
  }

  private func solvedPositions(_ path: String) throws -> [SolvedPosition] {
    var positions: [SolvedPosition] = []
    let text = String(decoding: try Terminal.readFile(path), as: UTF8.self)
    for (number, line) in text.split(separator: "\n").enumerated() {
      do {
        positions.append(try SolvedPosition(line: line))
      } catch {
        throw Failure(message: "\(path), line \(number + 1): \(error.reason)")
      }
    }
    guard !positions.isEmpty else { throw Failure(message: "\(path) has no positions") }
    return positions
  }

  private func meetPool(_ run: SelfPlayRun) {
    let scores = run.network.meetPool(
      of: run.configuration.alphazero, games: episodes, simulations: simulations, seed: seed)
    for (name, score) in scores {
      guard json else {
        Terminal.output(
          "\(name): \(score.wins) won, \(score.draws) drawn, \(score.losses) lost of"
            + " \(score.games)")
        continue
      }
      let object: JSON = .object([
        "run": .string(folder), "step": JSON(run.step), "opponent": .string(name),
        "games": JSON(score.games), "wins": JSON(score.wins), "draws": JSON(score.draws),
        "losses": JSON(score.losses), "simulations": JSON(simulations), "seed": JSON(seed),
      ])
      Terminal.output("\(object)")
    }
  }
}
