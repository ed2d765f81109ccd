import SenteCompute
import SenteNetworks
import Testing

/// Mistakes of a programmer with layers, and what the trap must say: the layer, the operation, the
/// shapes.
enum NetworkMisuse: String, CaseIterable, Codable, Sendable {
  case dense, convolution, largeFilters, attention, recurrent, batchNorm, ensemble, entryBytes

  var complaints: [String] {
    switch self {
    case .dense: ["layer 'policy.0'", "dense", "[3]"]
    case .convolution: ["layer 'policy.0'", "[2, 3, 4]"]
    case .largeFilters: ["layer 'policy.0'", "convolution", "[1, 2, 2, 1]", "[5, 5, 1, 8]"]
    case .attention: ["layer 'policy.0'", "attention", "[2, 5, 6]", "4 heads"]
    case .recurrent: ["layer 'policy.0'", "[3, 2, 4] and [2, 8]"]
    case .batchNorm: ["layer 'policy.0'", "batchNorm", "[1, 4]"]
    case .ensemble: ["layer 'policy.0'", "ensembleDense", "[5]"]
    case .entryBytes: ["3 bytes do not fill shape [1] of F32"]
    }
  }

  func commit() {
    let trace = Trace()
    let scope = trace.weights()["policy"]["0"]
    func x(_ extents: Shape) -> Tensor { trace.input(extents).tensor }
    switch self {
    case .dense: _ = SenteNetworks.dense(x([3]), 4, scope)
    case .convolution: _ = SenteNetworks.convolution(x([2, 3, 4]), filters: 8, size: 3, scope)
    case .largeFilters: _ = SenteNetworks.convolution(x([1, 2, 2, 1]), filters: 8, size: 5, scope)
    case .attention: _ = SenteNetworks.attention(x([2, 5, 6]), heads: 4, scope)
    case .recurrent:
      _ = SenteNetworks.recurrent(.lstm, x([3, 2, 4]), units: 8, from: x([2, 8]), scope)
    case .batchNorm: _ = SenteNetworks.batchNorm(x([1, 4]), scope, mode: .training)
    case .ensemble: _ = ensembleDense(x([5]), 4, members: 3, scope)
    case .entryBytes:
      _ = SafetensorsFile.Entry(elementType: .float32, shape: [1], bytes: [1, 2, 3])
    }
  }
}

@Suite struct NetworkMisuseTests {
  @Test(arguments: NetworkMisuse.allCases)
  func `a mistake traps with the layer, the operation and the shapes`(
    misuse: NetworkMisuse
  ) async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { [misuse] in misuse.commit() }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for complaint in misuse.complaints {
      #expect(message.contains(complaint), "\(message.prefix(200))")
    }
  }
}
