/// 2048: one player slides tiles on four by four squares, chance adds a tile after every move.
///
/// Actions 0 to 3 slide up, right, down and left. Action 4 + 2·square is a new 2 on a square (row by
/// row from the top left) and 5 + 2·square a new 4; these belong to chance. A game begins with two
/// new tiles. It ends when no slide changes the board, or when a tile reaches `target`. The outcome
/// is the score: the sum of all tiles made by merging.
///
/// The board is one word of sixteen 4-bit logarithms; the value holds no references.
public struct TwentyFortyEight: ChanceGame, SymmetricGame {
  /// A slide, or a new tile.
  public typealias Action = Int

  /// The logarithm of each tile, 0 for an empty square; square 0 in the lowest bits.
  private var tiles: UInt64 = 0
  /// The sum of all merged tiles.
  public private(set) var score = 0
  private let targetLogarithm: UInt8
  /// How many tiles chance still adds before the player moves.
  private var pending: UInt8 = 2
  private var isOver = false

  /// The tile that ends the game.
  public var target: Int { 1 << Int(targetLogarithm) }

  /// An empty board; `target` is a power of two from 8 to 32,768.
  public init(target: Int = 2048) {
    precondition(
      (8...32_768).contains(target) && target.nonzeroBitCount == 1,
      "the target \(target) is not a power of two from 8 to 32768")
    targetLogarithm = UInt8(target.trailingZeroBitCount)
  }

  /// One player.
  public var playerCount: Int { 1 }

  /// Chance while tiles are to be added, else the player.
  public var turn: Turn { isOver ? .finished : pending > 0 ? .chance : .player(0) }

  /// The score.
  public var outcome: [Double]? { isOver ? [Double(score)] : nil }

  /// Appends the slides that change the board; where chance moves, every new tile.
  public func appendLegalActions(to actions: inout [Int]) {
    if isOver { return }
    if pending > 0 {
      for square in 0..<16 where tile(square) == 0 {
        actions.append(4 + 2 * square)
        actions.append(5 + 2 * square)
      }
    } else {
      for direction in 0..<4 where slid(direction).tiles != tiles { actions.append(direction) }
    }
  }

  /// Appends every new tile: each empty square alike, a 2 in nine of ten cases and else a 4.
  public func appendChanceOutcomes(
    to outcomes: inout [(action: Int, probability: Double)]
  ) {
    guard turn == .chance else { return }
    let empty = Double((0..<16).count { tile($0) == 0 })
    for square in 0..<16 where tile(square) == 0 {
      outcomes.append((4 + 2 * square, 0.9 / empty))
      outcomes.append((5 + 2 * square, 0.1 / empty))
    }
  }

  /// Whether a slide changes the board, or a new tile finds its square empty.
  public func isLegal(_ action: Int) -> Bool {
    if isOver || !(0..<actionCount).contains(action) { return false }
    if pending > 0 { return action >= 4 && tile((action - 4) / 2) == 0 }
    return action < 4 && slid(action).tiles != tiles
  }

  /// Slides, or adds a tile.
  public mutating func apply(_ action: Int) {
    precondition(isLegal(action), "\(self.text(of: action)) cannot be played in \(text)")
    if action < 4 {
      let (after, gain) = slid(action)
      tiles = after
      score += gain
      pending = 1
    } else {
      tiles |= UInt64(1 + (action & 1)) << UInt64((action - 4) / 2 * 4)
      pending -= 1
    }
    findEnd()
  }

  private mutating func findEnd() {
    isOver =
      (0..<16).contains { tile($0) >= UInt64(targetLogarithm) }
      || pending == 0 && (0..<4).allSatisfy { slid($0).tiles == tiles }
  }

  @inline(__always) func tile(_ square: Int) -> UInt64 {
    tiles >> UInt64(truncatingIfNeeded: square &* 4) & 15
  }

  /// The square at a place of a line, counted from the edge towards which the tiles slide.
  @inline(__always)
  private static func square(line: Int, place: Int, direction: Int) -> Int {
    switch direction {
    case 0: place * 4 + line
    case 1: line * 4 + 3 - place
    case 2: (3 - place) * 4 + line
    default: line * 4 + place
    }
  }

  /// The board after a slide, and the sum of the merged tiles.
  private func slid(_ direction: Int) -> (tiles: UInt64, gain: Int) {
    var (after, gain) = (0 as UInt64, 0)
    for line in 0..<4 {
      var place = 0
      var waiting: UInt64 = 0
      for source in 0..<4 {
        let value = tile(Self.square(line: line, place: source, direction: direction))
        if value == 0 { continue }
        if waiting == 0 {
          waiting = value
          continue
        }
        let merges = waiting == value
        if merges { gain += 2 << Int(value) }
        after |=
          (merges ? value + 1 : waiting)
          << UInt64(4 * Self.square(line: line, place: place, direction: direction))
        waiting = merges ? 0 : value
        place += 1
      }
      if waiting != 0 {
        after |= waiting << UInt64(4 * Self.square(line: line, place: place, direction: direction))
      }
    }
    return (after, gain)
  }

  /// Four slides and 32 new tiles.
  public var actionCount: Int { 36 }
  /// The action itself.
  public func index(of action: Int) -> Int { action }
  /// The action itself.
  public func action(at index: Int) -> Int? { (0..<36).contains(index) ? index : nil }
}

