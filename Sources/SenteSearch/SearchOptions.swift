/// What is the same for all rules of a search.
public struct SearchOptions: Sendable, Hashable {
  /// How values of one tree are made comparable with the weights of exploration.
  public enum ValueTransform: Sendable, Hashable {
    /// As they are: for outcomes between -1 and 1.
    case identity
    /// Moved and scaled so that the values of all edges span 0 to 1 (MuZero, appendix B): for scores
    /// whose range nobody knows beforehand.
    case minMax
  }

  /// How outcomes of chance are chosen.
  public enum ChanceRule: Sendable, Hashable {
    /// Drawn by their probability.
    case sampled
    /// The outcome that is furthest behind its share of the visits, so that visits follow the
    /// probabilities as closely as whole numbers can.
    case proportional
  }

  /// The most bytes of a tree; when they are used up it grows no more.
  public var memoryLimit = 512 << 20
  /// Whether proven wins, draws and losses are carried up; where two play with outcomes -1, 0, 1.
  public var carriesProofs = true
  /// Whether a search ends when its root is proven.
  public var stopsWhenProven = true
  /// How values are compared.
  public var values = ValueTransform.identity
  /// How outcomes of chance are chosen.
  public var chance = ChanceRule.sampled
  /// How many leaves of one tree are evaluated together.
  public var leavesPerBatch = 1
  /// How much a visit that awaits its value counts as a loss, where several leaves are gathered.
  public var virtualLoss: Float = 1

  /// The usual ones.
  public init() {}
}

/// Why a search came back.
public enum SearchEnd: Sendable, Hashable {
  /// All simulations have been made.
  case completed
  /// The caller's closure asked for it.
  case stopped
  /// The outcome of the root is proven.
  case proven
}
