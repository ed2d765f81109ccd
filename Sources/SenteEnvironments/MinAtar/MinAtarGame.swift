public import SentePrimitives

/// What a player of MinAtar can press, numbered as in the `minatar` package.
public enum MinAtarAction: Int, Hashable, Sendable, Codable, CaseIterable {
  /// Nothing.
  case none
  /// To the left.
  case left
  /// Upwards.
  case up
  /// To the right.
  case right
  /// Downwards.
  case down
  /// Shoot.
  case fire
}

/// The rules of one of MinAtar's games, seen as planes of 10 by 10 cells; rows count downwards.
///
/// Draws are made in the order in which the package makes them, so that both play the same game from
/// the same random numbers.
///
/// Source: Young and Tian, "MinAtar: An Atari-Inspired Testbed for Thorough and Reproducible
/// Reinforcement Learning Experiments" (2019), and the package `minatar` 1.0.15.
public protocol MinAtarGame: Hashable, Sendable, Codable {
  /// What each plane shows, and the colour it is drawn in; later planes lie over earlier ones.
  static var planes: [MinAtarPlane] { get }
  /// The actions that do something in this game.
  static var minimalActions: [MinAtarAction] { get }
  /// A game before its first episode; one whose difficulty is fixed ignores the setting.
  init(rampsDifficulty: Bool)
  /// Begins a new episode.
  mutating func reset(using random: inout RandomStream)
  /// Acts once.
  mutating func step(_ action: MinAtarAction, using random: inout RandomStream) -> StepResult
  /// Lights the cells of the present state among pixels [10, 10, planes] from `offset` on, all dark.
  func light(_ pixels: inout MutableSpan<Float>, at offset: Int)
}

/// What a plane of a game shows.
public struct MinAtarPlane: Hashable, Sendable {
  /// Its name in the package.
  public let name: String
  /// The colour that it is drawn in.
  public let colour: Canvas.Colour

  init(_ name: String, _ colour: Canvas.Colour) { (self.name, self.colour) = (name, colour) }
}

/// The board that all games share.
enum MinAtarBoard {
  /// Cells in a row and in a column.
  static let side = 10
  /// The last row and column.
  static let last = side - 1
  /// Cells of a plane.
  static let cells = side * side
}

/// A set of cells: bit row · 10 + column.
public struct MinAtarCells: Hashable, Sendable, Codable {
  /// The bits, 100 of them.
  public var bits: UInt128

  init(_ bits: UInt128) { self.bits = bits }

  /// Reads the two halves that `encode` wrote, low one first.
  public init(from decoder: any Decoder) throws {
    let halves = try [UInt64](from: decoder)
    guard halves.count == 2, halves[1] >> 36 == 0 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "\(halves) are no set of 100 cells"))
    }
    bits = UInt128(halves[1]) << 64 | UInt128(halves[0])
  }

  /// Writes the two halves, low one first.
  public func encode(to encoder: any Encoder) throws {
    try [UInt64(truncatingIfNeeded: bits), UInt64(truncatingIfNeeded: bits >> 64)]
      .encode(to: encoder)
  }
}

extension MinAtarGame {
  /// Lights one cell of a plane.
  @inline(__always)
  func light(
    _ pixels: inout MutableSpan<Float>, at offset: Int, _ row: Int, _ column: Int, _ plane: Int,
    of planes: Int
  ) {
    pixels[offset &+ (row &* MinAtarBoard.side &+ column) &* planes &+ plane] = 255
  }

  /// Lights a set of cells of a plane.
  @inline(__always)
  func light(
    _ pixels: inout MutableSpan<Float>, at offset: Int, _ cells: MinAtarCells, _ plane: Int,
    of planes: Int
  ) {
    var rest = cells.bits
    while rest != 0 {
      pixels[offset &+ rest.trailingZeroBitCount &* planes &+ plane] = 255
      rest &= rest &- 1
    }
  }
}
