import SenteCompute
import SenteNetworks

/// One use of a layer, as a function from inputs and a scope; the names are those of
/// `Fixtures/layers.jsonl`.
struct LayerSample: Sendable, CustomStringConvertible {
  var name: String
  /// Inputs on which derivatives are checked.
  var shapes: [Shape]
  /// Whether finite differences must give its derivatives: not where a layer detaches or needs positive
  /// parameters, nor where it is large and made of others.
  var isDifferentiated = true
  var build: @Sendable ([Tensor], Scope) -> Tensor

  var description: String { name }

  init(
    _ name: String, _ shapes: [Shape], isDifferentiated: Bool = true,
    _ build: @escaping @Sendable ([Tensor], Scope) -> Tensor
  ) {
    self.name = name
    self.shapes = shapes
    self.isDifferentiated = isDifferentiated
    self.build = build
  }

  static let all: [LayerSample] =
    Activation.allCases.map { activation in
      LayerSample("activation.\(activation)", [[4, 3]]) { x, _ in activation(x[0]) }
    } + recurrent + images + sequences + others + operations

  private static let recurrent: [LayerSample] = RecurrentCell.allCases.flatMap { cell in
    [("\(cell)", false), ("\(cell).resets", true)].map { name, isReset in
      LayerSample(name, [[3, 2, 2], [2, cell.stateWidth(units: 3)], [3, 2, 1]]) { x, scope in
        let units = x[1].shape[1] / cell.stateWidth(units: 1)
        let (outputs, state) = SenteNetworks.recurrent(
          cell, x[0], units: units, from: x[1], resets: isReset ? x[2] .> 0 : nil, scope)
        return concatenate(
          [outputs.reshaped(to: [outputs.shape.count]), state.reshaped(to: [state.shape.count])],
          axis: 0)
      }
    }
  }

  private static let around = Padding.explicit(top: 1, bottom: 1, left: 1, right: 1)
  private static let images: [LayerSample] = [
    LayerSample("convolution.plain", [[1, 4, 4, 2]]) {
      convolution($0[0], filters: 5, size: 3, $1)
    },
    LayerSample("convolution.strided", [[1, 5, 5, 1]]) {
      convolution($0[0], filters: 5, size: 4, stride: 2, padding: around, $1)
    },
    LayerSample("convolution.large", [[1, 5, 4, 1]]) {
      convolution(
        $0[0], filters: 5, size: 5, stride: 3,
        padding: .explicit(top: 2, bottom: 2, left: 2, right: 2), $1)
    },
    LayerSample("batchNorm.training", [[2, 2, 3, 2]]) { batchNorm($0[0], $1, mode: .training) },
    LayerSample("batchNorm.inference", [[2, 2, 3, 2]], isDifferentiated: false) {
      batchNorm($0[0], $1, mode: .inference)
    },
    LayerSample("normalizedConvolution.training", [[2, 3, 4, 2]]) {
      normalizedConvolution($0[0], filters: 4, size: 3, $1, mode: .training)
    },
    LayerSample("normalizedConvolution.inference", [[2, 3, 4, 2]], isDifferentiated: false) {
      normalizedConvolution($0[0], filters: 4, size: 3, $1, mode: .inference)
    },
    LayerSample("residualBlock", [[1, 3, 3, 2]]) { residualBlock($0[0], $1) },
    LayerSample("squeezeExcite", [[2, 2, 2, 4]]) { squeezeExcite($0[0], reduction: 2, $1) },
    LayerSample("globalPooling", [[2, 2, 3, 3]]) { globalPooling($0[0], $1) },
    LayerSample("boardNetwork", [], isDifferentiated: false) {
      var network = BoardNetwork(
        height: 5, width: 6, planes: 2, actions: 9, blocks: 2, channels: 16)
      network.valueUnits = 7
      network.poolsGlobally = true
      network.predictsOwnership = true
      network.predictsScore = true
      network.predictsReply = true
      let y = network($0[0], $1, mode: .training)
      return concatenate(
        [y.policy, y.value, y.ownership, y.score, y.reply].compactMap { $0 }, axis: 1)
    },
    LayerSample("natureTorso", [], isDifferentiated: false) { natureTorso($0[0], units: 7, $1) },
    LayerSample("impalaTorso", [], isDifferentiated: false) {
      impalaTorso($0[0], channels: [3, 4], units: 5, $1)
    },
  ]

  private static let sequences: [LayerSample] = [
    LayerSample("layerNorm", [[3, 4]]) { layerNorm($0[0], $1) },
    LayerSample("rmsNorm", [[3, 4]]) { rmsNorm($0[0], $1) },
    LayerSample("embedding", [[2, 3]], isDifferentiated: false) {
      embedding(Indices(rounding: $0[0]), count: 5, width: 4, $1)
    },
    LayerSample("positionEmbedding", [[2, 3, 4]]) { positionEmbedding($0[0], $1) },
    LayerSample("attention.plain", [[1, 3, 6]]) { attention($0[0], heads: 3, $1) },
    LayerSample("attention.causal", [[1, 3, 6]]) {
      attention($0[0], heads: 3, mask: AttentionMask(isCausal: true), $1)
    },
    LayerSample("attention.padded", [[2, 3, 3], [2, 3]]) {
      attention($0[0], heads: 3, mask: AttentionMask(isPresent: $0[1] .> 0.5), $1)
    },
    LayerSample("attention.both", [[1, 3, 3], [1, 3]]) {
      attention(
        $0[0], heads: 3, mask: AttentionMask(isCausal: true, isPresent: $0[1] .> 0.5), $1)
    },
    LayerSample("attention.cross", [[1, 2, 6], [1, 3, 2], [1, 3]]) {
      crossAttention($0[0], to: $0[1], heads: 3, isPresent: $0[2] .> 0.5, $1)
    },
    LayerSample("transformerBlock", [[1, 3, 4]]) {
      transformerBlock($0[0], heads: 2, mask: AttentionMask(isCausal: true), $1)
    },
  ]

  private static let others: [LayerSample] = [
    LayerSample("spectralDense", [[2, 3]], isDifferentiated: false) {
      spectralDense($0[0], 3, $1, mode: .training)
    },
    LayerSample("ensemblePerceptron", [[2, 3]]) {
      ensemblePerceptron($0[0], widths: [6, 2], members: 3, activation: .tanh, $1)
    },
  ]
}
