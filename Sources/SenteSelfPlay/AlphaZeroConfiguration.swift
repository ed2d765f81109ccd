public import SenteCompute
public import SentePrimitives

/// The settings of AlphaZero. The defaults suit small boards on one or two cores; the papers' values
/// are said beside them.
public struct AlphaZeroConfiguration: Hashable, Sendable, Codable {
  /// How the search at the root works, and what the policy learns from it.
  public enum Improvement: String, NamedChoice {
    /// AlphaZero: PUCT and Dirichlet noise; the target is the share of visits.
    case visits
    /// Gumbel AlphaZero: sequential halving of sampled actions; the target is the policy improved by
    /// completed values.
    case gumbel
  }

  /// What steps the weights.
  public enum Optimizer: String, NamedChoice {
    /// Adam, as AlphaZero.jl.
    case adam
    /// Gradient descent with momentum 0.9, as the papers.
    case momentum
  }

  // MARK: Self-play

  /// Games side by side; each simulation is one batch of the network.
  public var games = 64
  /// The root's rule and the policy's target.
  public var improvement = Improvement.gumbel
  /// Simulations of a search. AlphaZero: 800; Gumbel AlphaZero shows 2 to 200.
  public var simulations = 32
  /// Gumbel: actions sampled at the root. Danihelka et al. 2022: 16.
  public var consideredActions = 16
  /// Gumbel: c_visit of σ. Danihelka et al.: 50.
  public var visitOffset = 50.0
  /// Gumbel: c_scale of σ, on values from -1 to 1 that are not rescaled. Danihelka et al.: 1 for Go. More
  /// makes targets sharper and games more alike, which small games do not forgive.
  public var valueScale = 0.1
  /// PUCT: c_init. AlphaZero: 1.25.
  public var exploration = 1.25
  /// Visits: α of the root's noise. AlphaZero: about 10 / legal actions.
  public var noiseConcentration = 1.0
  /// Visits: the noise's share of the priors. AlphaZero: 0.25.
  public var noiseFraction = 0.25
  /// Visits: moves of a game that are drawn in proportion to the target; later ones are the best.
  /// AlphaGo Zero: 30.
  public var temperatureMoves = 10
  /// Games begin with so many actions at most drawn evenly, a number that is drawn evenly, too. The
  /// papers: 0.
  public var randomActions = 0
  /// A game of so many actions is a draw. AlphaGo Zero: 722, AlphaZero: 512 in chess and shogi.
  public var maximumActions = 512
  /// Whether the window sees each position through a symmetry drawn anew, as AlphaGo Zero; AlphaZero
  /// uses none.
  public var usesSymmetries = true

  // MARK: What makes self-play cheaper

  /// The share of searches that are full and learned from; the others have `fastSimulations` and no
  /// noise (playout-cap randomization). KataGo: 0.25; 1: every search.
  public var fullSearchShare = 1.0
  /// Simulations of the other searches.
  public var fastSimulations = 8
  /// Visits: k of forced playouts, whose surplus the target leaves out. KataGo: 2; 0: none.
  public var forcedPlayouts = 0.0
  /// How much of a game's share in the window goes by how much its searches surprised the policy.
  /// KataGo: 0.5; 0: each position counts once.
  public var surpriseWeight = 0.0
  /// Whether games are given up once the search's value is low enough.
  public var resigns = false
  /// The share of games that are played on to see whether giving up would have been wrong. AlphaGo
  /// Zero: 0.1.
  public var resignationChecks = 0.1
  /// The greatest share of those who did not lose among the players who would have given up in those
  /// games. AlphaGo Zero: 0.05.
  public var resignationErrors = 0.05

  // MARK: Learning

  /// The window of positions that are learned from.
  public var window = WindowGrowth()
  /// Positions in the window before learning begins.
  public var startPositions = 5_000
  /// Positions of one gradient step. AlphaZero: 4096.
  public var batchSize = 256
  /// How often a new position is learned from on average. AlphaZero: about 1 in chess.
  public var replayRatio = 4.0
  /// What steps the weights.
  public var optimizer = Optimizer.adam
  /// The step size over the run.
  public var learningRate = Schedule.cosine(from: 2e-3, to: 1e-4)
  /// How much the weights, but for biases and norms, shrink by a step of rate 1. AlphaZero: 1e-4.
  public var weightDecay = 1e-4
  /// The weight of the value's error. AlphaZero: 1.
  public var valueCoefficient = 1.0
  /// The weight of the error of each point's owner, where a head learns it.
  public var ownershipCoefficient = 0.5
  /// The weight of the error of the score, in shares of the board, where a head learns it.
  public var scoreCoefficient = 0.5
  /// The weight of the loss of the opponent's reply, where a head learns it. KataGo: 0.15.
  public var replyCoefficient = 0.15
  /// How much of the value's target is the search's value instead of the outcome. AlphaZero: 0.
  public var searchValueShare = 0.0
  /// Norm to which the gradient is scaled down; nil for no limit.
  public var maximumGradientNorm: Double?
  /// What the network sees of a position.
  public var encoding = EncodingKind.compact
  /// The network.
  public var network = NetworkSettings()
  /// What the network's products round to where it plays; it learns in float32.
  public var precision = Trace.Precision.float32

  // MARK: Which network plays

