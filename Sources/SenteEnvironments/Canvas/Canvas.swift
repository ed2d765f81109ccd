import SentePrimitives

/// A picture made of Braille dots for a terminal: two by four dots a character, one colour each.
///
/// Drawing uses the coordinates of a view (`look`), in which y grows upwards and both axes have the
/// same scale, since dots are about square. What lies outside the picture is cut off; shapes with a
/// coordinate that is not finite are not drawn.
public struct Canvas: Hashable, Sendable {
  /// A point in the coordinates of the view.
  public typealias Point = SIMD2<Double>

  /// A colour of the terminal's palette of 256.
  public struct Colour: Hashable, Sendable, RawRepresentable {
    /// The number in the palette.
    public let rawValue: UInt8
    /// The colour with a number of the palette.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Bright neutral, for outlines.
    public static let white = Colour(rawValue: 253)
    /// Dim neutral, for grounds and guides.
    public static let grey = Colour(rawValue: 243)
    /// Warm brown, for poles and rods.
    public static let amber = Colour(rawValue: 215)
    /// For what is moved.
    public static let blue = Colour(rawValue: 75)
    /// For goals.
    public static let green = Colour(rawValue: 114)
    /// For limits and forces.
    public static let red = Colour(rawValue: 203)
    /// For joints.
    public static let violet = Colour(rawValue: 141)
  }

  /// Characters in a row.
  public let width: Int
  /// Rows of characters.
  public let height: Int
  private var dots: [UInt8]
  private var colours: [Colour]
  private var letters: [Character?]
  private var scale = 1.0
  private var origin = Point(0, 0)

