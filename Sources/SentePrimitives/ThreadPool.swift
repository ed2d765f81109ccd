import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A fixed set of threads that run the pieces of one job at a time.
///
/// The pool decides who runs a piece, never what the pieces are: callers cut work by its shape, so
/// results cannot depend on the number of threads. A pool of one thread runs everything in place.
public final class ThreadPool: Sendable {
  /// How many threads work on a job, the caller's included.
  public let threads: Int
  private let shared: Shared

  /// A pool of `threads` threads, of which the caller of `forEach` is one.
  public init(threads: Int) {
    precondition(threads >= 1, "a pool needs at least one thread, not \(threads)")
    self.threads = threads
    shared = Shared()
    for _ in 1..<threads {
      let shared = shared
      launch { shared.work() }
    }
  }

  deinit { shared.stop() }

  /// Runs `body(0)` to `body(count - 1)`, each once, in any order, and returns when all are done.
  ///
  /// The pieces may run at the same time: each must write only what belongs to its index. Must not
  /// be called from within a piece.
  public func forEach(_ count: Int, _ body: (Int) -> Void) {
    guard threads > 1, count > 1 else {
      for i in 0..<count { body(i) }
      return
    }
    withoutActuallyEscaping(body) { shared.run(count, $0) }
  }
}

/// What the caller and the workers share.
///
/// The lock is `mutex` with its condition `wake`; it guards `stopped` and the publication of `body`
/// and `count`. A job is named by its generation, which lives in the upper half of `ticket`; the
/// lower half is the next piece to take. Taking a piece checks the generation in the same atomic
/// step, so a worker that comes late can never take a piece of a later job with an earlier body.
@safe private final class Shared: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var stopped = false
  private var body: ((Int) -> Void)?
  private var count = 0
  private let ticket = Atomic<UInt64>(0)
  private let unfinished = Atomic<Int>(0)
  private let visitors = Atomic<Int>(0)

  init() {
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(wake, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(wake)
    unsafe pthread_mutex_destroy(mutex)
    unsafe wake.deallocate()
    unsafe mutex.deallocate()
  }

  func stop() {
    unsafe pthread_mutex_lock(mutex)
    stopped = true
    unsafe pthread_cond_broadcast(wake)
    unsafe pthread_mutex_unlock(mutex)
  }

  func run(_ pieces: Int, _ work: @escaping (Int) -> Void) {
    let generation = (ticket.load(ordering: .relaxed) >> 32) &+ 1
    unsafe pthread_mutex_lock(mutex)
    body = work
    count = pieces
    unfinished.store(pieces, ordering: .relaxed)
    ticket.store(generation << 32, ordering: .releasing)
    unsafe pthread_cond_broadcast(wake)
    unsafe pthread_mutex_unlock(mutex)
    take(generation, pieces, work)
    while unfinished.load(ordering: .acquiring) > 0 { relax() }
    unsafe pthread_mutex_lock(mutex)
    body = nil
    unsafe pthread_mutex_unlock(mutex)
    // Only now: until the body is gone, a worker that wakes late may still borrow it.
    while visitors.load(ordering: .acquiring) > 0 { relax() }
  }

  private func take(_ generation: UInt64, _ pieces: Int, _ work: (Int) -> Void) {
    while true {
      let now = ticket.load(ordering: .acquiring)
      let piece = Int(now & 0xFFFF_FFFF)
      guard now >> 32 == generation, piece < pieces else { return }
      guard
        ticket.compareExchange(
          expected: now, desired: now &+ 1, ordering: .acquiringAndReleasing
        ).exchanged
      else { continue }
      work(piece)
      unfinished.subtract(1, ordering: .releasing)
    }
  }

  /// What a worker does until the pool is dropped.
  func work() {
    var seen: UInt64 = 0
    while visit(after: &seen) {
      visitors.subtract(1, ordering: .releasing)
    }
  }

  /// Waits for the job after generation `seen` and takes pieces of it; false when the pool is gone.
  ///
  /// A function of its own, never inlined, so that the borrowed job is released before the caller
  /// is told that this visitor has left.
  @inline(never)
  private func visit(after seen: inout UInt64) -> Bool {
    // A short spin catches the next job of a busy phase; then the thread sleeps.
    var spins = 0
    while ticket.load(ordering: .relaxed) >> 32 == seen, spins < 2_000 {
      relax()
      spins += 1
    }
    unsafe pthread_mutex_lock(mutex)
    while ticket.load(ordering: .relaxed) >> 32 == seen, !stopped {
      unsafe pthread_cond_wait(wake, mutex)
    }
    defer { unsafe pthread_mutex_unlock(mutex) }
    if stopped { return false }
    seen = ticket.load(ordering: .relaxed) >> 32
    visitors.add(1, ordering: .relaxed)
    guard let job = body else { return true }
    let pieces = count
    unsafe pthread_mutex_unlock(mutex)
    take(seen, pieces, job)
    unsafe pthread_mutex_lock(mutex)
    return true
  }

  @inline(__always)
  private func relax() {
    for _ in 0..<16 { _ = unfinished.load(ordering: .relaxed) }
  }
}

/// Starts a detached thread that runs `body` to its end.
private func launch(_ body: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  let context = unsafe Unmanaged.passRetained(Box(body)).toOpaque()
  #if canImport(Darwin)
    var thread: pthread_t?
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        unsafe Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, context)
    if status == 0, let thread = unsafe thread { unsafe pthread_detach(thread) }
  #else
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        if let context = unsafe context {
          unsafe Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
        }
        return nil
      }, context)
    if status == 0 { pthread_detach(thread) }
  #endif
  precondition(status == 0, "the system refused another thread (error \(status))")
}
