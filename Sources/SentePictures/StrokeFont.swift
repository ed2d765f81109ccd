/// Letters made of lines, for pictures that have no fonts at hand.
///
/// A glyph is a list of strokes; a stroke is pairs of a column and a row on a grid on which capitals
/// are six rows high. Rows go upwards from the base line: `0` to `6`, below it `a` and `b`.
struct StrokeFont {
  /// The height of a capital as a part of the font's size.
  private static let capital = 0.7
  /// How far two glyphs are apart, and how wide a space is, in columns.
  private static let gap = 1.7
  private static let space = 2.6

  /// The lines of words that begin at (0, 0) and go to the right, rows counted downwards, and how
  /// long the words are.
  static func lines(of text: String, size: Double) -> (lines: [[Place]], length: Double) {
    let unit = capital * size / 6
    var lines: [[Place]] = []
    var pen = 0.0
    for character in text {
      guard character != " " else {
        pen += space * unit
        continue
      }
      let strokes = strokes(of: character)
      for stroke in strokes {
        lines.append(stroke.map { Place(pen + $0.x * unit, -$0.y * unit) })
      }
      pen += ((strokes.joined().map(\.x).max() ?? 0) + gap) * unit
    }
    return (lines, max(0, pen - gap * unit))
  }

  private static func strokes(of character: Character) -> [[Place]] {
    let code = glyphs[character] ?? "00 06 36 30 00"
    return code.split(separator: "|").map { stroke in
      stroke.split(separator: " ").map { pair in
        let bytes = Array(pair.utf8)
        let row =
          bytes[1] >= UInt8(ascii: "a")
          ? -1 - Double(bytes[1] - UInt8(ascii: "a")) : Double(bytes[1]) - 48
        return Place(Double(bytes[0]) - 48, row)
      }
    }
  }

  private static let glyphs: [Character: String] = [
    "A": "00 26 40|12 32", "B": "00 06 36 45 44 33 03|33 42 41 30 00",
    "C": "45 36 16 05 01 10 30 41", "D": "00 06 26 44 42 20 00", "E": "46 06 00 40|03 33",
    "F": "46 06 00|03 33", "G": "45 36 16 05 01 10 30 41 43 23", "H": "06 00|46 40|03 43",
    "I": "06 00", "J": "36 31 20 10 01", "K": "06 00|46 02|13 40", "L": "06 00 40",
    "M": "00 06 23 46 40", "N": "00 06 40 46", "O": "16 05 01 10 30 41 45 36 16",
    "P": "00 06 36 45 44 33 03", "Q": "16 05 01 10 30 41 45 36 16|22 40",
    "R": "00 06 36 45 44 33 03|23 40", "S": "45 36 16 05 04 13 33 42 41 30 10 01",
    "T": "06 46|26 20", "U": "06 01 10 30 41 46", "V": "06 20 46", "W": "06 10 24 30 46",
    "X": "06 40|00 46", "Y": "06 23 46|23 20", "Z": "06 46 00 40",
    "0": "16 05 01 10 20 31 35 26 16", "1": "05 16 10", "2": "05 16 26 35 34 00 30",
    "3": "05 16 26 35 34 23 13|23 32 31 20 10 01", "4": "30 36 02 42",
    "5": "36 06 03 23 32 31 20 10 01", "6": "26 16 05 01 10 20 31 32 23 03",
    "7": "06 36 10", "8": "16 05 04 13 23 34 35 26 16|13 02 01 10 20 31 32 23",
    "9": "10 20 31 35 26 16 05 04 13 33",
    "a": "34 30|33 24 14 03 01 10 20 31", "b": "06 00|03 14 24 33 31 20 10 01",
    "c": "33 24 14 03 01 10 20 31", "d": "36 30|33 24 14 03 01 10 20 31",
    "e": "02 32 33 24 14 03 01 10 20 31", "f": "26 15 10|04 24",
    "g": "34 3a 2b 1b 0a|33 24 14 03 01 10 20 31", "h": "06 00|03 14 24 33 30",
    "i": "04 00|06 06", "j": "14 1a 0b|16 16", "k": "06 00|34 01|12 30", "l": "06 00",
    "m": "04 00|03 14 23 20|23 34 43 40", "n": "04 00|03 14 24 33 30",
    "o": "14 03 01 10 20 31 33 24 14", "p": "04 0b|03 14 24 33 31 20 10 01",
    "q": "34 3b|33 24 14 03 01 10 20 31", "r": "04 00|02 14 24",
    "s": "33 24 14 03 12 22 31 20 10 01", "t": "16 11 20|04 24", "u": "04 01 10 20 31|34 30",
    "v": "04 20 44", "w": "04 10 23 30 44", "x": "04 30|00 34", "y": "04 20|44 20 1b",
    "z": "04 34 00 30",
    "-": "03 23", "−": "03 33", "–": "03 33", "_": "0a 3a", ".": "00 00", ",": "10 0a",
    ":": "03 03|00 00", ";": "13 13|10 0a", "/": "00 36", "\\": "06 30",
    "%": "00 46|06 16 15 05 06|30 40 41 31 30", "(": "16 05 01 10", ")": "06 15 11 00",
    "[": "16 06 00 10", "]": "06 16 10 00", "=": "04 34|02 32", "+": "03 43|21 25",
    "*": "02 44|04 42|21 25", "<": "35 03 31", ">": "05 33 01", "≥": "05 33 01|00 30",
    "'": "06 05", "\"": "06 05|16 15", "#": "10 16|30 36|02 42|04 44", "!": "06 02|00 00",
    "?": "05 16 26 35 34 22|20 20", "|": "0b 06", "~": "02 13 22 33", "±": "04 44|26 22|00 40",
    "×": "01 34|04 31", "·": "03 03", "@": "42 33 22 13 24 33|42 45 36 16 05 01 10 30",
    "τ": "04 34|14 11 20", "&": "40 05 16 25 02 01 10 20 42",
  ]
}
