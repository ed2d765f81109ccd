/// An environment with a goal that is part of the observation, whose rewards can be computed anew for
/// another goal.
///
/// The observation is a dictionary with the parts `achieved_goal`, `desired_goal` and `observation`,
/// as in Gymnasium-Robotics; the two goals come from the same space. This is what hindsight experience
/// replay needs.
public protocol GoalEnvironment: Environment {
  /// The reward of a step after which `achieved` was reached while `desired` was wanted; both are rows
  /// of the goal space.
  func reward(achieved: Span<Float>, desired: Span<Float>) -> Double
}

extension Space {
  /// The observation space of a `GoalEnvironment`, with goals from `goal`.
  public static func goal(_ goal: Space, _ observation: Space) -> Space {
    .dictionary(["achieved_goal": goal, "desired_goal": goal, "observation": observation])
  }

  /// Where achieved and desired goal lie in a row; nil when this is no space of a `GoalEnvironment`.
  public var goalRanges: (achieved: Range<Int>, desired: Range<Int>)? {
    guard case .dictionary(let entries) = self,
      entries.map(\.name) == ["achieved_goal", "desired_goal", "observation"],
      entries[0].space == entries[1].space
    else { return nil }
    let width = entries[0].space.width
    return (0..<width, width..<2 * width)
  }
}
