import SentePrimitives

extension Picture {
  /// The picture as an SVG file.
  public var svg: String {
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Self.number(width))\" "
        + "height=\"\(Self.number(height))\" viewBox=\"0 0 \(Self.number(width)) "
        + "\(Self.number(height))\" font-family=\"Helvetica, Arial, sans-serif\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
    ]
    for mark in marks { lines.append(Self.element(mark)) }
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  private static func element(_ mark: Mark) -> String {
    switch mark {
    case .line(let places, let ink, let width):
      return "<polyline points=\"\(points(places))\" fill=\"none\" "
        + "stroke=\"\(code(ink))\"\(opacity(ink, "stroke")) stroke-width=\"\(number(width))\" "
        + "stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
    case .area(let corners, let ink):
      return "<polygon points=\"\(points(corners))\" fill=\"\(code(ink))\""
        + "\(opacity(ink, "fill")) fill-rule=\"evenodd\"/>"
    case .words(let text, let place, let size, let ink, let alignment):
      let (x, y) = (number(place.x), number(place.y))
      let (anchor, turn) =
        switch alignment {
        case .start: ("start", "")
        case .middle: ("middle", "")
        case .end: ("end", "")
        case .upwards: ("middle", " transform=\"rotate(-90 \(x) \(y))\"")
        }
      return "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(number(size))\" fill=\"\(code(ink))\""
        + "\(opacity(ink, "fill")) text-anchor=\"\(anchor)\"\(turn)>\(escaped(text))</text>"
    }
  }

  private static func points(_ places: [Place]) -> String {
    places.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  private static func code(_ ink: Ink) -> String {
    "#"
      + [ink.red, ink.green, ink.blue].map { part in
        (part < 16 ? "0" : "") + String(part, radix: 16)
      }.joined()
  }

  private static func opacity(_ ink: Ink, _ kind: String) -> String {
    ink.opacity < 1 ? " \(kind)-opacity=\"\(number(ink.opacity))\"" : ""
  }

  /// Hundredths are finer than anybody sees.
  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
