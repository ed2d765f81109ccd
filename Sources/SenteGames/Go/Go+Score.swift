extension Go {
  /// The area of Black and of White: stones, and empty points from which only they are reached.
  public var area: (black: Int, white: Int) {
    let owned = owned
    var area = (black: 0, white: 0)
    for word in 0..<7 {
      area.black += owned.black[word].nonzeroBitCount
      area.white += owned.white[word].nonzeroBitCount
    }
    return area
  }

  /// Whose area each point belongs to, row by row: 1 Black's, -1 White's, 0 nobody's.
  public var owners: [Float] {
    let owned = owned
    return (0..<size * size).map { point in
      let cell = cell(point)
      let (word, bit) = (cell >> 6, UInt64(1) << UInt64(cell & 63))
      return owned.black[word] & bit != 0 ? 1 : owned.white[word] & bit != 0 ? -1 : 0
    }
  }

  /// The cells of both areas.
  private var owned: (black: InlineArray<7, UInt64>, white: InlineArray<7, UInt64>) {
    var (blackArea, whiteArea) = (black, white)
    let (blackReach, whiteReach) = (reach(from: blackArea), reach(from: whiteArea))
    for word in 0..<7 {
      blackArea[word] |= blackReach[word] & ~whiteReach[word]
      whiteArea[word] |= whiteReach[word] & ~blackReach[word]
    }
    return (blackArea, whiteArea)
  }

  /// Black's area minus White's minus komi, in halves of a point.
  public var marginHalves: Int {
    let area = area
    return 2 * (area.black - area.white) - rules.komiHalves
  }

  /// The player with a stone on a point, or nil.
  public func colour(at point: Int) -> Int? {
    let colour = colours[cell(point)]
    return colour == 0 ? nil : Int(colour) - 1
  }

  /// The empty cells that some stones reach through empty cells.
  private func reach(from stones: InlineArray<7, UInt64>) -> InlineArray<7, UInt64> {
    var reached = stones
    var grows = true
    let stride = UInt64(size + 1)
    while grows {
      grows = false
      for word in 0..<7 {
        let here = reached[word]
        let above = word > 0 ? reached[word - 1] : 0
        let below = word < 6 ? reached[word + 1] : 0
        let near =
          here << 1 | above >> 63 | here >> 1 | below << 63
          | here << stride | above >> (64 - stride) | here >> stride | below << (64 - stride)
        let more = near & empty[word] & ~here
        if more != 0 {
          reached[word] |= more
          grows = true
        }
      }
    }
    for word in 0..<7 { reached[word] &= empty[word] }
    return reached
  }
}

extension Go {
  /// The eight symmetries of the square.
  public var symmetryCount: Int { SquareSymmetry.count }

  /// The game seen through a symmetry; its moves are played again, since history turns with it.
  public func transformed(by symmetry: Int) -> Go {
    let start = setup.map { setup in
      GoSetup(
        black: setup.black.map { transformed($0, by: symmetry) },
        white: setup.white.map { transformed($0, by: symmetry) },
        whiteBegins: setup.whiteBegins, handicap: setup.handicap)
    }
    var image = Go(size: size, rules: rules, setup: start)
    for move in moves { image.apply(transformed(move, by: symmetry)) }
    return image
  }

  /// The point seen through a symmetry; a pass stays a pass.
  public func transformed(_ action: Int, by symmetry: Int) -> Int {
    action == pass ? pass : SquareSymmetry.place(action, size: size, symmetry: symmetry)
  }
}

extension Go {
  /// The greatest handicap on a board: star points on the sides and in the middle need odd sizes
  /// of at least 9, and stars need 7 rows.
  public static func maximumHandicap(size: Int) -> Int {
    if size < 7 { return 0 }
    return size % 2 == 1 && size >= 9 ? 9 : 4
  }

  /// The points of a fixed handicap, in the order of the Go Text Protocol (version 2, 4.1.1).
  static func handicapPoints(size: Int, count: Int) -> [Int] {
    guard count >= 2 else { return [] }
    let near = size < 13 ? 2 : 3
    let (far, middle) = (size - 1 - near, size / 2)
    func point(_ row: Int, _ column: Int) -> Int { row * size + column }
    var points = [point(far, near), point(near, far), point(near, near), point(far, far)]
    if count == 5 || count == 7 || count == 9 {
      if count >= 7 { points += [point(middle, near), point(middle, far)] }
      if count == 9 { points += [point(near, middle), point(far, middle)] }
      points.append(point(middle, middle))
    } else if count >= 6 {
      points += [point(middle, near), point(middle, far)]
      if count == 8 { points += [point(near, middle), point(far, middle)] }
    }
    return Array(points.prefix(count)).sorted()
  }
}
