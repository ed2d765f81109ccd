import ArgumentParser
import SenteGames

/// A game and a position of it, as the commands about games take them.
struct PositionOptions: ParsableArguments {
  @Argument(help: "The game's name, as 'sente game list' shows all, or a run of self-play.")
  var game: String

  @Option(
    parsing: .unconditional,
    help: "The position in the game's notation, such as FEN, SFEN or SGF (default: the start).")
  var position: String?

  @Option(parsing: .unconditional, help: "Moves from there, divided by spaces.")
  var moves: String?

  /// The position that is reached, and the action that led there.
  func reached() throws -> Reached {
    let named = try SenteCommand.game(game)
    var start = named.start
    if let position {
      do {
        start = try named.position(position)
      } catch {
        throw UnreadableText(option: "--position", error: error)
      }
    }
    return try play(from: start)
  }

  private func play<G: PicturedGame>(from start: G) throws -> Reached {
    var position = start
    var lastAction: G.Action?
    var column = 1
    let words = (moves ?? "").split(separator: " ", omittingEmptySubsequences: false)
    for word in words {
      if !word.isEmpty {
        do {
          let action = try position.action(from: String(word))
          position.apply(action)
          lastAction = action
        } catch {
          throw UnreadableText(
            option: "--moves",
            error: NotationError(
              line: error.line, column: column + error.column - 1, reason: error.reason))
        }
      }
      column += word.count + 1
    }
    let picture = position.picture(lastAction: lastAction, colors: Terminal.outputIsTerminal)
    return Reached(position: position, picture: picture)
  }

  /// A position, and its picture with the last action marked.
  struct Reached {
    let position: any PicturedGame
    let picture: String
  }
}

/// A text on the command line that is no position or no list of moves.
private struct UnreadableText: Error, CustomStringConvertible {
  let option: String
  let error: NotationError

  /// One line, though the text that it quotes may be long and have many.
  var description: String {
    "\(option): " + String("\(error)".map { $0.isNewline ? " " : $0 }.prefix(300))
  }
}
