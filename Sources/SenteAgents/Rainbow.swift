import SentePrimitives

/// Rainbow: C51 with double learning, two streams, noise that explores, returns over three steps and
/// prioritized replay.
///
/// Source: Hessel et al., "Rainbow: Combining Improvements in Deep Reinforcement Learning" (2018),
/// table 1.
public enum Rainbow {
  /// The settings of Rainbow: those of C51, everything that it sums up turned on.
  public static var configuration: C51.Configuration {
    var configuration = C51.Configuration()
    configuration.replay.returnSteps = 3
    configuration.learning.priorityExponent = 0.5
    configuration.learning.isDouble = true
    configuration.learning.exploration = .constant(0)
    configuration.learning.learningRate = .constant(6.25e-5)
    configuration.learning.adamEpsilon = 1.5e-4
    configuration.network.isDueling = true
    configuration.network.isNoisy = true
    return configuration
  }
}
