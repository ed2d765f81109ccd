public import SenteCompute
public import SenteEnvironments

/// What acts for a batch of environments without noise, with weights that are lent for each call.
///
/// A step is `run`, then `modes`, then `advance`, and `forget` where episodes ended. Rows do not depend
/// on each other, so the size of the batch changes no result.
public protocol Policy: ~Copyable {
  /// Where the weights lie that it acts with.
  var layout: Layout { get }

  /// Evaluates observations [batch, width], standardized first if there are statistics.
  ///
  /// - Parameter masks: Which choices are legal, [batch, choices], where the environment says so.
  mutating func run(
    _ observations: Span<Float>, masks: Span<Float>?,
    _ standardization: RunningStandardization?, _ weights: borrowing Weights)

  /// Writes the best action of every row, as the environment takes it.
  ///
  /// Changes nothing; Swift 6.3.1 takes a reading call on a policy of any kind for one that consumes it.
  mutating func modes(into actions: inout MutableSpan<Float>)

  /// Remembers what was evaluated last.
  mutating func advance()

  /// Forgets the environments whose episodes ended.
  mutating func forget(_ ends: Span<EpisodeEnd>)
}

extension Policy where Self: ~Copyable {
  /// Nothing, where nothing is remembered.
  public mutating func advance() {}

  /// Nothing, where nothing is remembered.
  public mutating func forget(_ ends: Span<EpisodeEnd>) {}
}

extension ActorCriticPolicy: Policy {}
