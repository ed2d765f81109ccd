/// Something that an environment must never do, found while it was stepped.
public struct EnvironmentFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it did.
  public enum Reason: Hashable, Sendable {
    /// A number of the observation is infinite or not a number.
    case observationNotFinite(element: String, value: Float)
    /// The reward is infinite or not a number.
    case rewardNotFinite(value: Float)
    /// A number of the observation is not one that the observation space allows.
    case observationOutsideSpace(element: String, value: Float, allowed: String)
    /// `observe` left a number of its row unwritten.
    case observationUnwritten(element: String, width: Int)
    /// `observe` wrote beyond its row.
    case observationTooWide(width: Int)
    /// A flag of the mask is neither 0 nor 1.
    case maskFlag(index: Int, value: Float)
    /// The mask leaves nothing to choose.
    case noLegalAction(choice: String, count: Int)
  }
  /// Which copy of the environment did it.
  public var environment: Int
  /// In which of its episodes, counted from 1.
  public var episode: Int
  /// After how many steps of that episode (0: when the episode began).
  public var episodeStep: Int
  /// What it did.
  public var reason: Reason

  /// A fault with its place.
  public init(environment: Int, episode: Int, episodeStep: Int, reason: Reason) {
    self.environment = environment
    self.episode = episode
    self.episodeStep = episodeStep
    self.reason = reason
  }

  /// One line for a person.
  public var description: String {
    let whose = "of environment \(environment)"
    let when = "after \(episodeStep) steps of episode \(episode)"
    return switch reason {
    case .observationNotFinite(let element, let value): "\(element) \(whose) is \(value) \(when)"
    case .rewardNotFinite(let value): "the reward \(whose) is \(value) \(when)"
    case .observationOutsideSpace(let element, let value, let allowed):
      "\(element) \(whose) is \(value) \(when), but its space allows \(allowed)"
    case .observationUnwritten(let element, let width):
      "observe leaves \(element) \(whose) unwritten \(when): its space has \(width) numbers"
    case .observationTooWide(let width):
      "observe \(whose) writes outside the \(width) numbers of its space \(when)"
    case .maskFlag(let index, let value):
      "flag \(index) of the mask \(whose) is \(value) \(when), but must be 0 or 1"
    case .noLegalAction(let choice, let count):
      "the mask \(whose) leaves no legal \(choice) of \(count) \(when)"
    }
  }
}
