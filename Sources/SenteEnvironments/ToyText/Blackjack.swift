public import SentePrimitives

/// Blackjack-v1: come closer to 21 than the dealer without passing it: stick (0) or hit (1).
///
/// Reward 1 for winning, -1 for losing, 0 for a draw. Cards are drawn with replacement; the dealer
/// hits below 17. Options as in Gymnasium 1.4.
///
/// Source: Sutton and Barto, "Reinforcement learning: an introduction", example 5.1.
public struct Blackjack: Environment {
  /// The cards that somebody holds, as far as the rules need them.
  public struct Hand: Hashable, Sendable, Codable {
    /// The sum with every ace as 1.
    public private(set) var hardSum = 0
    /// Whether there is an ace.
    public private(set) var hasAce = false
    /// How many cards there are.
    public private(set) var count = 0
    /// The first card, 1 for an ace.
    public private(set) var first = 0

    /// No card.
    public init() {}

    mutating func add(_ card: Int) {
      if count == 0 { first = card }
      hardSum += card
      hasAce = hasAce || card == 1
      count += 1
    }

    /// Whether an ace counts as 11.
    public var hasUsableAce: Bool { hasAce && hardSum + 10 <= 21 }
    /// What the hand is worth.
    public var sum: Int { hardSum + (hasUsableAce ? 10 : 0) }
    /// Whether it has passed 21.
    public var isBust: Bool { sum > 21 }
    /// Whether it is an ace and a ten.
    public var isNatural: Bool { count == 2 && sum == 21 }
    /// What it is compared by: 0 when it has passed 21.
    var score: Int { isBust ? 0 : sum }
  }

  /// Whether a player's natural beats everything but the dealer's, as in the book.
  public let followsBook: Bool
  /// Whether a natural that wins pays 1.5; without effect where `followsBook`.
  public let naturalPaysMore: Bool
  /// The player's cards.
  public private(set) var player = Hand()
  /// The dealer's cards, of which the first is seen.
  public private(set) var dealer = Hand()

  /// A table before the first cards; the defaults are those of Blackjack-v1.
  public init(followsBook: Bool = true, naturalPaysMore: Bool = false) {
    self.followsBook = followsBook
    self.naturalPaysMore = naturalPaysMore
  }

  /// The player's sum, the dealer's first card and whether the player has a usable ace.
  public var observationSpace: Space {
    .tuple([.discrete(count: 32), .discrete(count: 11), .discrete(count: 2)])
  }

  /// Stick or hit.
  public var actionSpace: Space { .discrete(count: 2) }

  /// Two cards for the dealer, then two for the player.
  public mutating func reset(using random: inout RandomStream) {
    deal { Blackjack.card(using: &random) }
  }

  /// Hits, or sticks and lets the dealer play.
  public mutating func step(_ action: Int, using random: inout RandomStream) -> StepResult {
    act(action) { Blackjack.card(using: &random) }
  }

  /// A card, 1 for an ace, ten and pictures 10.
  private static func card(using random: inout RandomStream) -> Int {
    min(random.index(below: 13) + 1, 10)
  }

  /// Begins with cards from elsewhere: two for the dealer, then two for the player.
  public mutating func deal(_ draw: () -> Int) {
    (dealer, player) = (Hand(), Hand())
    for _ in 0..<2 { dealer.add(draw()) }
    for _ in 0..<2 { player.add(draw()) }
  }

  /// Acts with cards from elsewhere.
  public mutating func act(_ action: Int, _ draw: () -> Int) -> StepResult {
    if action == 1 {
      player.add(draw())
      return player.isBust ? StepResult(reward: -1, end: .terminated) : StepResult(reward: 0)
    }
    while dealer.sum < 17 { dealer.add(draw()) }
    let difference = player.score - dealer.score
    var reward = Double(difference.signum())
    if followsBook, player.isNatural, !dealer.isNatural {
      reward = 1
    } else if !followsBook, naturalPaysMore, player.isNatural, reward == 1 {
      reward = 1.5
    }
    return StepResult(reward: reward, end: .terminated)
  }

  /// Sum, the dealer's card, usable ace.
  public func observe(into row: inout MutableSpan<Float>, at offset: Int) {
    row[offset] = Float(player.sum)
    row[offset + 1] = Float(dealer.first)
    row[offset + 2] = player.hasUsableAce ? 1 : 0
  }
}

extension Blackjack: DrawableEnvironment {
  /// What the player sees; the dealer's hand when it was played.
  public func draw(on canvas: inout Canvas) {
    let isPlayed = dealer.count > 2 || player.isBust
    let card = dealer.first == 1 ? "A" : "\(dealer.first)"
    canvas.text("dealer", column: 1, row: 1, .grey)
    canvas.text("[\(card)]", column: 9, row: 1, .white)
    canvas.text(isPlayed ? "\(dealer.sum)" : "[?]", column: 14, row: 1, .grey)
    canvas.text("player", column: 1, row: 3, .grey)
    canvas.text(
      "\(player.sum)" + (player.isBust ? " bust" : player.hasUsableAce ? " usable ace" : ""),
      column: 9, row: 3, player.isBust ? .red : .green)
    for i in 0..<player.count { canvas.text("▮", column: 9 + 2 * i, row: 4, .blue) }
  }
}
