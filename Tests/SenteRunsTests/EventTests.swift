import SentePrimitives
import Testing

@testable import SenteRuns

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct EventTests {
  /// What TensorBoard's own writer makes of `goldenEvents`.
  ///
  /// Made by: `Scripts/check-tensorboard.py --golden`
  static let golden: [UInt8] = [
    0x18, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xA3, 0x7F, 0x4B, 0x22, 0x09, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0xF8, 0x3F, 0x1A, 0x0D, 0x62, 0x72, 0x61, 0x69, 0x6E,
    0x2E, 0x45, 0x76, 0x65, 0x6E, 0x74, 0x3A, 0x32, 0x2A, 0x28, 0x64, 0x6C, 0x1B, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1A, 0x0D, 0x9E, 0x13, 0x09, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x04, 0x40, 0x10, 0xAC, 0x02, 0x2A, 0x0D, 0x0A, 0x0B, 0x0A, 0x04,
    0x6C, 0x6F, 0x73, 0x73, 0x15, 0x00, 0x00, 0x00, 0x3F, 0xF0, 0x4B, 0xC4, 0xA2, 0x0F,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x6D, 0x53, 0x2B, 0x09, 0x09, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x0C, 0x40, 0x10, 0x07, 0x3A, 0x02, 0x08, 0x01, 0x8C, 0x2B,
    0x37, 0xC8,
  ]

  static let goldenEvents = [
    Event(wallTime: 1.5, content: .fileVersion("brain.Event:2")),
    Event(wallTime: 2.5, step: 300, content: .scalars([.init("loss", 0.5)])),
    Event(wallTime: 3.5, step: 7, content: .sessionStart),
  ]

  @Test func `files are byte for byte those of TensorBoard's writer`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("golden")
    do {
      var writer = EventWriter(file: try Descriptor(.creating, path))
      for event in Self.goldenEvents { writer.append(event) }
    }
    #expect(try FileSystem.read(path) == Self.golden)
    #expect(try events(in: Self.golden, folder).events == Self.goldenEvents)
  }

  @Test func `scalars survive writing and reading`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    var writer = try EventWriter.begin(in: run, wallTime: 1_700_000_000.25)
    let values: [Float] = [0.5, -1e30, .infinity, .nan, 0, .leastNonzeroMagnitude]
    for (step, value) in values.enumerated() {
      try writer.record(
        [.init("train/loss", value), .init("先手", -value)], step: step << 33,
        wallTime: 1_700_000_001 + Double(step))
    }
    try writer.flush()
    let (curves, problems) = try run.scalars()
    #expect(problems == [])
    #expect(curves.keys.sorted() == ["train/loss", "先手"])
    #expect(curves["train/loss"]?.map(\.value.bitPattern) == values.map(\.bitPattern))
    #expect(curves["train/loss"]?.map(\.step) == values.indices.map { $0 << 33 })
    #expect(curves["train/loss"]?[2].wallTime == 1_700_000_003)
  }

  @Test func `what is not flushed is written when the writer goes`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    do {
      var writer = try EventWriter.begin(in: run, wallTime: 1)
      try writer.record([.init("a", 1)], step: 1, wallTime: 2)
      #expect(try run.scalars().curves.isEmpty)
    }
    #expect(try run.scalars().curves["a"]?.count == 1)
  }

  @Test func `a resumed session voids later steps`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    do {
      var writer = try EventWriter.begin(in: run, wallTime: 100)
      for step in 1...5 { try writer.record([.init("a", 1)], step: step, wallTime: 100) }
    }
    // The clock has gone back: the file must sort after the first one all the same.
    do {
      var writer = try EventWriter.begin(in: run, wallTime: 50, resumedAt: 3)
      for step in 4...6 { try writer.record([.init("a", 2)], step: step, wallTime: 51) }
    }
    let points = try run.scalars().curves["a"]
    #expect(points?.map(\.step) == [1, 2, 3, 4, 5, 6])
    #expect(points?.map(\.value) == [1, 1, 1, 2, 2, 2])
    let names = try EventFiles.names(in: run)
    #expect(names.count == 2 && names.allSatisfy { $0.contains("tfevents") })
  }

  @Test func `sessions within one second have files of their own`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    for _ in 0..<12 { _ = try EventWriter.begin(in: run, wallTime: 100.5) }
    #expect(try EventFiles.names(in: run).count == 12)
  }

  @Test func `a file cut anywhere gives its whole records`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    let bytes = try sampleFile(in: run, records: 4)
    let whole = try events(in: bytes, folder).events
    #expect(whole.count == 5)
    for cut in 0..<bytes.count {
      let (events, problems) = try events(in: Array(bytes[..<cut]), folder)
      #expect(events == Array(whole.prefix(events.count)))
      #expect(events.count < whole.count && problems == [])
    }
  }

  @Test func `a flipped byte anywhere is reported and the other records are read`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    let bytes = try sampleFile(in: run, records: 3)
    let whole = try events(in: bytes, folder).events
    for index in bytes.indices {
      var flipped = bytes
      flipped[index] ^= 0x10
      let (events, problems) = try events(in: flipped, folder)
      #expect(problems.count == 1)
      #expect(events.allSatisfy(whole.contains) && events.count < whole.count)
    }
  }

  @Test func `a reader follows a growing file`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    var writer = try EventWriter.begin(in: run, wallTime: 1)
    var reader = EventReader(path: writer.path)
    #expect(try reader.read().map(\.content) == [.fileVersion("brain.Event:2")])
    for step in 0..<3 {
      try writer.record([.init("a", 1)], step: step, wallTime: 1)
      try writer.flush()
      #expect(try reader.read().map(\.step) == [step])
    }
    #expect(try reader.read() == [])
  }

  @Test func `random bytes never harm the reader`() throws {
    var random = RandomStream(seed: 3, role: "message")
    for _ in 0..<20_000 {
      let bytes = (0..<random.index(below: 40)).map { _ in UInt8(truncatingIfNeeded: random.next())
      }
      _ = Event(message: bytes)
    }
  }

  #if os(Linux)
    @Test func `a full device is reported and the records are kept`() throws {
      var writer = EventWriter(file: try Descriptor(.appending, "/dev/full"))
      try writer.record([.init("a", 1)], step: 1, wallTime: 1)
      for _ in 0..<2 {
        #expect(throws: RunError.full(path: "/dev/full", action: "write")) { try writer.flush() }
      }
    }
  #endif

  @Test(.enabled(if: TinyFileSystem.isPossible))
  func `after a full disk the file continues without a gap`() throws {
    let folder = try TemporaryFolder()
    let disk = try TinyFileSystem(at: folder.path)
    let run = try RunFolder.sample(in: folder)
    try FileSystem.write([UInt8](repeating: 0, count: 50_000), to: folder.file("ballast"))
    var writer = try EventWriter.begin(in: run, wallTime: 1)
    for step in 0..<500 { try writer.record([.init("a", 1)], step: step, wallTime: 1) }
    #expect(throws: RunError.full(path: writer.path, action: "write")) { try writer.flush() }
    try FileSystem.remove(folder.file("ballast"))
    try writer.flush()
    let (curves, problems) = try run.scalars()
    #expect(curves["a"]?.map(\.step) == Array(0..<500) && problems == [])
    _ = disk.path
  }

  /// The writer is killed while it flushes again and again: what a reader then finds is a beginning of
  /// what was recorded, without a fault.
  @Test func `a writer killed at any moment leaves a file that reads to its last record`()
    async throws
  {
    let folder = try TemporaryFolder()
    var random = RandomStream(seed: 6, role: "kill")
    for attempt in 0..<4 {
      let path = folder.file("run\(attempt)")
      _ = try RunFolder.create(at: path, configuration: Array("{}\n".utf8))
      let microseconds = UInt32(2_000 + random.index(below: 30_000))
      await #expect(processExitsWith: .signal(SIGALRM)) {
        [path = path as String, microseconds = microseconds as UInt32] in
        var writer = try EventWriter.begin(in: RunFolder(opening: path), wallTime: 1)
        _ = ualarm(microseconds, 0)
        var step = 0
        while true {
          try writer.record([.init("a", Float(step))], step: step, wallTime: 1)
          if step % 7 == 0 { try writer.flush() }
          step += 1
        }
      }
      let (curves, problems) = try RunFolder(opening: path).scalars()
      #expect(problems == [])
      let points = curves["a"] ?? []
      #expect(points.map(\.step) == Array(0..<points.count))
      #expect(points.allSatisfy { $0.value == Float($0.step) })
    }
  }

  private func sampleFile(in run: RunFolder, records: Int) throws -> [UInt8] {
    var writer = try EventWriter.begin(in: run, wallTime: 1)
    for step in 0..<records { try writer.record([.init("a", 1)], step: step, wallTime: 1) }
    try writer.flush()
    return try FileSystem.read(writer.path)
  }

  private func events(
    in bytes: [UInt8], _ folder: borrowing TemporaryFolder
  ) throws -> (events: [Event], problems: [RunError]) {
    let path = folder.file("events")
    try Descriptor(.replacing, path).write(bytes)
    var reader = EventReader(path: path)
    return (try reader.read(), reader.problems)
  }
}
