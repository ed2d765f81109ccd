import SenteCompute
import SenteGames
import SenteNetworks

/// Inputs and losses of heads that only help learning (Wu 2019, section 3.4): what they predict is known
/// once the game is over.
///
/// Owners and score have squared errors, the reply the cross-entropy with what the search found then.
struct AuxiliaryTargets {
  /// One head's share of the loss.
  struct Part {
    let name: String
    let coefficient: Float
    let loss: Tensor
    let output: Output
  }

  /// Who owns each point in the end, seen by the player to move: [rows, points].
  private(set) var ownership: Input?
  /// By how much that player wins, in shares of the board: [rows, 1].
  private(set) var score: Input?
  /// 1 where the game went to its end, so that both are known, else 0: [rows, 1].
  private(set) var known: Input?
  /// The policy that the search found for the opponent's next move, in the opponent's eyes; zeros where
  /// there was none: [rows, policy].
  private(set) var reply: Input?
  private(set) var losses: [Part] = []

  init(_ network: BoardNetwork.Result, _ configuration: AlphaZeroConfiguration, _ trace: Trace) {
    let rows = network.value.shape[0]
    if network.ownership != nil || network.score != nil {
      let known = trace.input([rows, 1])
      self.known = known.handle
      func error(_ prediction: Tensor) -> (target: Input, error: Tensor) {
        let target = trace.input(prediction.shape)
        return (target.handle, (known.tensor * (prediction - target.tensor).squared()).mean())
      }
      if let prediction = network.ownership {
        let (target, loss) = error(prediction)
        ownership = target
        add("ownership", configuration.ownershipCoefficient, loss, trace)
      }
      if let prediction = network.score {
        let (target, loss) = error(prediction)
        score = target
        add("score", configuration.scoreCoefficient, loss, trace)
      }
    }
    if let logits = network.reply {
      let target = trace.input(logits.shape)
      reply = target.handle
      let loss = (target.tensor * logits.logSoftmax()).sum() * (-1 / Float(rows))
      add("reply", configuration.replyCoefficient, loss, trace)
    }
  }

  private mutating func add(_ name: String, _ coefficient: Double, _ loss: Tensor, _ trace: Trace) {
    losses.append(
      Part(name: name, coefficient: Float(coefficient), loss: loss, output: trace.output(loss)))
  }
}

/// What the rest of a game tells about one of its positions.
struct Hindsight<Encoding: PositionEncoding> {
  typealias Position = Encoding.Position

  /// The policy that the search found for the next move, by place; nothing where none was searched.
  let reply: [(index: Int, weight: Float)]
  /// Who owned what in the end; nil where the game was given up or cut off.
  let territory: Territory?

  /// - Parameters:
  ///   - plain: the position as it was played.
  ///   - seen: the same through the symmetry, as the network sees it.
  init(
    of game: GameRecord<Position.Action>, after move: Int, _ plain: Position, seen: Position,
    _ symmetry: Int, _ encoding: Encoding
  ) {
    func image(_ action: Position.Action, _ position: Position) -> Position.Action {
      symmetry > 0 ? encoding.transformed(action, in: position, by: symmetry) : action
    }
    var next = seen
    next.apply(image(game.actions[move], seen))
    var reply: [(index: Int, weight: Float)] = []
    if move + 1 < game.actions.count, !game.policyRange(of: move + 1).isEmpty {
      var present = plain
      present.apply(game.actions[move])
      let weights = game.policy[game.policyRange(of: move + 1)]
      for (action, weight) in zip(present.legalActions, weights) {
        reply.append((encoding.policyIndex(of: image(action, present), in: next), weight))
      }
    }
    self.reply = reply
    if encoding.territory(of: seen) == nil {
      territory = nil
      return
    }
    for action in game.actions[(move + 1)...] { next.apply(image(action, next)) }
    territory = next.turn == .finished ? encoding.territory(of: next) : nil
  }
}
