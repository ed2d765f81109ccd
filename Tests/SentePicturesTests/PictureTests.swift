import Foundation
import SentePictures
import Testing

struct PictureTests {
  private func sample() -> Picture {
    var picture = Picture(width: 120, height: 80)
    let axes = Axes(left: 40, top: 10, right: 110, bottom: 50, x: 0...1, y: -1...1)
    axes.draw(in: &picture, title: "A < B & C", xName: "x", yName: "y")
    picture.line([axes.place(0, -1), axes.place(1, 1)], .series(0), width: 3)
    picture.area(
      [axes.place(0, 0), axes.place(1, 0), axes.place(1, 0.5)], Ink.series(1).faded(to: 0.5))
    picture.disc(at: axes.place(0.5, 0), radius: 4, .series(2))
    return picture
  }

  /// What another program makes of a PNG: its extents and all its bytes.
  private func decoded(_ png: [UInt8]) throws -> (width: Int, height: Int, pixels: [UInt8]) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).png")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(png).write(to: file)
    let program = """
      import sys, zlib, struct
      data = open(sys.argv[1], "rb").read()
      assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
      at, body = 8, b""
      while at < len(data):
          size, name = struct.unpack(">I4s", data[at:at + 8])
          part = data[at + 8:at + 8 + size]
          check, = struct.unpack(">I", data[at + 8 + size:at + 12 + size])
          assert check == zlib.crc32(name + part), name
          if name == b"IHDR": width, height = struct.unpack(">II", part[:8])
          if name == b"IDAT": body += part
          at += 12 + size
      rows, above = zlib.decompress(body), bytes(3 * width)
      sys.stdout.buffer.write(struct.pack(">II", width, height))
      for y in range(height):
          row = rows[y * (3 * width + 1):(y + 1) * (3 * width + 1)]
          assert row[0] == 2
          above = bytes((a + b) & 255 for a, b in zip(row[1:], above))
          sys.stdout.buffer.write(above)
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program, file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    return (number(0), number(4), Array(bytes[8...]))
  }

  @Test func `a PNG is read by others, in the colours that were drawn`() throws {
    let (width, height, pixels) = try decoded(sample().png(scale: 2))
    #expect((width, height) == (240, 160))
    try #require(pixels.count == 3 * 240 * 160)
    func colour(_ x: Int, _ y: Int) -> [UInt8] {
      Array(pixels[3 * (y * 240 + x)..<3 * (y * 240 + x) + 3])
    }
    #expect(colour(1, 1) == [255, 255, 255])
    // The disc in the middle of the axes.
    #expect(colour(150, 60) == [0x00, 0x9E, 0x73])
    // Half of the second colour on white, away from line and disc.
    #expect(
      colour(216, 55).enumerated().allSatisfy { part, value in
        abs(Int(value) - [234, 174, 127][part]) <= 2
      })
  }

  @Test func `an SVG holds every mark and escapes its words`() {
    let svg = sample().svg
    #expect(svg.hasPrefix("<svg xmlns="))
    #expect(svg.contains(">A &lt; B &amp; C</text>"))
    #expect(svg.contains("fill-opacity=\"0.50\""))
    #expect(svg.contains("rotate(-90"))
  }

  @Test func `marks without a place are left out`() {
    var picture = Picture(width: 10, height: 10)
    picture.line([Place(0, 0), Place(.nan, 1)], .black)
    picture.area([Place(0, 0), Place(1, 1), Place(.infinity, 0)], .black)
    picture.disc(at: Place(.nan, 0), radius: 1, .black)
    #expect(picture.marks.isEmpty)
  }

  @Test func `ticks are round numbers inside their range`() {
    #expect(Axes.ticks(0...1, count: 5) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
    #expect(Axes.ticks(0...500, count: 5) == [0, 100, 200, 300, 400, 500])
    #expect(Axes.ticks(-1630...(-120), count: 5) == [-1500, -1000, -500])
    #expect(
      [0.5, 20, 150_000, 2_000_000, -0.25].map(Axes.label) == ["0.5", "20", "150k", "2M", "−0.25"])
  }
}
