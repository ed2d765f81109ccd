import SentePrimitives

/// What a policy drew in one step.
struct DrawnActions: Sendable {
  /// The actions as drawn, [batch, width]: a choice as its index from 0, a number before it is cut to
  /// bounds or squashed.
  var rows: [Float]
  /// Their log-probabilities or densities, [batch].
  var logProbabilities: [Float]

  /// Room for a batch.
  init(batch: Int, width: Int) {
    rows = [Float](repeating: 0, count: batch * width)
    logProbabilities = [Float](repeating: 0, count: batch)
  }
}

/// The randomness of a policy in a batch of environments: a stream for each, and for some policies
/// noise that is a fixed function of the state for a few steps, by a random matrix [features, actions]
/// for each environment (Raffin, Kober and Stulp 2021, section 3).
struct ActionSampler: Hashable, Sendable, Codable {
  var streams: [RandomStream]
  private var matrices: [[Float]] = []
  private var age = 0

  /// The streams (seed, "action", 0..<batch).
  init(seed: UInt64, batch: Int) {
    streams = (0..<batch).map { RandomStream(seed: seed, role: "action", index: UInt64($0)) }
  }

  /// How many environments it serves.
  var batch: Int { streams.count }

  /// Redraws the matrices when they are `every` steps old.
  mutating func prepareNoise(_ logDeviations: Span<Float>, every: Int) {
    if !matrices.isEmpty, age < every {
      age += 1
      return
    }
    age = 1
    let deviations = (0..<logDeviations.count).map { Elementary.exp(Double(logDeviations[$0])) }
    for i in streams.indices {
      var matrix: [Float] = []
      for deviation in deviations { matrix.append(Float(deviation * streams[i].normal())) }
      if i < matrices.count { matrices[i] = matrix } else { matrices.append(matrix) }
    }
  }

  /// Writes features · matrix for every row.
  func drawNoise(features: Span<Float>, into rows: inout [Float]) {
    let width = rows.count / matrices.count
    let length = features.count / matrices.count
    for (i, matrix) in matrices.enumerated() {
      for j in 0..<width {
        var sum: Float = 0
        for f in 0..<length { sum += features[i * length + f] * matrix[f * width + j] }
        rows[i * width + j] = sum
      }
    }
  }
}
