import Foundation
import SentePrimitives
import Testing

@Suite struct ElementaryTests {
  /// Distance in units in the last place of the expected value.
  private func ulps(_ value: Double, _ expected: Double) -> Double {
    value == expected ? 0 : abs(value - expected) / expected.ulp
  }

  @Test func `sine and cosine stay within one unit of the C library`() {
    var stream = RandomStream(seed: 1, role: "angles")
    for scale in [0.1, 0.8, 4, 100, 1e5] {
      for _ in 0..<20_000 {
        let x = stream.uniform(-scale, scale)
        let (s, c) = Elementary.sineAndCosine(x)
        #expect(ulps(s, Foundation.sin(x)) <= 1, "sin \(x)")
        #expect(ulps(c, Foundation.cos(x)) <= 1, "cos \(x)")
      }
    }
  }

  @Test func `logarithm and exponential stay within one unit of the C library`() {
    var stream = RandomStream(seed: 2, role: "logarithms")
    for _ in 0..<50_000 {
      let x = Foundation.exp(stream.uniform(-700, 700))
      #expect(ulps(Elementary.log(x), Foundation.log(x)) <= 1, "log \(x)")
      let near = stream.uniform(0.5, 2)
      #expect(ulps(Elementary.log(near), Foundation.log(near)) <= 1, "log \(near)")
      let y = stream.uniform(-708, 709)
      #expect(ulps(Elementary.exp(y), Foundation.exp(y)) <= 1, "exp \(y)")
    }
  }

  @Test func `edges are those of IEEE`() {
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(-1).isNaN)
    #expect(Elementary.log(.infinity) == .infinity)
    #expect(Elementary.exp(1000) == .infinity)
    #expect(Elementary.exp(-1000) == 0)
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.sin(.infinity).isNaN)
    #expect(Elementary.sin(0) == 0)
    #expect(Elementary.log(Double.leastNonzeroMagnitude) < -744)
  }
}
