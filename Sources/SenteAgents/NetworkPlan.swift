public import SenteEnvironments
import SenteNetworks
import SentePrimitives

/// What an agent has to know of an environment.
public struct EnvironmentInterface: Hashable, Sendable {
  /// What the agent sees.
  public let observationSpace: Space
  /// What it may do.
  public let actionSpace: Space
  /// Whether the environment tells in each state which choices are legal.
  public let masksActions: Bool
  /// How many frames an observation shows, as `FrameStack` puts them together.
  public let frames: Int

  /// An interface with these parts.
  public init(
    observationSpace: Space, actionSpace: Space, masksActions: Bool = false, frames: Int = 1
  ) {
    self.frames = frames
    self.observationSpace = observationSpace
    self.actionSpace = actionSpace
    self.masksActions = masksActions
  }
}

extension EnvironmentBatch {
  /// What an agent has to know of the environment.
  public var interface: EnvironmentInterface {
    EnvironmentInterface(
      observationSpace: observationSpace, actionSpace: actionSpace,
      masksActions: actionMasks != nil)
  }
}

extension EnvironmentSpecification {
  /// What an agent has to know of the environment.
  public var interface: EnvironmentInterface {
    EnvironmentInterface(
      observationSpace: observationSpace, actionSpace: actionSpace,
      masksActions: makeBatch(count: 1, seed: 0).interface.masksActions,
      frames: wrappers.frameStack)
  }
}

/// Everything that decides an actor-critic network's form, worked out once.
struct NetworkPlan: Hashable, Sendable {
  let configuration: ActorCriticConfiguration
  let observations: ObservationLayout
  let heads: [ActionHead]
  /// Numbers of an action row.
  let actionWidth: Int
  /// Flags of a mask; 0 where the environment forbids nothing.
  let maskWidth: Int
  /// Numbers that the network remembers of one environment; 0 without memory.
  let memoryWidth: Int

  /// The plan for an environment in which the configuration has no `problem`.
  init(_ environment: EnvironmentInterface, _ configuration: ActorCriticConfiguration) {
    if let problem = configuration.problem(in: environment) { preconditionFailure(problem) }
    self.configuration = configuration
    observations = ObservationLayout(environment.observationSpace)
    heads = ActionHead.heads(environment.actionSpace, configuration.continuous)
    actionWidth = environment.actionSpace.width
    maskWidth = environment.masksActions ? environment.actionSpace.choiceCount : 0
    let cores = configuration.sharesTrunk ? 1 : 2
    memoryWidth =
      configuration.memory.cell.map { cores * $0.stateWidth(units: configuration.memoryWidth) }
      ?? 0
  }

  var outputWidth: Int { heads.last?.outputs.upperBound ?? 0 }
  var parameterWidth: Int { heads.last?.parameters.upperBound ?? 0 }
  var deviationWidth: Int { heads.last?.deviations.upperBound ?? 0 }
}
