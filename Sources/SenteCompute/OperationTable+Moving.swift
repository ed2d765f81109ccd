import SentePrimitives

// Rows of the table: products side by side, moving data, choosing it, and what runs along one axis.
extension Operation {
  static var batchedProductRow: OperationRow {
    OperationRow(
      name: "batchedProduct", onnx: "MatMul", stableHLO: "dot_general",
      shape: { x in
        x[0].rank == 3 && x[1].rank == 3 && x[0][0] == x[1][0] && x[0][2] == x[1][1]
          ? [x[0][0], x[0][1], x[1][2]] : nil
      },
      pullback: { x, _, g in
        [
          batchedMatmul(g, x[1].permuted([0, 2, 1])), batchedMatmul(x[0].permuted([0, 2, 1]), g),
        ]
      },
      reference: { x in
        let (b, m, k, n) = (x[0].shape[0], x[0].shape[1], x[0].shape[2], x[1].shape[2])
        return ReferenceTensor([b, m, n]) { i in
          (0..<k).reduce(0) { sum, p in sum + x[0][[i[0], i[1], p]] * x[1][[i[0], p, i[2]]] }
        }
      })
  }

  static var afterRow: OperationRow {
    OperationRow(
      name: "after", onnx: "Identity", stableHLO: "optimization_barrier", shape: { $0[0] },
      pullback: { _, _, g in [g, nil] }, reference: { $0[0] })
  }

  static func concatenateRow(_ axis: Int) -> OperationRow {
    OperationRow(
      name: "concatenate", onnx: "Concat", stableHLO: "concatenate",
      shape: { x in
        let extent = x.reduce(0) { axis < $1.rank ? $0 + $1[axis] : $0 }
        let fits = x.allSatisfy { shape in
          axis < shape.rank
            && shape.replacing(axis, with: extent) == x[0].replacing(axis, with: extent)
        }
        return fits ? x[0].replacing(axis, with: extent) : nil
      },
      pullback: { x, _, g in
        var start = 0
        return x.map { part in
          defer { start += part.shape[axis] }
          return g.sliced(axis, from: start, count: part.shape[axis])
        }
      },
      reference: { x in
        let extent = x.reduce(0) { $0 + $1.shape[axis] }
        return ReferenceTensor(x[0].shape.replacing(axis, with: extent)) { coordinates in
          var from = coordinates
          for part in x {
            if from[axis] < part.shape[axis] { return part[from] }
            from[axis] -= part.shape[axis]
          }
          return 0
        }
      })
  }

  static var gatherRow: OperationRow {
    OperationRow(
      name: "gather", onnx: "GatherND", stableHLO: "gather",
      shape: { x in
        x[0].rank == 3 && x[1].rank == 2 && x[0][0] == x[1][0] ? [x[0][0], x[1][1], x[0][2]] : nil
      },
      pullback: { x, _, g in [x[0].graph.add(.scatterAdd(rows: x[0].shape[1]), [x[1], g]), nil] },
      reference: { x in
        ReferenceTensor([x[0].shape[0], x[1].shape[1], x[0].shape[2]]) { i in
          let row = x[1][[i[0], i[1]]]
          return row >= 0 && row < Double(x[0].shape[1]) ? x[0][[i[0], Int(row), i[2]]] : .nan
        }
      })
  }

  static func scatterAddRow(_ rows: Int) -> OperationRow {
    OperationRow(
      name: "scatterAdd", onnx: "ScatterND", stableHLO: "scatter",
      shape: { x in
        x[0].rank == 2 && x[1].rank == 3 && x[0][0] == x[1][0] && x[0][1] == x[1][1]
          ? [x[1][0], rows, x[1][2]] : nil
      },
      pullback: { x, _, g in [nil, x[0].graph.add(.gather, [g, x[0]])] },
      reference: { x in
        let (m, k, d) = (x[1].shape[0], x[1].shape[1], x[1].shape[2])
        var y = ReferenceTensor([m, rows, d]) { _ in 0 }
        for i in 0..<m {
          for j in 0..<k {
            let row = x[0][[i, j]]
            guard row >= 0, row < Double(rows) else { continue }
            for e in 0..<d { y.values[(i * rows + Int(row)) * d + e] += x[1][[i, j, e]] }
          }
        }
        return y
      })
  }

  static func topIndicesRow(_ count: Int) -> OperationRow {
    OperationRow(
      name: "topIndices", onnx: "TopK", stableHLO: "sort",
      shape: { x in
        x[0].rank == 2 && count >= 1 && count <= x[0][1] ? [x[0][0], count] : nil
      },
      pullback: { _, _, _ in [nil] },
      reference: { x in
        let n = x[0].shape[1]
        let values = (0..<x[0].shape[0]).flatMap { i -> [Double] in
          let row = x[0].values[(i * n)..<((i + 1) * n)].map { $0.isNaN ? .infinity : $0 }
          let order = (0..<n).sorted { row[$0] > row[$1] || (row[$0] == row[$1] && $0 < $1) }
          return order.prefix(count).map(Double.init)
        }
        return ReferenceTensor([x[0].shape[0], count], values)
      })
  }

  static func recurrenceRow(_ axis: Int, _ isReversed: Bool) -> OperationRow {
    OperationRow(
      name: "recurrence", onnx: nil, stableHLO: nil,
      shape: { $0[0] == $0[1] && axis < $0[0].rank ? $0[0] : nil },
      pullback: { x, y, g in
        // What reaches y[t] is its own gradient and a[t+1] times what reaches y[t+1]: the same
        // recurrence from the other end.
        let next = x[0].shifted(axis, by: isReversed ? 1 : -1)
        let total = linearRecurrence(next, g, axis: axis, isReversed: !isReversed)
        return [total * y.shifted(axis, by: isReversed ? -1 : 1), total]
      },
      reference: { x in
        let (outer, count, inner) = x[0].shape.split(axis..<(axis + 1))
        var y = x[1]
        for i in 0..<outer {
          for step in 1..<Swift.max(count, 1) {
            let t = isReversed ? count - 1 - step : step
            for j in 0..<inner {
              let at = (i * count + t) * inner + j
              y.values[at] += x[0].values[at] * y.values[at + (isReversed ? inner : -inner)]
            }
          }
        }
        return y
      })
  }

  static func randomRow(_ draw: Int, _ shape: Shape) -> OperationRow {
    OperationRow(
      name: "random", onnx: nil, stableHLO: "rng_bit_generator",
      shape: { $0[0] == [4] ? shape : nil },
      pullback: { _, _, _ in [nil] },
      reference: { x in
        let name = x[0].values.map { UInt64(UInt32(bitPattern: Int32($0))) }
        let values = (0..<shape.count).map { i -> Double in
          let block = RandomStream.philox(
            counter: (UInt64(i / 4) | UInt64(draw) << 32, name[2] | name[3] << 32),
            key: name[0] | name[1] << 32)
          let half = i % 4 < 2 ? block.0 : block.1
          return Double((half >> (i % 2 == 0 ? 8 : 40)) & 0xFF_FFFF) * 0x1p-24
        }
        return ReferenceTensor(shape, values)
      })
  }
}
