import SenteGames
import SentePrimitives

extension Bench {
  /// Rules of games: whole trees, and games of random moves.
  static var gameWorks: [Work] {
    [
      perftWork("chess", Chess(), depth: 6, nodes: 119_060_324),
      perftWork("shogi", Shogi(), depth: 5, nodes: 19_861_490),
      randomWork("go-9x9", peersName: "go(board_size=9)") { playDrawing(Go(size: 9), using: &$0) },
      randomWork("go-9x9-lists", peersName: "go(board_size=9), lists") {
        playRandomly(Go(size: 9), using: &$0)
      },
      randomWork("chess", peersName: "chess") { playRandomly(Chess(), using: &$0) },
      randomWork("shogi", peersName: "shogi") { playDrawing(Shogi(), using: &$0) },
      randomWork("shogi-lists", peersName: "shogi, lists") { playRandomly(Shogi(), using: &$0) },
      randomWork("connect-four", peersName: "connect_four") {
        playRandomly(ConnectFour(), using: &$0)
      },
      copyWork,
    ]
  }

  /// What a position of each game weighs, and how long a copy of it takes.
  private static var copyWork: Work {
    Work(name: "copy-games", summary: "sizes and copies of positions, every game") {
      GameCatalogue.standard.entries.flatMap { entry in
        entry[entry.name].map { copies(of: $0.start, entry.name) } ?? []
      }
    }
  }

  private static func copies<G: Game>(of start: G, _ name: String) -> [Figure] {
    var places = Array(repeating: start, count: 64)
    let time = seconds {
      for place in 1..<64 { places[place] = places[place - 1] }
    }
    let bytes = MemoryLayout<G>.size
    return [
      Figure(work: "copy \(name)", metric: "bytes", value: Double(bytes), unit: "bytes"),
      Figure(work: "copy \(name)", metric: "ns", value: time / 63 * 1e9, unit: "ns"),
    ]
  }

  /// A count that is known: a wrong one is an error, not a speed.
  private static func perftWork(
    _ name: String, _ start: some PerftGame & Sendable, depth: Int, nodes: Int
  ) -> Work {
    Work(
      name: "perft-\(name)-\(depth)", summary: "the \(grouped(nodes)) paths of \(depth) moves"
    ) {
      var found = 0
      let time = seconds { found = start.countPaths(depth: depth) }
      guard found == nodes else {
        throw Failure(message: "perft \(name) \(depth) is \(found), but must be \(nodes)")
      }
      let work = "perft \(name) \(depth)"
      return [
        Figure(work: work, metric: "seconds", value: time, unit: "s"),
        Figure(
          work: work, metric: "nodes_per_s", value: Double(nodes) / time, unit: "nodes/s"),
      ]
    }
  }

  /// Games from the start to their end, each move drawn evenly from the legal ones.
  private static func randomWork(
    _ name: String, peersName: String, play: @escaping (inout RandomStream) -> Int
  ) -> Work {
    Work(name: "random-\(name)", summary: "whole games of random moves, \(name)") {
      var random = RandomStream(seed: 1, role: "bench")
      var (games, moves) = (0, 0)
      let time = seconds {
        games += 1
        moves += play(&random)
      }
      let work = "random playouts \(peersName)"
      let length = Double(moves) / Double(games)
      return [
        Figure(work: work, metric: "games_per_s", value: 1 / time, unit: "games/s"),
        Figure(work: work, metric: "moves_per_s", value: length / time, unit: "moves/s"),
      ]
    }
  }

  /// Plays one game to its end without lists of legal moves and returns its length in moves.
  private static func playDrawing<G: RandomActionGame>(
    _ start: G, using random: inout RandomStream
  ) -> Int {
    var position = start
    var moves = 0
    while let action = position.randomAction(using: &random) {
      position.apply(action)
      moves += 1
    }
    return moves
  }

  /// Plays one game to its end by lists of legal moves and returns its length in moves.
  private static func playRandomly<G: Game>(
    _ start: G, using random: inout RandomStream
  ) -> Int {
    var position = start
    var actions: [G.Action] = []
    var moves = 0
    while true {
      actions.removeAll(keepingCapacity: true)
      position.appendLegalActions(to: &actions)
      if actions.isEmpty { return moves }
      position.apply(actions[random.index(below: actions.count)])
      moves += 1
    }
  }
}
