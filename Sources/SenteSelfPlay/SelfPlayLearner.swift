import SenteGames
public import SentePrimitives

/// A learner from self-play, whatever its game: the loop belongs to the caller.
///
/// It holds functions that are made where the game is known: a witness of a generic type would not be
/// specialized, and the search runs several times slower then.
public final class SelfPlayLearner {
  private let readProgress: () -> SelfPlayProgress
  private let digest: () -> Digest
  private let takeTurn: (Double) throws(LearningFailure) -> Void
  private let noteRecording: (Double) -> Void
  private let takeSnapshot: () throws -> [String: [UInt8]]
  private let putBack: ((String) throws -> [UInt8]) throws -> Void

  init<Encoding: PositionEncoding>(_ learner: AlphaZero<Encoding>) {
    readProgress = { learner.progress }
    digest = { learner.weightsDigest }
    takeTurn = { (done) throws(LearningFailure) in try learner.turn(progress: done) }
    noteRecording = { learner.charge(recording: $0) }
    takeSnapshot = { try learner.snapshot() }
    putBack = { try learner.restore($0) }
  }

  /// What was done so far.
  public var progress: SelfPlayProgress { readProgress() }
  /// The digest of the weights that learn.
  public var weightsDigest: Digest { digest() }

  /// One move in each game, and what is learned from it.
  ///
  /// - Parameter done: How much of the run is done, 0...1, for the schedules.
  public func turn(progress done: Double) throws(LearningFailure) { try takeTurn(done) }

  /// Counts time that somebody else spent on metrics and checkpoints.
  public func charge(recording seconds: Double) { noteRecording(seconds) }

  /// The whole state between two turns, as sections of a checkpoint.
  public func snapshot() throws -> [String: [UInt8]] { try takeSnapshot() }

  /// Puts a state back, whose sections are asked for by name; throws, and changes nothing, when it is
  /// of another game or network.
  public func restore(_ section: (String) throws -> [UInt8]) throws { try putBack(section) }
}

/// A number of learning that stopped being finite.
public struct LearningFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it was.
  public let quantity: String
  /// Its value.
  public let value: Double
  /// The gradient step, counted from the start of the run.
  public let update: Int

  /// One line for a person.
  public var description: String { "\(quantity) became \(value) at gradient step \(update)" }
}

/// The counters of self-play.
public struct SelfPlayProgress: Hashable, Sendable, Codable {
  /// Positions in which a move was chosen.
  public var positions = 0
  /// Games that ended.
  public var games = 0
  /// Gradient steps.
  public var updates = 0
  /// How often the learned network took over self-play.
  public var networks = 0
  /// Positions that are still to be learned from, each as often as it is owed.
  var owed = 0.0
  /// Positions in the window, and its bytes.
  public var windowPositions = 0
  /// See `windowPositions`.
  public var windowBytes = 0
  /// The score of the last gating match.
  public var gateScore: Double?
  /// What is known about giving games up.
  public var resignation = Resignation()
  var lastNetwork = 0
  var lastRating = 0
  var updatesAtLastNetwork = 0
  /// Lengths of the last hundred games.
  var recentLengths: [Int] = []
  /// The ratings so far.
  public var ratings: [Rating] = []
  /// Means of the latest gradient steps, by name.
  public var means: [String: Double] = [:]
  /// Where the time went.
  public var time = SelfPlayTime()

  /// Nothing so far.
  public init() {}

  /// The mean length of the last hundred games.
  public var meanLength: Double? {
    recentLengths.isEmpty
      ? nil : Double(recentLengths.reduce(0, +)) / Double(recentLengths.count)
  }

  /// The rating of the present network; nil before the first.
  public var rating: Rating? { ratings.last { $0.positions != nil } }

  mutating func add(length: Int) {
    recentLengths.append(length)
    if recentLengths.count > 100 { recentLengths.removeFirst() }
  }

  /// Takes one number of a gradient step into the running means, over about a hundred steps.
  mutating func note(_ name: String, _ value: Double) {
    let old = means[name] ?? value
    means[name] = old + (value - old) / Double(min(updates, 100))
  }
}

/// Where the time of self-play goes, in seconds.
public struct SelfPlayTime: Hashable, Sendable, Codable {
  /// Trees and rules.
  public var search = 0.0
  /// The network in the search.
  public var network = 0.0
  /// Gradient steps, and what they need.
  public var learning = 0.0
  /// Games for ratings and gates.
  public var rating = 0.0
  /// Metrics and checkpoints.
  public var recording = 0.0

  /// Nothing so far.
  public init() {}

  /// All of it.
  public var total: Double { search + network + learning + rating + recording }

  /// The parts by name.
  public var parts: [(name: String, seconds: Double)] {
    [
      ("search", search), ("network", network), ("learning", learning), ("rating", rating),
      ("recording", recording),
    ]
  }
}
