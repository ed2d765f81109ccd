public import SentePrimitives

/// How values of actions are learned and explored: what all algorithms share that learn them from
/// replay.
public struct ValueLearning: Hashable, Sendable, Codable {
  /// How much the next step's reward counts.
  public var discount = 0.99
  /// Adam's step size over the run.
  public var learningRate = Schedule.constant(2.5e-4)
  /// Adam's ε.
  public var adamEpsilon = 1e-8
  /// Norm to which the gradient is scaled down; 0: no limit.
  public var maximumGradientNorm = 10.0
  /// Whether the online network chooses the action whose value the target network tells (van Hasselt,
  /// Guez and Silver 2016, equation 4).
  public var isDouble = false
  /// How likely an action is drawn uniformly, over the part of the run that explores.
  public var exploration = Schedule.linear(from: 1, to: 0.05)
  /// The part of the run over which exploration goes from its first value to its last.
  public var explorationPart = 0.1
  /// Gradient steps between two copies of the network to the target.
  public var targetUpdates = 250

  /// The power of the last error by which transitions are drawn (Schaul et al. 2016, who take 0.6);
  /// 0: all are as likely.
  public var priorityExponent = 0.0
  /// How much of that bias the loss takes back, over the run. Schaul et al.: from 0.4 to 1.
  public var importanceExponent = Schedule.linear(from: 0.4, to: 1)

  /// The defaults.
  public init() {}

  /// The defaults, changed.
  init(_ change: (inout ValueLearning) -> Void) { change(&self) }

  /// How likely an action is drawn uniformly once so much of the run is done.
  func explorationRate(at progress: Double) -> Double {
    exploration.value(at: progress / explorationPart)
  }

  /// The first setting that is out of range, in words; nil when all are usable.
  var problem: String? {
    outside("learning.discount is", discount, 0...1)
      ?? outside("learning.learningRate is", learningRate, 0...1)
      ?? outside("learning.adamEpsilon is", adamEpsilon, 1e-30...1)
      ?? outside("learning.maximumGradientNorm is", maximumGradientNorm, 0...1e9)
      ?? outside("learning.exploration is", exploration, 0...1)
      ?? outside("learning.explorationPart is", explorationPart, 1e-6...1)
      ?? outside("learning.targetUpdates is", targetUpdates, 1...1_000_000_000)
      ?? outside("learning.priorityExponent is", priorityExponent, 0...10)
      ?? outside("learning.importanceExponent is", importanceExponent, 0...10)
  }
}
