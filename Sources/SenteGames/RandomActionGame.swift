public import SentePrimitives

/// A game that draws a legal action without writing the list of all: for games of random moves.
public protocol RandomActionGame: Game {
  /// An action drawn evenly from the legal ones, nil when the game is over: the one that the draw
  /// `random.index(below:)` takes from the list of `appendLegalActions`.
  func randomAction(using random: inout RandomStream) -> Action?
}
