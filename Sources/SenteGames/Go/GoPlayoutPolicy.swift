/// How stones are played in a light playout: urgent answers near the last move before random ones.
///
/// Source: Gelly, Wang, Munos, Teytaud, "Modification of UCT with patterns in Monte-Carlo Go"
/// (INRIA RR-6062, 2006), section 4, for the order of the answers and the patterns.
public struct GoPlayoutPolicy: Sendable {
  /// Whether stones in atari are saved and taken where the last move was played.
  public var answersAtari = true
  /// Whether the 3x3 patterns are looked for around the last move.
  public var answersPatterns = true
  /// One bit for each way in which the eight cells around an empty one can be coloured.
  let patterns: [UInt64]

  /// Both on.
  public init() {
    var patterns = [UInt64](repeating: 0, count: 1024)
    for picture in Self.pictures {
      for symmetry in 0..<8 {
        for swapped in [false, true] {
          Self.mark(Self.turned(Array(picture), symmetry), swapped: swapped, in: &patterns)
        }
      }
    }
    self.patterns = patterns
  }

  /// Three rows each, where the middle is the move: X one colour, O the other, . empty, # border,
  /// x not X, o not O (neither is border), ? anything. Each holds turned, mirrored and with the
  /// colours exchanged.
  private static let pictures = [
    // Bending around a stone, from two sides and from one.
    "XOX...???", "XO....?.?", "XO?X..x.?", ".O.X.....",
    // Cutting where two stones touch at a corner, unless one answer joins them; pushing between.
    "XO?O.o?o?", "XO?O.X???", "?X?O.Oooo", "OX?o.O???",
    // On the edge of the board.
    "X.?O.?###", "OX?X.O###", "?X?x.O###", "?XOx.x###", "?OXX.O###",
  ]

  private static func turned(_ picture: [Character], _ symmetry: Int) -> [Character] {
    (0..<9).map { picture[SquareSymmetry.place($0, size: 3, symmetry: symmetry)] }
  }

  /// Marks every colouring that a picture allows. Colours are those of `Go`'s cells.
  private static func mark(
    _ picture: [Character], swapped: Bool, in patterns: inout [UInt64]
  ) {
    var codes = [0]
    for place in 0..<9 where place != 4 {
      let (own, other) = swapped ? (2, 1) : (1, 2)
      let colours =
        switch picture[place] {
        case "X": [own]
        case "O": [other]
        case ".": [0]
        case "#": [3]
        case "x": [0, other]
        case "o": [0, own]
        default: [0, 1, 2, 3]
        }
      codes = codes.flatMap { code in colours.map { code << 2 | $0 } }
    }
    for code in codes { patterns[code >> 6] |= 1 << UInt64(code & 63) }
  }

  /// Whether a colouring of the cells around an empty one is a pattern.
  @inline(__always)
  static func isPattern(_ code: Int, in patterns: Span<UInt64>) -> Bool {
    patterns[code &>> 6] &>> UInt64(truncatingIfNeeded: code & 63) & 1 == 1
  }
}
