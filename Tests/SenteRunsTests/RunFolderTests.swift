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

@Suite struct RunFolderTests {
  @Test func `a run is created, opened and read`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a/b/run/")
    let bytes = Array("{ \"seed\": 1 }\n".utf8)
    let run = try RunFolder.create(at: path, configuration: bytes)
    let opened = try RunFolder(opening: path)
    #expect(opened == run)
    #expect(try opened.configuration() == bytes)
    try opened.writeConfiguration([1, 2, 3])
    #expect(try run.configuration() == [1, 2, 3])
    #expect(try FileSystem.names(in: run.path) == ["configuration.json"])
  }

  @Test func `an existing run is never overwritten`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    #expect(throws: RunError.exists(path: run.path)) {
      try RunFolder.create(at: run.path, configuration: [0])
    }
    #expect(try run.configuration() == Array("{}\n".utf8))
  }

  @Test func `an empty folder is taken, as is what a killed creation left`() throws {
    let folder = try TemporaryFolder()
    try FileSystem.makeFolder(folder.file("run"))
    try FileSystem.write([0], to: folder.file("run/configuration.json.partial"))
    let run = try RunFolder.create(at: folder.file("run"), configuration: [1])
    #expect(try run.configuration() == [1])
    #expect(try FileSystem.names(in: run.path) == ["configuration.json"])
  }

  @Test func `what is no run is named`() throws {
    let folder = try TemporaryFolder()
    let (file, missing) = (folder.file("file"), folder.file("missing"))
    try FileSystem.write([0], to: file)
    #expect(throws: RunError.wrongKind(path: file, needed: "folder")) {
      try RunFolder.create(at: file, configuration: [])
    }
    #expect(throws: RunError.wrongKind(path: file, needed: "folder")) {
      try RunFolder.create(at: file + "/run", configuration: [])
    }
    #expect(throws: RunError.wrongKind(path: file, needed: "folder")) {
      try RunFolder(opening: file)
    }
    #expect(throws: RunError.missing(path: missing)) { try RunFolder(opening: missing) }
    #expect(throws: RunError.notARun(path: folder.path, missing: "configuration.json")) {
      try RunFolder(opening: folder.path)
    }
  }

  @Test func `a parent that may not be written is named`() async {
    // In a process of its own, which can give up the rights of the superuser.
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let parent = folder.file("parent")
      try FileSystem.makeFolder(parent)
      _ = unsafe chmod(parent, 0o555)
      if geteuid() == 0 { try #require(seteuid(65_534) == 0) }
      let expected = RunError.notPermitted(path: parent + "/run", action: "create")
      #expect(throws: expected) { try RunFolder.create(at: parent + "/run", configuration: []) }
      if getuid() == 0 { try #require(seteuid(0) == 0) }
    }
  }

  @Test(.enabled(if: TinyFileSystem.isPossible))
  func `a read-only file system is named`() throws {
    let folder = try TemporaryFolder()
    let disk = try TinyFileSystem(at: folder.path)
    try disk.makeReadOnly()
    let path = folder.file("run")
    let error = #expect(throws: RunError.self) {
      try RunFolder.create(at: path, configuration: [])
    }
    #expect(error == .readOnly(path: path, action: "create"))
    #expect(error?.description.contains("read-only") == true)
  }

  @Test(.enabled(if: TinyFileSystem.isPossible))
  func `a full disk leaves the old configuration in place`() throws {
    let folder = try TemporaryFolder()
    let disk = try TinyFileSystem(at: folder.path)
    let run = try RunFolder.sample(in: folder)
    let large = [UInt8](repeating: 0, count: 100_000)
    let error = #expect(throws: RunError.self) { try run.writeConfiguration(large) }
    #expect(error == .full(path: run.file("configuration.json.partial"), action: "write"))
    #expect(try run.configuration() == Array("{}\n".utf8))
    #expect(try FileSystem.names(in: run.path) == ["configuration.json"])
    _ = disk.path
  }

  @Test func `one process at a time holds the lock`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    do {
      let lock = try run.lock()
      #expect(throws: RunError.inUse(path: run.path)) { _ = try run.lock() }
      _ = consume lock
    }
    _ = try run.lock()
  }

  @Test func `evaluations are appended, read and discarded`() throws {
    let folder = try TemporaryFolder()
    let run = try RunFolder.sample(in: folder)
    #expect(try run.evaluations() == [])
    let lines = [100, 200, 300].map { JSON.object(["step": JSON($0), "returnMean": JSON(0.5)]) }
    for line in lines { try run.appendEvaluation(line) }
    #expect(try run.evaluations() == lines)
    try Descriptor(.appending, run.file("evaluations.jsonl")).write(Array("{\"ste".utf8))
    #expect(try run.evaluations() == lines)
    try run.discardEvaluations(after: 200)
    #expect(try run.evaluations() == Array(lines[..<2]))
    try run.appendEvaluation(lines[2])
    #expect(try run.evaluations() == lines)
    try Descriptor(.appending, run.file("evaluations.jsonl")).write(Array("oops\n".utf8))
    #expect(throws: RunError.self) { try run.evaluations() }
  }

  @Test func `every error is one line that names its path`() {
    let errors: [RunError] = [
      .exists(path: "/p"), .missing(path: "/p"), .wrongKind(path: "/p", needed: "folder"),
      .notARun(path: "/p", missing: "configuration.json"), .inUse(path: "/p"),
      .notPermitted(path: "/p", action: "write"), .readOnly(path: "/p", action: "write"),
      .full(path: "/p", action: "write"), .damaged(path: "/p", reason: "cut short"),
      .system(path: "/p", action: "write", number: EIO),
    ]
    for error in errors {
      #expect(error.description.contains("/p"))
      #expect(!error.description.contains("\n"))
    }
    #expect(Set(errors.map(\.description)).count == errors.count)
  }
}
