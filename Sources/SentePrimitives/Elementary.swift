/// Elementary functions of a `Double` whose bits are the same on every platform.
///
/// The C libraries differ in their last bit from version to version; worlds and samplers that must
/// repeat exactly cannot use them. Everything here is additions, multiplications and divisions in a
/// fixed order, which IEEE 754 defines exactly. Errors stay below one unit in the last place (tests
/// compare against the C library). Method: argument reduction and minimax polynomials as in Sun's
/// fdlibm (1993).
public enum Elementary {
  /// Sine and cosine of an angle in radians, for |angle| up to about a million.
  @inlinable @inline(__always)
  public static func sineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    if abs(x) < 0.785 { return (sineKernel(x, 0), cosineKernel(x, 0)) }
    return reducedSineAndCosine(x)
  }

  /// Sine of an angle in radians.
  @inlinable @inline(__always)
  public static func sin(_ x: Double) -> Double {
    abs(x) < 0.785 ? sineKernel(x, 0) : reducedSineAndCosine(x).sine
  }

  /// Cosine of an angle in radians.
  @inlinable @inline(__always)
  public static func cos(_ x: Double) -> Double {
    abs(x) < 0.785 ? cosineKernel(x, 0) : reducedSineAndCosine(x).cosine
  }

  @usableFromInline
  static func reducedSineAndCosine(_ x: Double) -> (sine: Double, cosine: Double) {
    guard abs(x) < 1e6 else {
      guard x.isFinite else { return (.nan, .nan) }
      // Exact remainder first: slow and far from anything a world should reach.
      return sineAndCosine(x.remainder(dividingBy: 2 * Double.pi))
    }
    // x - n·π/2 with π/2 in three parts of 33 bits and a tail, so that each product is exact.
    let n = (x * 0.636_619_772_367_581_3).rounded(.toNearestOrEven)
    let first = x - n * 1.570_796_326_734_125_6
    var w = n * 6.077_100_506_303_966e-11
    let second = first - w
    w = n * 2.022_266_248_795_950_6e-21 - ((first - second) - w)
    let r = second - w
    let tail = (second - r) - w
    let (s, c) = (sineKernel(r, tail), cosineKernel(r, tail))
    switch Int(n) & 3 {
    case 0: return (s, c)
    case 1: return (c, -s)
    case 2: return (-s, -c)
    default: return (-c, s)
    }
  }

  /// sin(x + tail) for |x| at most π/4.
  @inlinable @inline(__always)
  static func sineKernel(_ x: Double, _ tail: Double) -> Double {
    let z = x * x
    let v = z * x
    let r4 = -2.505_076_025_340_686_4e-08 + z * 1.589_690_995_211_55e-10
    let r3 = 2.755_731_370_707_007e-06 + z * r4
    let r2 = -1.984_126_982_985_795e-04 + z * r3
    let r = 8.333_333_333_322_49e-03 + z * r2
    return x - ((z * (0.5 * tail - v * r) - tail) - v * -1.666_666_666_666_663_2e-01)
  }

  /// cos(x + tail) for |x| at most π/4.
  @inlinable @inline(__always)
  static func cosineKernel(_ x: Double, _ tail: Double) -> Double {
    let z = x * x
    let r5 = 2.087_572_321_298_175e-09 + z * -1.135_964_755_778_819_5e-11
    let r4 = -2.755_731_435_139_066_3e-07 + z * r5
    let r3 = 2.480_158_728_947_673e-05 + z * r4
    let r2 = -1.388_888_888_887_411e-03 + z * r3
    let r = z * (4.166_666_666_666_66e-02 + z * r2)
    let half = 0.5 * z
    let w = 1 - half
    return w + (((1 - w) - half) + (z * r - x * tail))
  }

  /// The natural logarithm of a positive, finite, normal number; 0 gives -∞, a negative number NaN.
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x.isFinite else { return x }
    if x < Double.leastNormalMagnitude { return log(x * 0x1p54) - 54 * 0.693_147_180_559_945_3 }
    // Read from the bits: `exponent` and `significand` cost a call each.
    let bits = x.bitPattern
    var exponent = Double(Int(truncatingIfNeeded: bits &>> 52) &- 1023)
    var m = Double(bitPattern: bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    if m > 1.414_213_562_373_095_1 {
      m *= 0.5
      exponent += 1
    }
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let r4 = 2.222_219_843_214_978_4e-01 + w * 1.531_383_769_920_937_3e-01
    let even = w * (3.999_999_999_940_941_9e-01 + w * r4)
    let r5 = 1.818_357_216_161_805e-01 + w * 1.479_819_860_511_658_6e-01
    let r3 = 2.857_142_874_366_239e-01 + w * r5
    let odd = z * (6.666_666_666_666_735e-01 + w * r3)
    let half = 0.5 * f * f
    let correction = s * (half + (even + odd)) + exponent * 1.908_214_929_270_587_7e-10
    return exponent * 6.931_471_803_691_238_2e-01 - ((half - correction) - f)
  }

  /// e to the power x; above 709.78 the result is infinite, below -745.1 it is 0.
  public static func exp(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    if x > 709.782_712_893_384 { return .infinity }
    if x < -745.133_219_101_941_1 { return 0 }
    let n = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
    let high = x - n * 6.931_471_803_691_238_2e-01
    let low = n * 1.908_214_929_270_587_7e-10
    let r = high - low
    let z = r * r
    let p4 = -1.653_390_220_546_525_2e-06 + z * 4.138_136_797_057_238_5e-08
    let p3 = 6.613_756_321_437_934e-05 + z * p4
    let p2 = -2.777_777_777_701_559_3e-03 + z * p3
    let c = r - z * (1.666_666_666_666_660_2e-01 + z * p2)
    let y = 1 - ((low - r * c / (2 - c)) - high)
    // Two factors, so that subnormal results are rounded once and 2^1024 is never formed.
    let k = Int(n)
    if k >= -1021, k <= 1023 { return y * powerOfTwo(k) }
    let half = k / 2
    return y * Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: k - half, significand: 1)
  }

  /// 2^k for k from -1022 to 1023.
  @inline(__always)
  private static func powerOfTwo(_ k: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: k &+ 1023) &<< 52)
  }
}
