public import SenteCompute
public import SentePrimitives

/// One of several normal distributions, chosen by weights: logits [batch, components], means and
/// logarithms of standard deviations [batch, components · width], component by component.
public struct NormalMixture: Distribution {
  /// Which component.
  public let component: Categorical
  /// The components.
  public let normals: [Normal]

  /// The mixture with these parameters.
  public init(logits: Tensor, means: Tensor, logDeviations: Tensor) {
    let count = logits.shape.last
    precondition(
      means.shape == logDeviations.shape && means.shape.last.isMultiple(of: count),
      "means \(means.shape) and deviations \(logDeviations.shape) are not those of \(count) components"
    )
    let width = means.shape.last / count
    component = Categorical(logits: logits)
    normals = (0..<count).map { i in
      Normal(
        mean: means.sliced(1, from: i * width, count: width),
        logDeviation: logDeviations.sliced(1, from: i * width, count: width))
    }
  }

  /// Log-densities [batch, 1] of rows [batch, width].
  public func logProbability(of rows: Tensor) -> Tensor {
    let densities = concatenate(normals.map { $0.logProbability(of: rows) }, axis: 1)
    return (component.logProbabilities + densities).logSumExp()
  }

  /// An upper bound of the entropy in nats, [batch, 1], there being no closed form; exact when
  /// components coincide or lie far apart (Kolchinsky and Tracey, "Estimating Mixture Entropy with
  /// Pairwise Distances", 2017, equation 10 with the Kullback-Leibler divergence).
  public var entropy: Tensor {
    let terms = normals.map { normal in
      let distances = concatenate(normals.map { normal.divergence(from: $0) }, axis: 1)
      return normal.entropy - (component.logProbabilities - distances).logSumExp()
    }
    return (exp(component.logProbabilities) * concatenate(terms, axis: 1)).sum(axis: 1)
  }

  /// The mean of the likeliest component, [batch, width]: near the mode where components lie apart.
  public var mode: Tensor {
    let chosen = component.mode
    let terms = normals.enumerated().map { i, normal in
      let distance = chosen - Float(i)
      return select(distance, distance * 0, distance * 0 + 1) * normal.mean
    }
    return terms.dropFirst().reduce(terms[0], +)
  }

  /// Log-weights, means and log-deviations side by side, [batch, components · (1 + 2 · width)].
  public var parameters: Tensor {
    concatenate(
      [component.logProbabilities] + normals.map(\.mean) + normals.map(\.logDeviation), axis: 1)
  }

  /// Draws a row from one row of `parameters`, and gives its log-density.
  ///
  /// - Parameters:
  ///   - numbers: Rows of parameters.
  ///   - offset: Where the row begins.
  ///   - row: Written: as many numbers as a component has.
  public static func sample(
    _ numbers: Span<Float>, at offset: Int, components: Int, into row: inout MutableSpan<Float>,
    using random: inout RandomStream
  ) -> Float {
    let width = row.count
    let chosen = Categorical.sample(numbers, offset..<offset + components, using: &random)
    let (means, deviations) = (offset + components, offset + components * (1 + width))
    for j in 0..<width {
      row[j] = Normal.sample(
        mean: numbers[means + chosen * width + j],
        logDeviation: numbers[deviations + chosen * width + j], using: &random)
    }
    var density = 0.0
    for i in 0..<components {
      var term = numbers[offset + i]
      for j in 0..<width {
        term += Normal.logProbability(
          of: row[j], mean: numbers[means + i * width + j],
          logDeviation: numbers[deviations + i * width + j])
      }
      density += Elementary.exp(Double(term))
    }
    return Float(Elementary.log(density))
  }
}
