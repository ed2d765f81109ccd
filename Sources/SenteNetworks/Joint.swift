public import SenteCompute
import SentePrimitives

/// Independent distributions side by side: rows, and parameters, are those of the parts one after the
/// other.
///
/// What dictionary and hybrid actions are drawn from.
public struct Joint: Distribution {
  /// The parts, and how many numbers a row of each has.
  public let parts: [(distribution: any Distribution, width: Int)]

  /// The distribution with these parts, at least one.
  public init(_ parts: [(distribution: any Distribution, width: Int)]) {
    precondition(!parts.isEmpty, "a joint distribution needs at least one part")
    self.parts = parts
  }

  /// Log-probabilities or log-densities [batch, 1] of rows [batch, sum of widths].
  public func logProbability(of rows: Tensor) -> Tensor {
    var offset = 0
    let terms = parts.map { part in
      defer { offset += part.width }
      return part.distribution.logProbability(
        of: rows.sliced(1, from: offset, count: part.width))
    }
    return terms.dropFirst().reduce(terms[0], +)
  }

  /// The sum of the parts' entropies in nats, [batch, 1].
  public var entropy: Tensor {
    let terms = parts.map(\.distribution.entropy)
    return terms.dropFirst().reduce(terms[0], +)
  }

  /// The likeliest rows of the parts, [batch, sum of widths].
  public var mode: Tensor { concatenate(parts.map(\.distribution.mode), axis: 1) }

  /// What drawing from each part needs, one after the other.
  public var parameters: Tensor { concatenate(parts.map(\.distribution.parameters), axis: 1) }
}
