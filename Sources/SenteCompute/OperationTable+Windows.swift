// Rows of the table: windows moved over images, channels last.
extension Operation.Window {
  /// How many windows fit, down and across; nil when none does.
  func places(height: Int, width: Int) -> (down: Int, across: Int)? {
    let (rows, columns) = (
      height + steps.margins.top + steps.margins.bottom,
      width + steps.margins.left + steps.margins.right
    )
    guard high >= 1, wide >= 1, steps.down >= 1, steps.across >= 1, rows >= high, columns >= wide
    else { return nil }
    return ((rows - high) / steps.down + 1, (columns - wide) / steps.across + 1)
  }
}

extension Operation {
  /// The window of a convolution with filters [high, wide, c, o].
  static func window(_ filters: Shape, _ steps: Steps) -> Window {
    Window(high: filters[0], wide: filters[1], steps: steps)
  }

  /// Walks all multiply-adds of a convolution, but for those with the zeros around the images: offsets
  /// into x, filters and result.
  private static func forEachTerm(
    x: Shape, filters: Shape, result: Shape, _ steps: Steps, _ body: (Int, Int, Int) -> Void
  ) {
    let (channels, outputs) = (filters[2], filters[3])
    for b in 0..<result[0] {
      for i in 0..<result[1] {
        for j in 0..<result[2] {
          for p in 0..<filters[0] {
            for q in 0..<filters[1] {
              let (row, column) = (
                i * steps.down + p - steps.margins.top, j * steps.across + q - steps.margins.left
              )
              guard (0..<x[1]).contains(row), (0..<x[2]).contains(column) else { continue }
              let pixel = (b * x[1] + row) * x[2] + column
              for c in 0..<channels {
                for o in 0..<outputs {
                  body(
                    pixel * channels + c, ((p * filters[1] + q) * channels + c) * outputs + o,
                    ((b * result[1] + i) * result[2] + j) * outputs + o)
                }
              }
            }
          }
        }
      }
    }
  }

  static func convolutionRow(_ steps: Steps) -> OperationRow {
    let shape: ([Shape]) -> Shape? = { x in
      guard x[0].rank == 4, x[1].rank == 4, x[0][3] == x[1][2],
        let (down, across) = window(x[1], steps).places(height: x[0][1], width: x[0][2])
      else { return nil }
      return [x[0][0], down, across, x[1][3]]
    }
    return OperationRow(
      name: "convolution", onnx: "Conv", stableHLO: "convolution", shape: shape,
      pullback: { x, _, g in
        let (image, filters) = (x[0].shape, x[1].shape)
        return [
          g.graph.add(.convolutionData(steps, height: image[1], width: image[2]), [g, x[1]]),
          g.graph.add(.convolutionWeights(steps, high: filters[0], wide: filters[1]), [x[0], g]),
        ]
      },
      reference: { x in
        var y = ReferenceTensor(shape(x.map(\.shape)) ?? []) { _ in 0 }
        forEachTerm(x: x[0].shape, filters: x[1].shape, result: y.shape, steps) { i, f, o in
          y.values[o] += x[0].values[i] * x[1].values[f]
        }
        return y
      })
  }

  static func convolutionDataRow(_ steps: Steps, _ height: Int, _ width: Int) -> OperationRow {
    OperationRow(
      name: "convolutionData", onnx: "ConvTranspose", stableHLO: "convolution",
      shape: { x in
        guard x[0].rank == 4, x[1].rank == 4, x[0][3] == x[1][3],
          let places = window(x[1], steps).places(height: height, width: width),
          places == (x[0][1], x[0][2])
        else { return nil }
        return [x[0][0], height, width, x[1][2]]
      },
      pullback: { x, _, up in
        let filters = x[1].shape
        return [
          up.graph.add(.convolution(steps), [up, x[1]]),
          up.graph.add(.convolutionWeights(steps, high: filters[0], wide: filters[1]), [up, x[0]]),
        ]
      },
      reference: { x in
        var y = ReferenceTensor([x[0].shape[0], height, width, x[1].shape[2]]) { _ in 0 }
        forEachTerm(x: y.shape, filters: x[1].shape, result: x[0].shape, steps) { i, f, o in
          y.values[i] += x[0].values[o] * x[1].values[f]
        }
        return y
      })
  }

