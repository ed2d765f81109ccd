import SenteCompute
import SenteNetworks
import SentePrimitives

/// Weights with what their optimizer remembers.
struct Learner: ~Copyable {
  var weights: Weights
  var optimizer: OptimizerState

  /// Fresh weights.
  init(_ layout: Layout, seed: UInt64) {
    weights = Weights(layout, seed: seed)
    optimizer = OptimizerState(layout)
  }

  /// Those that were added to a file under a name.
  init(_ layout: Layout, _ file: SafetensorsFile, named name: String) throws(SafetensorsError) {
    let newWeights = try Weights(layout: layout, file: file.part("\(name).weights"))
    optimizer = try OptimizerState(layout: layout, file: file.part("\(name).optimizer"))
    weights = newWeights
  }

  /// Those of weights that have a file of their own, and an optimizer added to another.
  init(
    _ layout: Layout, weights: SafetensorsFile, _ file: SafetensorsFile, named name: String
  ) throws(SafetensorsError) {
    let newWeights = try Weights(layout: layout, file: weights)
    optimizer = try OptimizerState(layout: layout, file: file.part("\(name).optimizer"))
    self.weights = newWeights
  }

  /// Adds the optimizer to a file under a name, and the weights if they have no file of their own.
  func add(to file: inout SafetensorsFile, named name: String, withWeights: Bool = true) {
    if withWeights { file.add(weights.file, as: "\(name).weights") }
    file.add(optimizer.file, as: "\(name).optimizer")
  }
}

extension Digest {
  /// A digest of two sets of weights.
  init(of first: borrowing Weights, _ second: borrowing Weights) {
    self.init()
    combine("\(first.digest) \(second.digest)".utf8)
  }
}
