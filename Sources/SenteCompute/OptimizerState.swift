import SentePrimitives

/// What an optimizer remembers: two or three numbers per weight and how often it has stepped.
public struct OptimizerState: ~Copyable {
  /// The layout of the weights it belongs to.
  public let layout: Layout
  /// How many steps were taken.
  public var updates: Int = 0
  /// How many numbers there are per weight.
  public let moments: Int
  var storage: Storage

  /// The state before the first step; `moments` is at least what the rule needs.
  public init(_ layout: Layout, moments: Int = 2) {
    precondition((2...3).contains(moments), "an optimizer keeps 2 or 3 moments, not \(moments)")
    self.layout = layout
    self.moments = moments
    storage = Storage(count: moments * layout.count)
  }

  /// First moments (or velocities), then second moments, then third ones if there are, each as the
  /// weights lie.
  public var values: Span<Float> {
    @_lifetime(borrow self) borrowing get { storage.span }
  }

  /// First moments (or velocities), then second moments, then third ones if there are, each as the
  /// weights lie.
  public var mutableValues: MutableSpan<Float> {
    @_lifetime(&self) mutating get { storage.mutableSpan }
  }
}
