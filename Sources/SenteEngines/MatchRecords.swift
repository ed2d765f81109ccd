public import SenteGames
import SenteSearch

/// Games of a match in the notation of their game: SGF for Go, PGN for chess, CSA for shogi, and for
/// others a text that names the players, the result and the moves.
public enum MatchRecords {
  /// A game with its players' names, player 0 first.
  ///
  /// - Parameter event: the name of the match.
  public static func text<Position: PicturedGame>(
    of game: MatchGame<Position>, names: [String], event: String
  ) -> String {
    if let go = game.course.position as? Go {
      return sgf(go, game.ending, game.outcome, names, event)
    }
    if let start = game.course.start as? Chess, let moves = game.course.actions as? [ChessMove] {
      return pgn(start, moves, game.outcome, names, event, round: game.number + 1)
    }
    if let start = game.course.start as? Shogi, let moves = game.course.actions as? [ShogiMove] {
      return csa(
        start, moves, game.ending, game.course.position as? Shogi, names, event,
        number: game.number)
    }
    return plain(game, names, event)
  }

  private static func sgf(
    _ go: Go, _ ending: GameEnding, _ outcome: [Double], _ names: [String], _ event: String
  ) -> String {
    var record = go.record
    let winner = outcome[0] > 0 ? "B" : "W"
    let result: String
    switch ending {
    case .rules where outcome[0] != 0:
      result = "\(winner)+\(Double(abs(go.marginHalves)) / 2)"
    case .resignation: result = "\(winner)+R"
    case .timeLoss: result = "\(winner)+T"
    case .illegalMove, .crash: result = "\(winner)+F"
    case .rules, .length: result = "0"
    }
    record.set(
      record.nodes[0].properties + [
        SGFProperty("PB", [SGFValue(text: names[0])]),
        SGFProperty("PW", [SGFValue(text: names[1])]),
        SGFProperty("EV", [SGFValue(text: event)]), SGFProperty("RE", [SGFValue(raw: result)]),
      ], at: 0)
    return SGFCollection([record]).text
  }

  private static func pgn(
    _ start: Chess, _ moves: [ChessMove], _ outcome: [Double], _ names: [String], _ event: String,
    round: Int
  ) -> String {
    let result: ChessResult =
      outcome[0] > 0 ? .whiteWins : outcome[0] < 0 ? .blackWins : .draw
    let record = ChessRecord(
      moves: moves, start: start.position, chess960: start.rules.chess960, result: result,
      event: event, round: "\(round)", white: names[0], black: names[1])
    return record.pgn + "\n"
  }

  private static func csa(
    _ start: Shogi, _ moves: [ShogiMove], _ ending: GameEnding, _ last: Shogi?, _ names: [String],
    _ event: String, number: Int
  ) -> String {
    var record = ShogiRecord(start: start)
    record.headers = [
      ShogiRecord.Header(key: "先手", value: names[0]),
      ShogiRecord.Header(key: "後手", value: names[1]),
      ShogiRecord.Header(key: "棋戦", value: event),
    ]
    var node = 0
    for move in moves {
      // Every move was legal when it was played.
      guard let next = try? record.append(move, to: node) else { break }
      node = next
    }
    switch ending {
    case .resignation: record[node].ending = .resignation
    case .timeLoss: record[node].ending = .timeUp
    case .illegalMove: record[node].ending = .illegalMove
    case .crash: record[node].ending = .interruption
    case .length: record[node].ending = .draw
    case .rules:
      switch last?.ending {
      case .mate: record[node].ending = .mate
      case .repetition: record[node].ending = .repetition
      case .perpetualCheckByMover: record[node].ending = .illegalMove
      case .perpetualCheckByOpponent: record[node].ending = .opponentIllegalMove
      case .declaration: record[node].ending = .declaration
      case .maximumMoves, nil: record[node].ending = .draw
      }
    }
    // A slash divides the games of a file.
    return (number == 0 ? "" : "/\n") + record.csa
  }

  private static func plain<Position: PicturedGame>(
    _ game: MatchGame<Position>, _ names: [String], _ event: String
  ) -> String {
    var position = game.course.start
    var moves: [String] = []
    for action in game.course.actions {
      moves.append(position.text(of: action))
      position.apply(action)
    }
    let result = game.outcome[0] > 0 ? "1-0" : game.outcome[0] < 0 ? "0-1" : "1/2-1/2"
    return """
      # \(event), game \(game.number + 1): \(names[0]) - \(names[1]) \(result)
      \(game.course.start.text)
      \(moves.joined(separator: " "))


      """
  }
}
