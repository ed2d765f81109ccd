public import SentePrimitives

/// A policy improved by the values found so far: softmax(logits + σ(completed q)).
///
/// Unvisited actions are given the value v_mix, a mean of the node's own value and of the visited
/// actions' values weighted by their priors; σ(q) = (visitOffset + max n) · scale · q, on values
/// that are first moved and scaled to 0...1 within the node.
///
/// Source: Danihelka, Guez, Schrittwieser, Silver, "Policy improvement by planning with Gumbel"
/// (ICLR 2022), equations 8 to 11 and appendix D; the constants and the rescaling are mctx's.
public struct CompletedValues: Sendable, Hashable {
  /// c_visit: how many visits the prior counts for.
  public var visitOffset: Float
  /// c_scale: the weight of values against logits.
  public var scale: Float
  /// Whether the values of a node are rescaled to 0...1.
  public var rescales: Bool

  /// The constants of mctx; the paper has a scale of 1 for board games without rescaling.
  @inlinable
  public init(visitOffset: Float = 50, scale: Float = 0.1, rescales: Bool = true) {
    self.visitOffset = visitOffset
    self.scale = scale
    self.rescales = rescales
  }

  /// The line σ(q) = (q - low)·slope of a node, and v_mix.
  public struct Line: Sendable {
    /// The value of unvisited actions.
    public let mixed: Float
    @usableFromInline let low: Float
    @usableFromInline let slope: Float

    @inlinable
    init(mixed: Float, low: Float, slope: Float) {
      self.mixed = mixed
      self.low = low
      self.slope = slope
    }

    /// σ of a value.
    @inlinable @inline(__always)
    public func callAsFunction(_ value: Float) -> Float { (value - low) * slope }
  }

  /// σ and v_mix of a node; looks at its first `limit` edges, which hold all visited ones.
  @inlinable
  public func line(of node: borrowing NodeView, limit: Int) -> Line {
    var (total, prior, weighted) = (Float(0), Float(0), Float(0))
    var (low, high) = (Float.infinity, -Float.infinity)
    var (most, unvisited) = (Int32(0), limit < node.count)
    for edge in 0..<limit {
      let visits = node.visits[edge]
      if visits == 0 {
        unvisited = true
        continue
      }
      // A prior that vanished in single precision still stands for a possible action.
      let share = max(node.priors[edge], .leastNormalMagnitude)
      let value = node.means[edge]
      total += Float(visits)
      prior += share
      weighted += share * value
      low = min(low, value)
      high = max(high, value)
      most = max(most, visits)
    }
    let mixed =
      total == 0 ? node.rawValue : (node.rawValue + total * weighted / prior) / (1 + total)
    if unvisited {
      low = min(low, mixed)
      high = max(high, mixed)
    }
    let slope = (visitOffset + Float(most)) * scale
    return rescales
      ? Line(mixed: mixed, low: low, slope: slope / max(high - low, 1e-8))
      : Line(mixed: mixed, low: 0, slope: slope)
  }

  /// The improved policy over all edges.
  @inlinable
  public func policy(of node: borrowing NodeView) -> [Float] {
    let line = line(of: node, limit: node.count)
    var greatest = -Float.infinity
    for edge in 0..<node.count where node.priors[edge] > 0 {
      greatest = max(greatest, line(completed(node, edge, line)))
    }
    var sum: Float = 0
    var weights: [Float] = []
    weights.reserveCapacity(node.count)
    for edge in 0..<node.count {
      let value = line(completed(node, edge, line)) - greatest
      let weight = node.priors[edge] * Float(Elementary.exp(Double(value)))
      weights.append(weight)
      sum += weight
    }
    return weights.map { $0 / sum }
  }

  /// The value of an edge, v_mix before its first visit.
  @inlinable @inline(__always)
  func completed(_ node: borrowing NodeView, _ edge: Int, _ line: Line) -> Float {
    node.visits[edge] > 0 ? node.means[edge] : line.mixed
  }
}
