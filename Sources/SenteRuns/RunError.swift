#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What can go wrong between a run and the file system. Each describes itself in one line that
/// names the path, what was wrong, and what to do.
public enum RunError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A new run was to be made where something already is.
  case exists(path: String)
  /// Nothing is at this path.
  case missing(path: String)
  /// A file is where a folder is needed, or a folder where a file is needed.
  case wrongKind(path: String, needed: String)
  /// The folder is no run, because it lacks the named file.
  case notARun(path: String, missing: String)
  /// The run has no checkpoint.
  case untrained(path: String)
  /// Another process is writing to this run.
  case inUse(path: String)
  /// The user may not do this here.
  case notPermitted(path: String, action: String)
  /// The file system is mounted read-only.
  case readOnly(path: String, action: String)
  /// The disk, the quota or the permitted file size is used up.
  case full(path: String, action: String)
  /// The content of a file is not what was written.
  case damaged(path: String, reason: String)
  /// Any other answer of the system, by its error number.
  case system(path: String, action: String, number: Int32)

  /// One line: the path, what was wrong, what to do.
  public var description: String {
    switch self {
    case .exists(let path):
      "\(path) already exists: choose another folder, or resume the run that is there"
    case .missing(let path):
      "\(path) does not exist: give the folder of a run"
    case .wrongKind(let path, let needed):
      "\(path) is not a \(needed): give the path of a \(needed)"
    case .notARun(let path, let missing):
      "\(path) is not a run: it has no \(missing); give a folder that training has made"
    case .untrained(let path):
      "\(path) has no checkpoint yet: resume its training first"
    case .inUse(let path):
      "\(path) is being written by another process: wait for it or stop it first"
    case .notPermitted(let path, let action):
      "cannot \(action) \(path): permission denied; choose a folder that you may write"
    case .readOnly(let path, let action):
      "cannot \(action) \(path): the file system is read-only; choose a folder elsewhere"
    case .full(let path, let action):
      "cannot \(action) \(path): no space is left on the device; free some and resume"
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason)"
    case .system(let path, let action, let number):
      "cannot \(action) \(path): \(RunError.message(number))"
    }
  }

  /// The error for a system call that has just failed with `number`.
  init(_ number: Int32, path: String, action: String) {
    switch number {
    case ENOENT: self = .missing(path: path)
    case EEXIST, ENOTEMPTY: self = .exists(path: path)
    case ENOTDIR: self = .wrongKind(path: path, needed: "folder")
    case EISDIR: self = .wrongKind(path: path, needed: "file")
    case EACCES, EPERM: self = .notPermitted(path: path, action: action)
    case EROFS: self = .readOnly(path: path, action: action)
    case ENOSPC, EDQUOT, EFBIG: self = .full(path: path, action: action)
    default: self = .system(path: path, action: action, number: number)
    }
  }

  /// The system's own words for an error number.
  private static func message(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text) + " (error \(number))"
  }
}
