import SentePrimitives

/// A picture made of Braille dots for a terminal: two by four dots a character, one colour each.
///
/// Drawing uses the coordinates of a view (`look`), in which y grows upwards and both axes have the
/// same scale, since dots are about square. What lies outside the picture is cut off.
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

  /// A point in dots from the upper left, cut to a range whose squares are still exact.
  private func place(_ point: Point) -> Point {
    let far = Point(repeating: 1e6)
    let placed = Point(origin.x + scale * point.x, origin.y - scale * point.y)
    return placed.clamped(lowerBound: -far, upperBound: far)
  }

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
    let (a, b) = (place(start), place(end))
    let steps = Int(max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up))
    // Lines that reach far outside would take long and show nothing more.
    guard steps <= 20_000 else { return }
    for i in 0...max(steps, 1) {
      let p = a + (b - a) * (Double(i) / Double(max(steps, 1)))
      set(Int(p.x.rounded()), Int(p.y.rounded()), colour)
    }
  }

  /// Lines from point to point.
  public mutating func polyline(_ points: [Point], _ colour: Colour) {
    for (a, b) in zip(points, points.dropFirst()) { line(from: a, to: b, colour) }
  }

  /// A filled shape with these corners (even-odd rule).
  public mutating func polygon(_ corners: [Point], _ colour: Colour) {
    let placed = corners.map(place)
    guard let top = placed.map(\.y).min(), let bottom = placed.map(\.y).max() else { return }
    let rows = max(Int(top.rounded(.up)), 0)...max(min(Int(bottom), 4 * height - 1), 0)
    for row in rows.clamped(to: 0...4 * height - 1) where Double(row) <= bottom {
      var crossings: [Double] = []
      for (a, b) in zip(placed, placed.dropFirst() + placed.prefix(1)) {
        let y = Double(row)
        if (a.y <= y) != (b.y <= y) { crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) }
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
    let (c, r) = (place(centre), radius * scale)
    let rows = Int(max((c.y - r).rounded(.up), 0))
    for row in stride(from: rows, through: Int(min(c.y + r, Double(4 * height - 1))), by: 1) {
      let half = (r * r - (Double(row) - c.y) * (Double(row) - c.y)).squareRoot()
      let first = Int(max((c.x - half).rounded(.up), 0))
      let last = Int(min(c.x + half, Double(2 * width - 1)))
      for column in stride(from: first, through: last, by: 1) { set(column, row, colour) }
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