  static func convolutionWeightsRow(_ steps: Steps, _ high: Int, _ wide: Int) -> OperationRow {
    OperationRow(
      name: "convolutionWeights", onnx: nil, stableHLO: "convolution",
      shape: { x in
        guard x[0].rank == 4, x[1].rank == 4, x[0][0] == x[1][0],
          let places = Window(high: high, wide: wide, steps: steps)
            .places(height: x[0][1], width: x[0][2]),
          places == (x[1][1], x[1][2])
        else { return nil }
        return [high, wide, x[0][3], x[1][3]]
      },
      pullback: { x, _, up in
        let image = x[0].shape
        return [
          up.graph.add(.convolutionData(steps, height: image[1], width: image[2]), [x[1], up]),
          up.graph.add(.convolution(steps), [x[0], up]),
        ]
      },
      reference: { x in
        var y = ReferenceTensor([high, wide, x[0].shape[3], x[1].shape[3]]) { _ in 0 }
        forEachTerm(x: x[0].shape, filters: y.shape, result: x[1].shape, steps) { i, f, o in
          y.values[f] += x[0].values[i] * x[1].values[o]
        }
        return y
      })
  }

  static func patchesRow(_ window: Window) -> OperationRow {
    let shape: ([Shape]) -> Shape? = { x in
      guard x[0].rank == 4, let (down, across) = window.places(height: x[0][1], width: x[0][2])
      else { return nil }
      return [x[0][0], down, across, window.high * window.wide * x[0][3]]
    }
    return OperationRow(
      name: "patches", onnx: nil, stableHLO: nil, shape: shape,
      pullback: { x, _, g in
        let image = x[0].shape
        return [g.graph.add(.patchesSum(window, height: image[1], width: image[2]), [g])]
      },
      reference: { x in
        let channels = x[0].shape[3]
        return x[0].gathered(shape([x[0].shape]) ?? []) { i in
          let (place, channel) = i[3].quotientAndRemainder(dividingBy: channels)
          return [
            i[0], i[1] * window.steps.down + place / window.wide,
            i[2] * window.steps.across + place % window.wide, channel,
          ]
        }
      })
  }

  static func patchesSumRow(_ window: Window, _ height: Int, _ width: Int) -> OperationRow {
    let area = window.high * window.wide
    return OperationRow(
      name: "patchesSum", onnx: nil, stableHLO: nil,
      shape: { x in
        guard x[0].rank == 4, x[0][3] % area == 0,
          let places = window.places(height: height, width: width), places == (x[0][1], x[0][2])
        else { return nil }
        return [x[0][0], height, width, x[0][3] / area]
      },
      pullback: { _, _, up in [up.graph.add(.patches(window), [up])] },
      reference: { x in
        let (from, channels) = (x[0].shape, x[0].shape[3] / area)
        var y = ReferenceTensor([from[0], height, width, channels]) { _ in 0 }
        for (flat, value) in x[0].values.enumerated() {
          let (place, channel) = (flat % from[3] / channels, flat % channels)
          let position = flat / from[3]
          let row = position / from[2] % from[1] * window.steps.down + place / window.wide
          let column = position % from[2] * window.steps.across + place % window.wide
          let image = position / from[2] / from[1]
          y.values[((image * height + row) * width + column) * channels + channel] += value
        }
        return y
      })
  }

  static func poolIndicesRow(_ window: Window) -> OperationRow {
    let shape: ([Shape]) -> Shape? = { x in
      guard x[0].rank == 4, let (down, across) = window.places(height: x[0][1], width: x[0][2])
      else { return nil }
      return [x[0][0], down, across, x[0][3]]
    }
    return OperationRow(
      name: "poolIndices", onnx: "MaxPool", stableHLO: "reduce_window", shape: shape,
      pullback: { _, _, _ in [nil] },
      reference: { x in
        ReferenceTensor(shape([x[0].shape]) ?? []) { i in
          let (width, channels) = (x[0].shape[2], x[0].shape[3])
          var best: (value: Double, index: Int)?
          for p in 0..<window.high {
            for q in 0..<window.wide {
              let (row, column) = (i[1] * window.steps.down + p, i[2] * window.steps.across + q)
              let value = x[0][[i[0], row, column, i[3]]]
              let isBetter = best.map { value > $0.value || value.isNaN && !$0.value.isNaN } ?? true
              if isBetter { best = (value, (row * width + column) * channels + i[3]) }
            }
          }
          return Double(best?.index ?? 0)
        }
      })
  }
}
