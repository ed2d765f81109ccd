import SentePrimitives

extension Tensor {
  /// The mean and the variance (over the number of rows) of each column of [rows, features], [1, features]
  /// each.
  public func moments() -> (mean: Tensor, variance: Tensor) {
    let both = graph.add(.moments, [self])
    return (both.sliced(0, from: 0, count: 1), both.sliced(0, from: 1, count: 1))
  }

  /// Each column of [rows, features] shifted and scaled to mean 0 and variance 1, then times `weight`
  /// [1, features] plus `bias` [1, features] (Ioffe and Szegedy 2015, algorithm 1).
  public func batchNormalized(weight: Tensor, bias: Tensor, epsilon: Float) -> Tensor {
    graph.add(.batchNorm(epsilon: epsilon), [self, weight, bias])
  }
}

// Rows of the table: norms over the rows of [rows, features].
extension Operation {
  private static func isTable(_ shape: Shape) -> Bool { shape.rank == 2 && shape[0] > 0 }

  static var momentsRow: OperationRow {
    OperationRow(
      name: "moments", onnx: nil, stableHLO: nil,
      shape: { isTable($0[0]) ? [2, $0[0][1]] : nil },
      pullback: { x, y, up in
        let share = 1 / Float(x[0].shape[0])
        let (mean, ofMean) = (y.sliced(0, from: 0, count: 1), up.sliced(0, from: 0, count: 1))
        let ofVariance = up.sliced(0, from: 1, count: 1) * (2 * share)
        return [(x[0] - mean) * ofVariance + ofMean * share]
      },
      reference: { x in
        let (rows, features) = (x[0].shape[0], x[0].shape[1])
        let means = (0..<features).map { j in
          (0..<rows).reduce(0) { $0 + x[0][[$1, j]] } / Double(rows)
        }
        return ReferenceTensor([2, features]) { i in
          if i[0] == 0 { return means[i[1]] }
          return (0..<rows).reduce(0) { sum, row in
            let difference = x[0][[row, i[1]]] - means[i[1]]
            return sum + difference * difference
          } / Double(rows)
        }
      })
  }

  static var columnSumsRow: OperationRow {
    OperationRow(
      name: "columnSums", onnx: nil, stableHLO: nil,
      shape: { x in
        isTable(x[0]) && x[1] == x[0] && x[2] == [1, x[0][1]] ? [2, x[0][1]] : nil
      },
      pullback: { x, y, up in
        let (plain, weighted) = (up.sliced(0, from: 0, count: 1), up.sliced(0, from: 1, count: 1))
        return [
          (x[1] - x[2]) * weighted + plain, x[0] * weighted,
          -(weighted * y.sliced(0, from: 0, count: 1)),
        ]
      },
      reference: { x in
        let (rows, features) = (x[0].shape[0], x[0].shape[1])
        return ReferenceTensor([2, features]) { i in
          (0..<rows).reduce(0) { sum, row in
            let factor = i[0] == 0 ? 1 : x[1][[row, i[1]]] - x[2][[0, i[1]]]
            return sum + x[0][[row, i[1]]] * factor
          }
        }
      })
  }

  static func batchNormRow(_ epsilon: Float) -> OperationRow {
    OperationRow(
      name: "batchNorm", onnx: "BatchNormalization", stableHLO: "batch_norm_training",
      shape: { x in
        isTable(x[0]) && x[1] == [1, x[0][1]] && x[2] == x[1] ? x[0] : nil
      },
      pullback: { x, _, g in
        let (mean, variance) = x[0].moments()
        let scale = g.graph.constant(1) / sqrt(variance + epsilon)
        let sums = g.graph.add(.columnSums, [g, x[0], mean])
        let (plain, weighted) = (
          sums.sliced(0, from: 0, count: 1), sums.sliced(0, from: 1, count: 1)
        )
        let share = 1 / Float(x[0].shape[0])
        let slope = scale * scale * weighted * share
        return [
          (g - plain * share - (x[0] - mean) * slope) * (x[1] * scale), weighted * scale, plain,
        ]
      },
      reference: { x in
        let moments = momentsRow.reference([x[0]])
        return ReferenceTensor(x[0].shape) { i in
          let scale = 1 / (moments[[1, i[1]]] + Double(epsilon)).squareRoot()
          return (x[0][i] - moments[[0, i[1]]]) * (x[1][[0, i[1]]] * scale) + x[2][[0, i[1]]]
        }
      })
  }
}