  /// An empty picture of `width` by `height` characters.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a picture of \(width) by \(height) characters is none")
    self.width = width
    self.height = height
    dots = [UInt8](repeating: 0, count: width * height)
    colours = [Colour](repeating: .white, count: width * height)
    letters = [Character?](repeating: nil, count: width * height)
  }

  /// Shows this part of the world, as large as fits, in the middle.
  public mutating func look(at x: ClosedRange<Double>, _ y: ClosedRange<Double>) {
    let (columns, rows) = (Double(2 * width), Double(4 * height))
    let (w, h) = (x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    precondition(w > 0 && h > 0, "a view of \(w) by \(h) shows nothing")
    scale = min((columns - 1) / w, (rows - 1) / h)
    origin = Point(
      (columns - 1) / 2 - scale * (x.lowerBound + w / 2),
      (rows - 1) / 2 + scale * (y.lowerBound + h / 2))
  }

  /// The width of one dot in the coordinates of the view.
  public var dot: Double { 1 / scale }

  /// A point in dots from the upper left, at most 10⁹ away, where parts of a dot still count.
  private func place(_ point: Point) -> Point {
    let limit = Point(repeating: 1e9)
    return Point(origin.x + scale * point.x, origin.y - scale * point.y)
      .clamped(lowerBound: -limit, upperBound: limit)
  }

  private func isFinite(_ point: Point) -> Bool { point.x.isFinite && point.y.isFinite }

  private mutating func set(_ column: Int, _ row: Int, _ colour: Colour) {
    guard column >= 0, row >= 0, column < 2 * width, row < 4 * height else { return }
    let cell = (row / 4) * width + column / 2
    // Unicode numbers the dots of a cell 1-2-3-7 down the left and 4-5-6-8 down the right.
    let bits: [2 of [4 of UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    dots[cell] |= bits[column % 2][row % 4]
    colours[cell] = colour
  }
}

// MARK: - Shapes

extension Canvas {
  /// A line one dot wide.
  public mutating func line(from start: Point, to end: Point, _ colour: Colour) {
    guard isFinite(start), isFinite(end) else { return }
    let a = place(start)
    let d = place(end) - a
    guard let (first, last) = visiblePart(from: a, along: d) else { return }
    // Steps are those of the whole line, so that cutting it moves no dot.
    let steps = max(max(abs(d.x), abs(d.y)).rounded(.up), 1)
    for i in stride(from: (first * steps).rounded(.up), through: last * steps, by: 1) {
      let p = a + d * (i / steps)
      set(Int(p.x.rounded()), Int(p.y.rounded()), colour)
    }
  }

  /// The part of a line from `a` to `a + d` that lies in the picture, as fractions of `d`; nil when
  /// none does.
  ///
  /// Source: Liang and Barsky, "A new concept and method for line clipping" (1984).
  private func visiblePart(from a: Point, along d: Point) -> (first: Double, last: Double)? {
    // Dots are rounded to, so the picture reaches half a dot beyond the outermost.
    let low = Point(repeating: -0.5)
    let high = Point(Double(2 * width), Double(4 * height)) - 0.5
    var (first, last) = (0.0, 1.0)
    for axis in 0..<2 {
      if d[axis] == 0 {
        guard low[axis] <= a[axis], a[axis] <= high[axis] else { return nil }
        continue
      }
      let (t, u) = ((low[axis] - a[axis]) / d[axis], (high[axis] - a[axis]) / d[axis])
      (first, last) = (max(first, min(t, u)), min(last, max(t, u)))
    }
    return first <= last ? (first, last) : nil
  }

  /// Lines from point to point.
  public mutating func polyline(_ points: [Point], _ colour: Colour) {
    for (a, b) in zip(points, points.dropFirst()) { line(from: a, to: b, colour) }
  }

  /// A filled shape with these corners (even-odd rule).
  public mutating func polygon(_ corners: [Point], _ colour: Colour) {
    guard corners.allSatisfy(isFinite) else { return }
    let placed = corners.map(place)
    guard let top = placed.map(\.y).min(), let bottom = placed.map(\.y).max() else { return }
    let lastRow = min(Int(bottom.rounded(.down)), 4 * height - 1)
    for row in stride(from: max(Int(top.rounded(.up)), 0), through: lastRow, by: 1) {
      let y = Double(row)
      var crossings: [Double] = []
      for (a, b) in zip(placed, placed.dropFirst() + placed.prefix(1)) {
        guard (a.y <= y) != (b.y <= y) else { continue }
        crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let first = max(Int(crossings[pair].rounded()), 0)
        let last = min(Int(crossings[pair + 1].rounded()), 2 * width - 1)
        for column in stride(from: first, through: last, by: 1) { set(column, row, colour) }
      }
    }
  }

  /// A bar with round ends, `thickness` wide in the coordinates of the view.
  public mutating func bar(
    from start: Point, to end: Point, thickness: Double, _ colour: Colour
  ) {
    let along = end - start
    let length = (along * along).sum().squareRoot()
    if length > 0 {
      let side = Point(-along.y, along.x) * (thickness / 2 / length)
      polygon([start + side, end + side, end - side, start - side], colour)
    }
    line(from: start, to: end, colour)
    disc(at: start, radius: thickness / 2, colour)
    disc(at: end, radius: thickness / 2, colour)
  }

  /// A filled circle.
  public mutating func disc(at centre: Point, radius: Double, _ colour: Colour) {
    guard isFinite(centre), radius >= 0, radius.isFinite else { return }
    let (c, r) = (place(centre), radius * scale)
    let firstRow = max((c.y - r).rounded(.up), 0)
    let lastRow = min((c.y + r).rounded(.down), Double(4 * height - 1))
    for y in stride(from: firstRow, through: lastRow, by: 1) {
      // Rounding may have let in a row that touches the circle from outside.
      let half = max(r * r - (y - c.y) * (y - c.y), 0).squareRoot()
      let first = max((c.x - half).rounded(.up), 0)
      let last = min((c.x + half).rounded(.down), Double(2 * width - 1))
      for x in stride(from: first, through: last, by: 1) { set(Int(x), Int(y), colour) }
    }
  }

  /// The outline of a circle.
  public mutating func circle(at centre: Point, radius: Double, _ colour: Colour) {
    polyline(
      (0...48).map { i in
        let (sine, cosine) = Elementary.sineAndCosine(Double(i) * Double.pi / 24)
        return centre + radius * Point(cosine, sine)
      }, colour)
  }

  /// Letters from a character's place on, counted from the upper left.
  public mutating func text(_ text: String, column: Int, row: Int, _ colour: Colour) {
    guard row >= 0, row < height else { return }
    for (i, letter) in text.enumerated() where column + i >= 0 && column + i < width {
      letters[row * width + column + i] = letter
      colours[row * width + column + i] = colour
    }
  }

  /// Letters around a point of the view.
  public mutating func label(_ text: String, at point: Point, _ colour: Colour) {
    guard isFinite(point) else { return }
    let place = place(point)
    self.text(
      text, column: Int((place.x / 2).rounded(.down)) - text.count / 2,
      row: Int((place.y / 4).rounded(.down)), colour)
  }
}

// MARK: - Grids

extension Canvas {
  /// Shows a board of unit squares whose lower left corner is (0, 0), with its border and its lines or
  /// only dots where they would cross.
  mutating func lookAtGrid(rows: Int, columns: Int, lines: Bool = true) {
    let (width, height) = (Double(columns), Double(rows))
    look(at: 0...width, 0...height)
    for i in 0...rows where lines || i == 0 || i == rows {
      line(from: Point(0, Double(i)), to: Point(width, Double(i)), .grey)
    }
    for i in 0...columns where lines || i == 0 || i == columns {
      line(from: Point(Double(i), 0), to: Point(Double(i), height), .grey)
    }
    for i in 1..<max(rows, 1) {
      for j in 1..<max(columns, 1) {
        let crossing = Point(Double(j), Double(i))
        line(from: crossing, to: crossing, .grey)
      }
    }
  }

  /// The middle of a square, counted in row-major order from the upper left.
  static func centre(ofPlace place: Int, rows: Int, columns: Int) -> Point {
    Point(Double(place % columns) + 0.5, Double(rows - 1 - place / columns) + 0.5)
  }
}

// MARK: - Text

extension Canvas {
  /// The picture as `height` lines of `width` characters, with escape codes for colours when asked
  /// for; blanks at the ends of lines are kept so that a picture overwrites the one before it.
  public func render(coloured: Bool) -> String {
    var text = ""
    for row in 0..<height {
      if row > 0 { text += "\n" }
      var current: Colour?
      for cell in row * width..<(row + 1) * width {
        let letter = letters[cell] ?? Canvas.character(dots[cell])
        if coloured, letter != " ", colours[cell] != current {
          current = colours[cell]
          text += "\u{1B}[38;5;\(colours[cell].rawValue)m"
        }
        text.append(letter)
      }
      if current != nil { text += "\u{1B}[0m" }
    }
    return text
  }

  private static func character(_ dots: UInt8) -> Character {
    guard dots != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else { return " " }
    return Character(scalar)
  }
}