extension TwentyFortyEight {
  /// The eight symmetries of the square.
  public var symmetryCount: Int { SquareSymmetry.count }

  /// The position seen through a symmetry.
  public func transformed(by symmetry: Int) -> TwentyFortyEight {
    var image = self
    image.tiles = 0
    for square in 0..<16 {
      let target = SquareSymmetry.place(square, size: 4, symmetry: symmetry)
      image.tiles |= tile(square) << UInt64(4 * target)
    }
    return image
  }

  /// The slide or new tile seen through a symmetry.
  public func transformed(_ action: Int, by symmetry: Int) -> Int {
    if action >= 4 {
      let square = SquareSymmetry.place((action - 4) / 2, size: 4, symmetry: symmetry)
      return 4 + 2 * square + (action & 1)
    }
    // Follow the square to which a slide takes the tiles of two neighbouring lines.
    let first = Self.square(line: 1, place: 0, direction: action)
    let second = Self.square(line: 2, place: 0, direction: action)
    let images = Set([first, second].map { SquareSymmetry.place($0, size: 4, symmetry: symmetry) })
    return (0..<4).first { direction in
      images == Set([1, 2].map { Self.square(line: $0, place: 0, direction: direction) })
    } ?? action
  }
}

extension TwentyFortyEight {
  private static let slides = ["up", "right", "down", "left"]

  /// The rows from the top divided by '/', tiles in a row by ','; then the score, the target, and
  /// how many tiles chance is to add.
  public var text: String {
    let rows = (0..<4).map { row in
      (0..<4).map { column in
        let value = tile(row * 4 + column)
        return value == 0 ? "0" : String(1 << Int(value))
      }.joined(separator: ",")
    }
    return "\(rows.joined(separator: "/")) \(score) \(target) \(pending)"
  }

  /// Reads rows, score, target and pending tiles.
  public init(text: String) throws(NotationError) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 4 else {
      throw NotationError(
        column: 1, reason: "\(words.count) words; expected the board, score, target and new tiles")
    }
    let column = words.map { text.distance(from: text.startIndex, to: $0.startIndex) + 1 }
    let allowed = (3...15).map { 1 << $0 }
    guard let target = Int(words[2]), allowed.contains(target) else {
      throw NotationError(
        column: column[2], reason: "the target '\(words[2])' is not a power of two from 8 to 32768")
    }
    self.init(target: target)
    guard let score = Int(words[1]), (0...4_000_000).contains(score), score % 4 == 0 else {
      throw NotationError(
        column: column[1], reason: "the score '\(words[1])' is not a multiple of 4 up to 4000000")
    }
    self.score = score
    tiles = try Self.tiles(words[0], below: target)
    guard let pending = UInt8(words[3]), pending <= 2 else {
      throw NotationError(column: column[3], reason: "'\(words[3])' new tiles; allowed are 0 to 2")
    }
    let count = (0..<16).count { tile($0) != 0 }
    guard pending < 2 ? count > 0 && count + Int(pending) <= 16 : count == 0 else {
      throw NotationError(
        column: column[3], reason: "\(pending) new tiles do not go with \(count) on the board")
    }
    self.pending = pending
    findEnd()
  }

  private static func tiles(
    _ text: Substring, below target: Int
  ) throws(NotationError) -> UInt64 {
    let rows = text.split(separator: "/", omittingEmptySubsequences: false)
    guard rows.count == 4 else {
      throw NotationError(column: 1, reason: "\(rows.count) rows; expected 4")
    }
    var (tiles, column, square) = (0 as UInt64, 1, 0)
    for row in rows {
      let values = row.split(separator: ",", omittingEmptySubsequences: false)
      guard values.count == 4 else {
        throw NotationError(column: column, reason: "\(values.count) tiles in a row; expected 4")
      }
      for value in values {
        guard let tile = Int(value), tile == 0 || (2...target).contains(tile),
          tile.nonzeroBitCount <= 1, String(tile) == value
        else {
          throw NotationError(
            column: column,
            reason: "the tile '\(value)' is not 0 or a power of two from 2 to \(target)")
        }
        if tile != 0 { tiles |= UInt64(tile.trailingZeroBitCount) << UInt64(4 * square) }
        square += 1
        column += value.count + 1
      }
    }
    return tiles
  }

  /// "up", "right", "down", "left", or a new tile as "2@b3".
  public func text(of action: Int) -> String {
    if action < 4 { return Self.slides[action] }
    let square = (action - 4) / 2
    return "\(action & 1 == 0 ? 2 : 4)@" + SquareName.text(row: square / 4, column: square % 4)
  }

  /// Reads a slide or a new tile that is legal here.
  public func action(from text: String) throws(NotationError) -> Int {
    let action: Int
    if let slide = Self.slides.firstIndex(of: text.lowercased()) {
      action = slide
    } else if text.hasPrefix("2@") || text.hasPrefix("4@") {
      let (row, column) = try SquareName.place(String(text.dropFirst(2)), rows: 4, columns: 4)
      action = 4 + 2 * (row * 4 + column) + (text.hasPrefix("4") ? 1 : 0)
    } else {
      throw NotationError(
        column: 1, reason: "'\(text)' is not up, right, down, left or a new tile such as 2@b3")
    }
    guard isLegal(action) else {
      throw NotationError(column: 1, reason: "'\(text)' is not legal here")
    }
    return action
  }
}
