public import SenteGames
import SenteSearch

/// What differs between the Universal Chess Interface and the Universal Shogi Interface.
public struct UCIDialect: Hashable, Sendable {
  /// The protocol's name, which is also the first command.
  public let name: String
  /// The word before a position that is not the start.
  let positionWord: String
  /// The command before a new game.
  let newGame: String
  /// The words for the times of players 0 and 1, and for what they are given after a move.
  let times: [String]
  let increments: [String]
  /// Half-moves in one unit of `score mate`.
  let mateUnit: Int

  /// Stefan Meyer-Kahlen (2004), Description of the universal chess interface.
  public static let uci = UCIDialect(
    name: "uci", positionWord: "fen", newGame: "ucinewgame", times: ["wtime", "btime"],
    increments: ["winc", "binc"], mateUnit: 2)
  /// Tord Romstad (2007), The Universal Shogi Interface, and what Japanese programs add to it.
  public static let usi = UCIDialect(
    name: "usi", positionWord: "sfen", newGame: "usinewgame", times: ["btime", "wtime"],
    increments: ["binc", "winc"], mateUnit: 1)

  /// The protocol that programs of a game speak; nil for games without one.
  public static func dialect(of game: any Game) -> UCIDialect? {
    game is Chess ? .uci : game is Shogi ? .usi : nil
  }

  /// A score as `info` lines have it.
  func text(of score: Score) -> String {
    switch score {
    case .centipawns(let number): return "cp \(number)"
    case .mate(let halfMoves):
      // UCI counts moves: the winner's last half-move completes one.
      let units =
        mateUnit == 1 ? halfMoves : halfMoves > 0 ? (halfMoves + 1) / 2 : -(-halfMoves + 1) / 2
      return "mate \(units)"
    }
  }
}
