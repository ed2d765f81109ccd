import SentePrimitives

/// A place in a picture, in pixels from its upper left corner.
public typealias Place = SIMD2<Double>

/// A drawing of lines, areas and words on white, kept as what was drawn, so that it can be written as
/// SVG and as PNG.
///
/// Whoever puts a `nan` or an infinite coordinate in gets nothing drawn for that mark.
public struct Picture: Sendable {
  /// The extents in pixels.
  public let width, height: Double
  /// Everything drawn, what came first lying below.
  public private(set) var marks: [Mark] = []

  /// An empty picture of so many pixels.
  public init(width: Double, height: Double) {
    precondition(width >= 1 && height >= 1, "a picture of \(width) by \(height) pixels")
    (self.width, self.height) = (width, height)
  }

  /// Something drawn.
  public enum Mark: Hashable, Sendable {
    /// Straight lines from place to place, with round ends and joins.
    case line([Place], Ink, width: Double)
    /// A filled area, by the even-odd rule.
    case area([Place], Ink)
    /// Words on a line; `size` is the height of the font in pixels.
    case words(String, at: Place, size: Double, Ink, Alignment)
  }

  /// Which part of a line of words lies at its place.
  public enum Alignment: Hashable, Sendable {
    /// Its beginning, middle or end, on the base line.
    case start, middle, end
    /// Its middle, read from below upwards.
    case upwards
  }

  /// Draws lines from place to place.
  public mutating func line(_ places: [Place], _ ink: Ink, width: Double = 1) {
    guard places.count > 1, places.allSatisfy(isFinite) else { return }
    marks.append(.line(places, ink, width: width))
  }

  /// Fills an area.
  public mutating func area(_ corners: [Place], _ ink: Ink) {
    guard corners.count > 2, corners.allSatisfy(isFinite) else { return }
    marks.append(.area(corners, ink))
  }

  /// Fills a disc.
  public mutating func disc(at place: Place, radius: Double, _ ink: Ink) {
    guard isFinite(place) else { return }
    marks.append(.line([place, place], ink, width: 2 * radius))
  }

  /// Writes words.
  public mutating func words(
    _ text: String, at place: Place, size: Double = 12, _ ink: Ink = .black,
    _ alignment: Alignment = .start
  ) {
    guard isFinite(place), !text.isEmpty else { return }
    marks.append(.words(text, at: place, size: size, ink, alignment))
  }

  private func isFinite(_ place: Place) -> Bool { place.x.isFinite && place.y.isFinite }
}

/// A colour and how much it covers.
public struct Ink: Hashable, Sendable {
  /// Red, green and blue, from 0 to 255.
  public var red, green, blue: UInt8
  /// From 0, nothing, to 1.
  public var opacity: Double

  /// A colour written as 0xRRGGBB.
  public init(_ code: UInt32, opacity: Double = 1) {
    red = UInt8(code >> 16 & 255)
    green = UInt8(code >> 8 & 255)
    blue = UInt8(code & 255)
    self.opacity = opacity
  }

  /// Black, nearly.
  public static let black = Ink(0x1A1A1A)
  /// For frames and words of less weight.
  public static let grey = Ink(0x777777)
  /// For lines behind curves.
  public static let pale = Ink(0xE2E2E2)

  /// Colours for curves that readers of all kinds can tell apart, with a darker shade of each behind
  /// them. Source: the palette of Okabe and Ito, "Color universal design" (2008), without yellow.
  public static func series(_ number: Int) -> Ink {
    let codes: [UInt32] = [
      0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x5A5A5A,
      0x004A75, 0x8A3C00, 0x00664A, 0x85496B, 0x966600, 0x35759B, 0x000000,
    ]
    return Ink(codes[number % codes.count])
  }

  /// The same colour, covering less.
  public func faded(to opacity: Double) -> Ink {
    var ink = self
    ink.opacity = opacity
    return ink
  }
}
