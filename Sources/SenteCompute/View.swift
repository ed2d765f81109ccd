import CSenteKernels
import SentePrimitives

/// How the elements of a tensor are found in the memory of another one.
struct View: Hashable {
  /// The node whose memory it is.
  var source: Int
  var offset = 0
  var extents: [Int]
  /// Floats between neighbours along each axis; 0 where elements repeat.
  var strides: [Int]

  init(dense source: Int, _ shape: Shape) {
    self.source = source
    extents = shape.extents
    strides = shape.strides
  }

  /// How a chain reads it at a flat index.
  enum Pattern: Hashable {
    case full, scalar
    case row(Int), column(Int)
    case strided([Int], [Int])
  }

  /// The simplest pattern: axes of extent 1 dropped, axes that step evenly joined.
  var pattern: Pattern {
    var dims: [Int] = []
    var steps: [Int] = []
    for (extent, step) in zip(extents, strides) where extent > 1 {
      if let last = steps.last, let outer = dims.last, last == step * extent {
        dims[dims.count - 1] = outer * extent
        steps[steps.count - 1] = step
      } else {
        dims.append(extent)
        steps.append(step)
      }
    }
    switch (dims.count, steps) {
    case (0, _), (1, [0]): return .scalar
    case (1, [1]): return .full
    case (2, [0, 1]): return .row(dims[1])
    case (2, [1, 0]): return .column(dims[1])
    default: return .strided(dims, steps)
    }
  }

  /// Whether all elements lie in row-major order without gaps, from the start.
  var isDense: Bool { offset == 0 && strides == Shape(extents).strides }

  /// The same elements seen through a view operation; nil when a reshape would have to copy.
  func applying(_ operation: Operation) -> View? {
    var view = self
    switch operation {
    case .stopGradient: break
    case .reshape(let target):
      guard isDense else { return nil }
      view.extents = target.extents
      view.strides = target.strides
    case .broadcast(let target):
      let added = target.rank - extents.count
      let own = [Int](repeating: 1, count: added) + extents
      let old = [Int](repeating: 0, count: added) + strides
      view.extents = target.extents
      view.strides = target.extents.indices.map { own[$0] == target[$0] ? old[$0] : 0 }
    case .permute(let axes):
      view.extents = axes.map { extents[$0] }
      view.strides = axes.map { strides[$0] }
    case .slice(let axis, let start, let count):
      view.offset += start * strides[axis]
      view.extents[axis] = count
    default: preconditionFailure("\(operation) is not a view")
    }
    return view
  }
}
