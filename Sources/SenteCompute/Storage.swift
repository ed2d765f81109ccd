/// Floats at a fixed, aligned address, owned once and never copied behind anyone's back.
///
/// Padded by `SENTE_PADDING` floats, past which kernels never read. This file, `Program.swift` and the
/// C kernels are where SenteCompute touches raw memory.
@safe
struct Storage: ~Copyable {
  let base: UnsafeMutablePointer<Float>
  let count: Int

  /// `count` zeros.
  init(count: Int) {
    self.count = count
    let capacity = count + 32
    let raw = UnsafeMutableRawPointer.allocate(byteCount: capacity * 4, alignment: 64)
    unsafe base = raw.bindMemory(to: Float.self, capacity: capacity)
    unsafe base.initialize(repeating: 0, count: capacity)
  }

  deinit { unsafe base.deallocate() }

  /// The numbers, to read.
  var span: Span<Float> {
    @_lifetime(borrow self) borrowing get {
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The numbers, to change.
  var mutableSpan: MutableSpan<Float> {
    @_lifetime(&self) mutating get {
      let span = unsafe MutableSpan(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }
}
