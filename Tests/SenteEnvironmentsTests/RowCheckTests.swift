import Testing

@testable import SenteEnvironments

@Suite struct RowCheckTests {
  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `the first number that is not finite is found wherever it stands`(spoilt: Float) {
    for count in 1...50 {
      for place in 0..<count {
        var row = [Float](repeating: -1.5, count: count)
        row[place] = spoilt
        row[count - 1] = place == count - 1 ? spoilt : -spoilt
        #expect(firstNonFinite(row.span) == place)
      }
    }
  }

  @Test func `finite numbers with a sum that is not are fine`() {
    for count in [0, 1, 15, 16, 40] {
      let row = [Float](repeating: .greatestFiniteMagnitude, count: count)
      #expect(firstNonFinite(row.span) == nil)
    }
  }
}
