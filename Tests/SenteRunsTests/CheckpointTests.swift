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

@Suite struct CheckpointTests {
  @Test func `a checkpoint survives writing and reading`() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 3)
    let first = try store.loadLatest()
    #expect(first.checkpoint == nil && first.problems == [])
    let checkpoint = Checkpoint.sample(step: 102_400)
    try store.write(checkpoint)
    let (latest, problems) = try store.loadLatest()
    #expect(latest == checkpoint && problems == [])
    #expect(try FileSystem.names(in: store.folder) == ["000000102400"])
  }

  @Test func `the last ones are kept, in order of steps beyond twelve digits too`() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    for step in [0, 7, 100, 999_999_999_999, 1_000_000_000_000] {
      try store.write(.sample(step: step))
      #expect(try store.loadLatest().checkpoint?.step == step)
    }
    #expect(try store.steps() == [999_999_999_999, 1_000_000_000_000])
  }

  @Test func `writing an earlier step leaves the abandoned future behind`() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 1)
    try store.write(.sample(step: 300))
    try damage(store.path(of: 300) + "/state.json") { $0.removeLast() }
    try store.write(.sample(step: 250))
    #expect(try store.steps() == [250])
    #expect(try store.loadLatest().checkpoint == .sample(step: 250))
  }

  @Test func `the same step can be written again, intact or damaged`() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    try store.write(.sample(step: 5))
    try store.write(.sample(step: 5))
    try damage(store.path(of: 5) + "/state.json") { $0[0] ^= 1 }
    try store.write(.sample(step: 5))
    #expect(try store.loadLatest().checkpoint == .sample(step: 5))
    var other = Checkpoint.sample(step: 5)
    other.sections["state.json"] = [1]
    try store.write(other)
    #expect(try store.loadLatest().checkpoint == other)
  }

  @Test(arguments: ["weights.safetensors", "optimizer.safetensors", "state.json", "manifest.json"])
  func `a flipped byte is reported and the previous checkpoint is used`(name: String) throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    try store.write(.sample(step: 1))
    try store.write(.sample(step: 2))
    let path = store.path(of: 2) + "/" + name
    let bytes = try FileSystem.read(path)
    for index in bytes.indices {
      try damage(path) { $0[index] ^= UInt8(1 << (index % 8)) }
      let (latest, problems) = try store.loadLatest()
      #expect(latest == .sample(step: 1))
      #expect(problems.map(\.file) == [name])
      #expect(problems.first?.checkpoint == store.path(of: 2))
      try Descriptor(.replacing, path).write(bytes)
    }
    #expect(try store.loadLatest().checkpoint == .sample(step: 2))
  }

  @Test(arguments: ["weights.safetensors", "state.json", "manifest.json"])
  func `a file cut short, too long or missing is reported`(name: String) throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    try store.write(.sample(step: 1))
    try store.write(.sample(step: 2))
    let path = store.path(of: 2) + "/" + name
    let bytes = try FileSystem.read(path)
    for cut in [0, 1, bytes.count / 2, bytes.count - 1] {
      try Descriptor(.replacing, path).write(Array(bytes[..<cut]))
      #expect(try store.loadLatest().problems.map(\.file) == [name])
    }
    try Descriptor(.replacing, path).write(bytes + [0])
    #expect(try store.loadLatest().problems.map(\.file) == [name])
    try FileSystem.remove(path)
    let (latest, problems) = try store.loadLatest()
    #expect(latest == .sample(step: 1))
    #expect(problems.first?.description.hasSuffix("\(name) is missing") == true)
  }

  @Test func `a manifest cannot lead out of its folder`() throws {
    var manifest = Manifest(of: .sample(step: 2))
    manifest.files["../../secret"] = manifest.files["state.json"]
    #expect(throws: Manifest.Malformed.self) { try Manifest(bytes: manifest.bytes) }
  }

  @Test func `a checkpoint under another step's name is refused`() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    try store.write(.sample(step: 1))
    try FileSystem.rename(store.path(of: 1), to: store.path(of: 9))
    let (latest, problems) = try store.loadLatest()
    #expect(latest == nil && problems.map(\.file) == ["manifest.json"])
  }

  @Test func `what a killed writer left is ignored, then cleaned`() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    try store.write(.sample(step: 1))
    try FileSystem.makeFolder(store.folder + "/.partial-000000000002")
    try FileSystem.write([1], to: store.folder + "/.partial-000000000002/state.json")
    let (latest, problems) = try store.loadLatest()
    #expect(latest?.step == 1 && problems == [])
    try store.write(.sample(step: 3))
    #expect(try FileSystem.names(in: store.folder) == ["000000000001", "000000000003"])
  }

  @Test(.enabled(if: TinyFileSystem.isPossible))
  func `a full disk leaves older checkpoints untouched`() throws {
    let folder = try TemporaryFolder()
    let disk = try TinyFileSystem(at: folder.path)
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    try store.write(.sample(step: 1))
    var large = Checkpoint.sample(step: 2)
    large.sections["weights.safetensors"] = [UInt8](repeating: 1, count: 100_000)
    let error = #expect(throws: RunError.self) { try store.write(large) }
    #expect(error?.description.contains("no space is left") == true)
    let (latest, problems) = try store.loadLatest()
    #expect(latest == .sample(step: 1) && problems == [])
    #expect(try FileSystem.names(in: store.folder) == ["000000000001"])
    try store.write(.sample(step: 2))
    _ = disk.path
  }

  /// Weights fit on the disk, the larger state of the optimizer does not: nothing half-written stays,
  /// and with room again the same checkpoint is written.
  @Test(
    .enabled(if: TinyFileSystem.isPossible), arguments: ["optimizer.safetensors", "state.json"])
  func `a disk that fills up in the middle of a checkpoint costs only that one`(
    section: String
  ) throws {
    let folder = try TemporaryFolder()
    let disk = try TinyFileSystem(at: folder.path)
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    try store.write(.sample(step: 1))
    var large = Checkpoint.sample(step: 2)
    large.sections["weights.safetensors"] = [UInt8](repeating: 1, count: 8_000)
    large.sections[section] = [UInt8](repeating: 2, count: 16_000)
    let ballast = folder.file("ballast")
    try FileSystem.write([UInt8](repeating: 0, count: 24_000), to: ballast)
    #expect(throws: RunError.self) { try store.write(large) }
    #expect(try store.loadLatest().checkpoint == .sample(step: 1))
    #expect(try FileSystem.names(in: store.folder) == ["000000000001"])
    try FileSystem.remove(ballast)
    try store.write(large)
    let (latest, problems) = try store.loadLatest()
    #expect(latest == large && problems == [])
    _ = disk.path
  }

  @Test func `a limit on file sizes leaves older checkpoints untouched`() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
      try store.write(.sample(step: 1))
      _ = signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 10_000, rlim_max: 10_000)
      #if os(Linux)
        try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      #else
        try #require(unsafe setrlimit(RLIMIT_FSIZE, &limit) == 0)
      #endif
      var large = Checkpoint.sample(step: 2)
      large.sections["weights.safetensors"] = [UInt8](repeating: 1, count: 100_000)
      #expect(throws: RunError.self) { try store.write(large) }
      let (latest, problems) = try store.loadLatest()
      #expect(latest == .sample(step: 1) && problems == [])
      #expect(try FileSystem.names(in: store.folder) == ["000000000001"])
    }
  }

  @Test func `a writer killed at any moment leaves a good checkpoint`() async throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(folder: folder.file("checkpoints"), kept: 2)
    var random = RandomStream(seed: 5, role: "kill")
    var last = 0
    for _ in 0..<8 {
      let microseconds = UInt32(2_000 + random.index(below: 60_000))
      let path = store.folder
      await #expect(processExitsWith: .signal(SIGALRM)) {
        [path = path as String, microseconds = microseconds as UInt32] in
        let store = CheckpointStore(folder: path, kept: 2)
        var step = (try store.loadLatest().checkpoint?.step ?? 0) + 1
        try store.write(.sample(step: step))
        killThisProcess(after: microseconds)
        while true {
          step += 1
          try store.write(.sample(step: step))
        }
      }
      let (latest, problems) = try store.loadLatest()
      #expect(problems == [])
      let checkpoint = try #require(latest)
      #expect(checkpoint == .sample(step: checkpoint.step))
      #expect(checkpoint.step > last)
      last = checkpoint.step
    }
  }

  private func damage(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
    var bytes = try FileSystem.read(path)
    change(&bytes)
    try Descriptor(.replacing, path).write(bytes)
  }
}

extension Checkpoint {
  /// A small checkpoint whose bytes follow from its step.
  static func sample(step: Int) -> Checkpoint {
    var random = RandomStream(seed: UInt64(step), role: "checkpoint")
    func bytes(_ count: Int, _ random: inout RandomStream) -> [UInt8] {
      (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }
    return Checkpoint(
      step: step,
      sections: [
        "weights.safetensors": bytes(300, &random), "optimizer.safetensors": bytes(100, &random),
        "state.json": Array("{\"step\":\(step)}".utf8), "empty": [],
      ])
  }
}

/// Has the system end this process, whatever it is doing then: nothing handles the alarm.
private func killThisProcess(after microseconds: UInt32) {
  _ = ualarm(microseconds, 0)
}
