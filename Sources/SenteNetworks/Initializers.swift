public import SenteCompute
import SentePrimitives

extension Initializer {
  /// Uniform in ±bound.
  public static func uniform(bound: Double) -> Initializer {
    Initializer { shape, random, numbers in
      for i in 0..<shape.count { numbers[i] = Float(random.uniform(-bound, bound)) }
    }
  }

  /// Normal with mean 0.
  public static func normal(standardDeviation: Double) -> Initializer {
    Initializer { shape, random, numbers in
      for i in 0..<shape.count { numbers[i] = Float(random.normal() * standardDeviation) }
    }
  }

  /// Uniform with variance 2 / (inputs + outputs) (Glorot and Bengio 2010, equation 16).
  public static let xavier = Initializer { shape, random, numbers in
    let bound = (6 / Double(fanIn(shape) + shape.last)).squareRoot()
    for i in 0..<shape.count { numbers[i] = Float(random.uniform(-bound, bound)) }
  }

  /// Normal with variance 2 / inputs, for rectifiers (He, Zhang, Ren and Sun 2015, equation 10).
  public static let kaiming = Initializer { shape, random, numbers in
    let deviation = (2 / Double(fanIn(shape))).squareRoot()
    for i in 0..<shape.count { numbers[i] = Float(random.normal() * deviation) }
  }

  /// A matrix with orthonormal rows or columns, whichever are fewer, times a gain (Saxe, McClelland
  /// and Ganguli 2014). More than two axes count as [all but the last, last].
  public static func orthogonal(gain: Double = 1) -> Initializer {
    Initializer { shape, random, numbers in
      let columns = shape.last
      let rows = shape.count / columns
      let basis = orthonormal(
        count: min(rows, columns), length: max(rows, columns), using: &random)
      for i in 0..<rows {
        for j in 0..<columns {
          let element = rows < columns ? basis[i][j] : basis[j][i]
          numbers[i * columns + j] = Float(gain * element)
        }
      }
    }
  }
}

private func fanIn(_ shape: Shape) -> Int { shape.count / shape.last }

/// Random orthonormal vectors: normal numbers made orthogonal one by one, each twice against rounding
/// (modified Gram and Schmidt).
private func orthonormal(
  count: Int, length: Int, using random: inout RandomStream
) -> [[Double]] {
  var basis: [[Double]] = []
  while basis.count < count {
    var vector = (0..<length).map { _ in random.normal() }
    for _ in 0..<2 {
      for other in basis {
        let overlap = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
        for i in 0..<length { vector[i] -= overlap * other[i] }
      }
    }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if norm > 1e-6 { basis.append(vector.map { $0 / norm }) }
  }
  return basis
}