  /// Positions after which the learned network takes over self-play. AlphaZero: always the latest.
  public var networkInterval = 4_000
  /// Games that decide whether it may (gating). AlphaGo Zero: 400; 0: it always does.
  public var gatingGames = 0
  /// The score that it needs there. AlphaGo Zero: 0.55.
  public var gatingScore = 0.55

  // MARK: Ratings

  /// Positions between two ratings.
  public var ratingInterval = 50_000
  /// Games against each opponent of the pool: random, greedy, searches with rollouts, alpha-beta, and the
  /// network of the rating before; 0: no ratings.
  public var ratingGames = 40
  /// Simulations of the network in these games.
  public var ratingSimulations = 64
  /// Rollouts of the searches in the pool.
  public var ratingRollouts = [100, 1000]
  /// Depths of the alpha-beta searches in the pool, for games that have an evaluation.
  public var ratingDepths: [Int] = []

  /// The defaults.
  public init() {}

  /// The settings whose value may be none.
  public static var optionalSettings: [String] { ["maximumGradientNorm", "network.squeezeExcite"] }
}

// MARK: - What cannot be

extension AlphaZeroConfiguration {
  /// The first setting that is out of range, in words; nil when all are usable.
  public var problem: String? {
    wholeProblem ?? numberProblem ?? scheduleProblem ?? network.problem.map { "network.\($0)" }
      ?? window.problem.map { "window.\($0)" }
  }

  private var wholeProblem: String? {
    let limits = [
      ("games", games, 1...65_536), ("simulations", simulations, 1...1_000_000),
      ("consideredActions", consideredActions, 1...100_000),
      ("temperatureMoves", temperatureMoves, 0...1_000_000),
      ("randomActions", randomActions, 0...1_000),
      ("maximumActions", maximumActions, 1...65_535),
      ("fastSimulations", fastSimulations, 1...1_000_000),
      ("startPositions", startPositions, 1...1_000_000_000), ("batchSize", batchSize, 2...65_536),
      ("networkInterval", networkInterval, 1...1_000_000_000),
      ("gatingGames", gatingGames, 0...100_000), ("ratingInterval", ratingInterval, 1...Int.max),
      ("ratingGames", ratingGames, 0...100_000),
      ("ratingSimulations", ratingSimulations, 1...1_000_000),
    ]
    for (name, value, range) in limits where !range.contains(value) {
      return "\(name) is \(value), but must lie in \(range)"
    }
    for rollouts in ratingRollouts where !(1...10_000_000).contains(rollouts) {
      return "ratingRollouts has \(rollouts), but each must lie in 1...10000000"
    }
    for depth in ratingDepths where !(1...20).contains(depth) {
      return "ratingDepths has \(depth), but each must lie in 1...20"
    }
    return nil
  }

  private var numberProblem: String? {
    let limits = [
      ("visitOffset", visitOffset, 0...1e6), ("valueScale", valueScale, 0...1e6),
      ("exploration", exploration, 0...1e6),
      ("noiseConcentration", noiseConcentration, 1e-6...1e6),
      ("noiseFraction", noiseFraction, 0...1), ("fullSearchShare", fullSearchShare, 0.001...1),
      ("forcedPlayouts", forcedPlayouts, 0...1000), ("surpriseWeight", surpriseWeight, 0...1),
      ("resignationChecks", resignationChecks, 0.001...1),
      ("resignationErrors", resignationErrors, 0...1), ("replayRatio", replayRatio, 0.001...1000),
      ("weightDecay", weightDecay, 0...1), ("valueCoefficient", valueCoefficient, 0...1e6),
      ("ownershipCoefficient", ownershipCoefficient, 0...1e6),
      ("scoreCoefficient", scoreCoefficient, 0...1e6),
      ("replyCoefficient", replyCoefficient, 0...1e6),
      ("searchValueShare", searchValueShare, 0...1), ("gatingScore", gatingScore, 0...1),
    ]
    for (name, value, range) in limits where !range.contains(value) {
      return "\(name) is \(value), but must lie in \(range.lowerBound)...\(range.upperBound)"
    }
    return nil
  }

  private var scheduleProblem: String? {
    let bounds = learningRate.bounds
    if bounds.lowerBound < 0 || bounds.upperBound > 10 {
      return "learningRate is \(learningRate), but must lie in 0...10"
    }
    if let norm = maximumGradientNorm, !(norm > 0) {
      return "maximumGradientNorm is \(norm), but must be greater than 0"
    }
    if improvement == .gumbel, forcedPlayouts > 0 {
      return "forcedPlayouts is \(forcedPlayouts), but only improvement=visits has forced playouts"
    }
    return nil
  }
}

extension WindowGrowth {
  /// The first setting that is out of range, in words; nil when all are usable.
  var problem: String? {
    if !(1...1_000_000_000).contains(initial) {
      return "initial is \(initial), but must lie in 1...1000000000"
    }
    if maximum < initial {
      return "maximum is \(maximum), but must be at least initial, \(initial)"
    }
    if maximum > 1_000_000_000 { return "maximum is \(maximum), but must be at most 1000000000" }
    if !(0.01...1).contains(exponent) { return "exponent is \(exponent), but must lie in 0.01...1" }
    if !(0...1).contains(slope) { return "slope is \(slope), but must lie in 0...1" }
    return nil
  }
}
