/// Pixels on which a picture is drawn, with soft edges.
struct Raster {
  let width, height: Int
  /// Red, green and blue of each pixel, row by row from the top, from 0 to 1.
  private(set) var colours: [Float]
  /// How much of each pixel the present mark covers.
  private var coverage: [Float]

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    colours = Array(repeating: 1, count: 3 * width * height)
    coverage = Array(repeating: 0, count: width * height)
  }

  /// The bytes of all pixels, three each.
  var bytes: [UInt8] { colours.map { UInt8(max(0, min(255, ($0 * 255).rounded()))) } }

  /// Draws a picture, each of whose pixels is `scale` pixels here.
  mutating func draw(_ picture: Picture, scale: Double) {
    for mark in picture.marks {
      switch mark {
      case .line(let places, let ink, let width):
        stroke([places.map { $0 * scale }], ink, width: width * scale)
      case .area(let corners, let ink):
        fill(corners.map { $0 * scale }, ink)
      case .words(let text, let place, let size, let ink, let alignment):
        let (lines, length) = StrokeFont.lines(of: text, size: size * scale)
        let shift =
          switch alignment {
          case .start: 0.0
          case .middle, .upwards: length / 2
          case .end: length
          }
        let origin = place * scale
        let placed = lines.map { line in
          line.map { point in
            alignment == .upwards
              ? origin + Place(point.y, shift - point.x) : origin + point - Place(shift, 0)
          }
        }
        stroke(placed, ink, width: size * scale * 0.085)
      }
    }
  }

  /// Lines of one ink; where they cross they cover no more than one of them.
  private mutating func stroke(_ lines: [[Place]], _ ink: Ink, width: Double) {
    let radius = max(width, 1) / 2
    // A line thinner than a pixel is a pixel wide and so much paler.
    let strength = Float(ink.opacity * min(1, width))
    var box = Box(width: self.width, height: self.height)
    for line in lines {
      for (start, end) in zip(line, line.dropFirst()) {
        box.include(cover(from: start, to: end, radius: radius))
      }
    }
    blend(ink, strength, in: box)
  }

  /// Covers what is nearer to a line than its radius; returns the pixels that were looked at.
  private mutating func cover(from start: Place, to end: Place, radius: Double) -> Box {
    let low = pointwiseMin(start, end) - (radius + 1)
    let high = pointwiseMax(start, end) + (radius + 1)
    let box = Box(low, high, width: width, height: height)
    let along = end - start
    let square = (along * along).sum()
    for row in box.rows {
      for column in box.columns {
        let point = Place(Double(column) + 0.5, Double(row) + 0.5) - start
        let share = square > 0 ? max(0, min(1, (point * along).sum() / square)) : 0
        let away = point - along * share
        let distance = (away * away).sum().squareRoot()
        let covered = Float(max(0, min(1, radius + 0.5 - distance)))
        let pixel = row * width + column
        coverage[pixel] = max(coverage[pixel], covered)
      }
    }
    return box
  }

  /// Fills an area by the even-odd rule, four samples high and with exact ends along each of them.
  private mutating func fill(_ corners: [Place], _ ink: Ink) {
    let samples = 4
    let low = corners.reduce(corners[0], pointwiseMin)
    let high = corners.reduce(corners[0], pointwiseMax)
    let box = Box(low, high, width: width, height: height)
    for row in box.rows {
      for sample in 0..<samples {
        let y = Double(row) + (Double(sample) + 0.5) / Double(samples)
        var crossings: [Double] = []
        for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1))
        where (a.y <= y) != (b.y <= y) {
          crossings.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
        }
        crossings.sort()
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          let (from, to) = (max(crossings[pair], 0), min(crossings[pair + 1], Double(width)))
          for column in box.columns {
            let overlap = min(to, Double(column) + 1) - max(from, Double(column))
            if overlap > 0 { coverage[row * width + column] += Float(overlap) / Float(samples) }
          }
        }
      }
    }
    blend(ink, Float(ink.opacity), in: box)
  }

  /// Lays an ink over what is covered and forgets the coverage.
  private mutating func blend(_ ink: Ink, _ opacity: Float, in box: Box) {
    let parts = [ink.red, ink.green, ink.blue].map { Float($0) / 255 }
    for row in box.rows {
      for column in box.columns {
        let pixel = row * width + column
        let share = min(1, coverage[pixel]) * opacity
        coverage[pixel] = 0
        if share == 0 { continue }
        for part in 0..<3 {
          colours[3 * pixel + part] += share * (parts[part] - colours[3 * pixel + part])
        }
      }
    }
  }
}

/// A rectangle of pixels.
private struct Box {
  var rows: Range<Int>
  var columns: Range<Int>

  /// No pixel, somewhere in a raster.
  init(width: Int, height: Int) { (rows, columns) = (height..<height, width..<width) }

  /// The pixels between two places, as far as there are any.
  init(_ low: Place, _ high: Place, width: Int, height: Int) {
    func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
      let first = Int(max(0, min(Double(count), low.rounded(.down))))
      return first..<max(first, Int(max(0, min(Double(count), high.rounded(.up)))))
    }
    rows = range(low.y, high.y, height)
    columns = range(low.x, high.x, width)
  }

  mutating func include(_ other: Box) {
    if other.rows.isEmpty || other.columns.isEmpty { return }
    rows = min(rows.lowerBound, other.rows.lowerBound)..<max(rows.upperBound, other.rows.upperBound)
    columns =
      min(
        columns.lowerBound, other.columns.lowerBound)..<max(
        columns.upperBound, other.columns.upperBound)
  }
}
