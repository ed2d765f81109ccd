import SenteCompute
import SenteEnvironments
import SenteNetworks
import SentePrimitives

extension ObservationLayout {
  /// Turns observations to one row of features each, [rows, features]: boxes and switches as they
  /// are, choices to ones and zeros, images through convolutions, whose layers are normalized or not.
  func encode(
    numbers: Tensor?, bytes: Tensor?, _ scope: Scope, _ start: (Double) -> DenseStart,
    normalizesLayers: Bool = false
  ) -> Tensor {
    let features = parts.map { part in
      let source = part.isImage ? bytes : numbers
      guard let source else { preconditionFailure("the network has no input for \(part.leaf)") }
      let x = source.sliced(1, from: part.offset, count: part.leaf.width)
      switch part.leaf.space {
      case .discrete(let count, let first): return (x - Float(first)).oneHot(count)
      case .multiDiscrete(let counts, let starts):
        let choices = counts.indices.map { i in
          (x.sliced(1, from: i, count: 1) - Float(starts[i])).oneHot(counts[i])
        }
        return concatenate(choices, axis: 1)
      case .image(let height, let width, let channels):
        let name = part.leaf.name.isEmpty ? "image" : part.leaf.name
        let images = x.reshaped(to: [x.shape[0], height, width, channels]) * (1 / 255)
        return torso(images, scope["encoder"][name], start, normalizesLayers)
      case .box, .multiBinary, .dictionary, .tuple: return x
      }
    }
    return concatenate(features, axis: 1)
  }
}

/// Images [rows, height, width, channels] with pixels in [0, 1] turned to features [rows, units].
///
/// From 36 pixels on the network of Mnih et al. (2015); for smaller images the one of Young and Tian
/// (MinAtar, 2019): 16 filters of 3 pixels and 128 units, rectified.
private func torso(
  _ images: Tensor, _ scope: Scope, _ start: (Double) -> DenseStart, _ normalizesLayers: Bool
) -> Tensor {
  let side = min(images.shape[1], images.shape[2])
  if side >= 36 { return natureTorso(images, scope, normalizesLayers: normalizesLayers) }
  let rectified = { (x: Tensor, scope: Scope) in
    relu(normalizesLayers ? layerNorm(x, scope["norm"]) : x)
  }
  let x = rectified(
    convolution(
      images, filters: 16, size: min(3, side), scope["0"],
      initializer: .orthogonal(gain: 2.0.squareRoot())), scope["0"])
  let flat = x.reshaped(to: [x.shape[0], x.shape.count / x.shape[0]])
  return rectified(dense(flat, 128, scope["1"], start(2.0.squareRoot())), scope["1"])
}
