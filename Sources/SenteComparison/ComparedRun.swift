public import SenteRuns
import SentePrimitives

/// What a comparison knows of one run.
public struct ComparedRun: Sendable {
  /// The folder.
  public let path: String
  /// `ppo`.
  public let algorithm: String
  /// The environment's id, or the game's name.
  public let environment: String
  /// Whether it learned a game by self-play: scores are ratings then, and steps are positions.
  let isSelfPlay: Bool
  /// The seed of the run.
  public let seed: Int
  /// The mean return of its last evaluation without exploration, or its last rating.
  public let score: Double
  /// `episode/return` by environment step, exploration included, or ratings by position, as all results
  /// of the run explain them.
  public let curve: [ScalarPoint]
  /// Seconds of training, as recorded; nil where nothing tells.
  public let seconds: Double?
  /// Every other setting by its name, as text.
  let settings: [String: String]

  /// Reads a run that has been evaluated.
  ///
  /// - Throws: `ComparisonError` when the folder is no run of an agent or of self-play or has no
  ///   evaluation yet; `RunError` when it cannot be read.
  public init(reading run: RunFolder) throws {
    let configuration: JSON
    do {
      configuration = try JSON(parsing: try run.configuration())
    } catch let error as RunError {
      throw error
    } catch {
      throw ComparisonError("\(run.file("configuration.json")) is not JSON: \(error)")
    }
    guard let algorithm = configuration["algorithm"]?.string,
      let environment = (configuration["environment"] ?? configuration["game"])?.string,
      let seed = configuration["seed"]?.integer(Int.self)
    else {
      throw ComparisonError("\(run.path) is no run of an agent in an environment")
    }
    isSelfPlay = configuration["environment"] == nil
    let evaluation = try run.evaluations().last
    guard let score = evaluation?[isSelfPlay ? "rating" : "returnMean"]?.double else {
      throw ComparisonError(
        "\(run.path) has no evaluation yet; 'sente train --resume --run \(run.path)' ends it")
    }
    path = run.path
    (self.algorithm, self.environment, self.seed, self.score) = (
      algorithm, environment, seed, score
    )
    let curves = try run.scalars().curves
    curve = isSelfPlay ? Self.ratings(evaluation) : curves["episode/return"] ?? []
    let speed = curves[isSelfPlay ? "time/positionsPerSecond" : "time/stepsPerSecond"]?.last
    seconds = speed.flatMap { $0.value > 0 ? Double($0.step) / Double($0.value) : nil }
    var settings: [String: String] = [:]
    Self.collect(configuration, "", into: &settings)
    for name in ["algorithm", "environment", "game", "seed"] { settings[name] = nil }
    self.settings = settings
  }

  private static func ratings(_ evaluation: JSON?) -> [ScalarPoint] {
    (evaluation?["ratings"]?.array ?? []).compactMap { rating in
      guard let positions = rating["positions"]?.integer(Int.self),
        let elo = rating["rating"]?.double
      else { return nil }  // One of the pool.
      return ScalarPoint(step: positions, wallTime: 0, value: Float(elo))
    }
  }

  /// A run from parts.
  init(
    algorithm: String, environment: String, seed: Int, score: Double, curve: [ScalarPoint] = [],
    settings: [String: String] = [:]
  ) {
    path = "\(algorithm)-\(environment)-\(seed)"
    (self.algorithm, self.environment, self.seed, self.score) = (
      algorithm, environment, seed, score
    )
    (self.curve, self.settings, seconds, isSelfPlay) = (curve, settings, nil, false)
  }

  /// Every value of an object by its path; the algorithm's own settings need no prefix.
  private static func collect(_ json: JSON, _ path: String, into settings: inout [String: String]) {
    guard let members = json.object else {
      let parts = path.split(separator: ".")
      settings[parts.count > 1 ? parts.dropFirst().joined(separator: ".") : path] =
        json.string ?? "\(json)"
      return
    }
    for (name, value) in members {
      collect(value, path.isEmpty ? name : "\(path).\(name)", into: &settings)
    }
  }
}

/// Why runs cannot be compared, in one line.
public struct ComparisonError: Error, CustomStringConvertible {
  /// One line.
  public let description: String

  init(_ description: String) { self.description = description }
}
