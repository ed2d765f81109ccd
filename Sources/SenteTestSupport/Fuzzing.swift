import SentePrimitives

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Feeds a reader with mutants of valid inputs, and keeps account of what it did.
///
/// The same seed gives the same inputs. A mutant is a valid input with one to eight places changed,
/// removed, doubled, cut, or taken from another one or from a list of words that the format knows.
public struct Fuzzer {
  /// Valid inputs, of which at least one is needed.
  public let samples: [[UInt8]]
  /// Pieces of text that the format gives a meaning to, and those that tend to break readers.
  public let words: [[UInt8]]
  private var random: RandomStream

  /// Numbers at the ends of the ranges, and what is nearly a number.
  public static let numbers = [
    "0", "-0", "-1", "1e308", "1e309", "-1e-400", "9223372036854775807", "9223372036854775808",
    "18446744073709551615", "18446744073709551616", "4611686018427387904", "1099511627776", "nan",
    "inf", "-inf", "0x10", "1_000", "1.5", "٣", "",
  ]

  /// A fuzzer whose inputs follow from a seed.
  public init(samples: [[UInt8]], words: [String] = [], seed: UInt64) {
    precondition(!samples.isEmpty, "a fuzzer needs a valid input")
    self.samples = samples
    self.words = (words + Fuzzer.numbers).map { Array($0.utf8) }
    random = RandomStream(seed: seed, role: "fuzz")
  }

  /// What a reader did with its inputs.
  public struct Report: Sendable {
    /// How many inputs it was given.
    public var inputs = 0
    /// How many of them it took.
    public var accepted = 0
    /// The processor's seconds that the slowest of them took.
    public var slowest = 0.0
    /// The first complaints that are not one line of text, ten at most.
    public var badComplaints: [String] = []
  }

  /// Gives `count` inputs to a reader, which throws what it complains of.
  ///
  /// The first inputs are the samples themselves.
  public mutating func run(_ count: Int, _ read: ([UInt8]) throws -> Void) -> Report {
    var report = Report()
    for i in 0..<count {
      let input = i < samples.count ? samples[i] : mutant()
      let start = processorSeconds()
      do {
        try read(input)
        report.accepted += 1
      } catch {
        let line = "\(error)"
        let isLine = !line.isEmpty && line.unicodeScalars.allSatisfy { $0.value >= 0x20 }
        if !isLine, report.badComplaints.count < 10 { report.badComplaints.append(line) }
      }
      report.slowest = max(report.slowest, processorSeconds() - start)
      report.inputs += 1
    }
    return report
  }

  /// The next mutant.
  public mutating func mutant() -> [UInt8] {
    var bytes = samples[random.index(below: samples.count)]
    for _ in 0...random.index(below: 8) {
      let place = random.index(below: bytes.count + 1)
      switch random.index(below: 9) {
      case 0: bytes.insert(UInt8(random.index(below: 256)), at: place)
      case 1: bytes.insert(UInt8(32 + random.index(below: 95)), at: place)
      case 2 where place < bytes.count: bytes.remove(at: place)
      case 3 where place < bytes.count: bytes[place] ^= UInt8(1 << random.index(below: 8))
      case 4: bytes.removeSubrange(place..<min(bytes.count, place + random.index(below: 12)))
      case 5: insert(piece(of: bytes), into: &bytes)
      case 6: insert(words[random.index(below: words.count)], into: &bytes)
      case 7: replaceNumber(in: &bytes, after: place)
      default: insert(piece(of: samples[random.index(below: samples.count)]), into: &bytes)
      }
    }
    return bytes
  }

  private mutating func piece(of bytes: [UInt8]) -> [UInt8] {
    let start = random.index(below: bytes.count + 1)
    return Array(bytes[start..<min(bytes.count, start + random.index(below: 24))])
  }

  private mutating func insert(_ piece: [UInt8], into bytes: inout [UInt8]) {
    bytes.insert(contentsOf: piece, at: random.index(below: bytes.count + 1))
  }

  /// Puts one of the words in the place of the next run of digits.
  private mutating func replaceNumber(in bytes: inout [UInt8], after place: Int) {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: words[random.index(below: words.count)])
  }
}

/// The seconds that this thread has had of a processor: other processes do not count.
private func processorSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
