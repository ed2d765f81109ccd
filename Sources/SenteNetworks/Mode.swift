/// Whether a network is being trained, where layers such as batch norm compute differently.
public enum Mode: String, Hashable, Sendable, Codable {
  /// Statistics of the batch at hand; running ones follow it.
  case training
  /// What was learned, unchanged.
  case inference
}
