// A small residual network learns which half of an image is brighter: layers from scopes, batch norm in
// both modes, AdamW with a warm-up and a cosine.
// Run it with: swift run -c release ResidualNetwork
import Sente

/// Logits [batch, 1] that the left half is brighter.
func brighterHalf(_ images: Tensor, _ scope: Scope, mode: Mode) -> Tensor {
  let stem = relu(
    normalizedConvolution(images, filters: 8, size: 3, padding: .same, scope["stem"], mode: mode))
  let block = normalizedResidualBlock(stem, scope["block"], mode: mode, squeezeExcite: 4)
  let pooled = block.averagePooled(4, stride: 4)
  let features = pooled.reshaped(to: [images.shape[0], pooled.shape.count / images.shape[0]])
  return dense(layerNorm(features, scope["norm"]), 1, scope["logit"])
}

/// Fills images with random numbers; the labels are whether the left half has the larger sum.
func draw(_ images: inout MutableSpan<Float>, using random: inout RandomStream) -> [Float] {
  var labels: [Float] = []
  for image in 0..<images.count / 64 {
    var balance: Float = 0
    for pixel in 0..<64 {
      let value = Float(random.normal())
      images[image * 64 + pixel] = value
      balance += pixel % 8 < 4 ? value : -value
    }
    labels.append(balance > 0 ? 1 : 0)
  }
  return labels
}

func learn() {
  // Two programs over one set of weights: the names of the scopes are what they share.
  let training = Trace()
  let images = training.input([32, 8, 8, 1])
  let labels = training.input([32, 1])
  let scope = training.weights()
  let logits = brighterHalf(images.tensor, scope, mode: .training)
  let loss = (softplus(logits) - labels.tensor * logits).mean()
  let shownLoss = training.output(loss)
  training.minimize(
    loss, over: scope, by: .adam(weightDecay: 0.01), maximumGradientNorm: 1, decaying: .matrices)
  var update = training.compile()

  let inference = Trace()
  let seen = inference.input([256, 8, 8, 1])
  let answer = inference.output(brighterHalf(seen.tensor, inference.weights(), mode: .inference))
  var network = inference.compile()

  var weights = Weights(update.layouts[0], seed: 1)
  var optimizer = OptimizerState(update.layouts[0])
  var random = RandomStream(seed: 1, role: "images")
  let rate = Schedule.warmup(over: 0.1, then: .cosine(from: 1e-2, to: 0))
  for step in 0..<300 {
    var batch = update.input(images.handle)
    let right = draw(&batch, using: &random)
    var targets = update.input(labels.handle)
    for (i, label) in right.enumerated() { targets[i] = label }
    update.run(updating: &weights, &optimizer, rate: rate.value(at: Double(step) / 300))
  }

  var batch = network.input(seen.handle)
  let right = draw(&batch, using: &random)
  network.run(weights)
  let answers = network.output(answer)
  var correct = 0
  for (i, label) in right.enumerated() where (answers[i] > 0) == (label > 0) { correct += 1 }
  let result = correct >= 230 ? "solved" : "not solved"
  print("last loss \(update.scalar(shownLoss)), \(correct) of 256 new images right: \(result)")
}

learn()
