import SentePrimitives

/// What is added around images before windows move over them.
public enum Padding: Hashable, Sendable {
  /// Nothing: the first window starts at the first pixel.
  case none
  /// As much that there are ⌈extent / stride⌉ results, the odd row below or at the right.
  case same
  /// These many rows and columns.
  case explicit(top: Int, bottom: Int, left: Int, right: Int)

  /// How much before and after an axis.
  func amount(extent: Int, window: Int, step: Int, isVertical: Bool) -> (before: Int, after: Int) {
    switch self {
    case .none: return (0, 0)
    case .same:
      let whole = Swift.max(0, ((extent + step - 1) / step - 1) * step + window - extent)
      return (whole / 2, whole - whole / 2)
    case .explicit(let top, let bottom, let left, let right):
      return isVertical ? (top, bottom) : (left, right)
    }
  }
}

extension Tensor {
  /// Images [b, h, w, c] with zeros around them.
  func padded(_ padding: Padding, _ window: Operation.Window) -> Tensor {
    let margins = margins(padding, window)
    return padded(2, before: margins.left, after: margins.right)
      .padded(1, before: margins.top, after: margins.bottom)
  }

  private func margins(_ padding: Padding, _ window: Operation.Window) -> Operation.Margins {
    precondition(shape.rank == 4, "images are [batch, height, width, channels], not \(shape)")
    let rows = padding.amount(
      extent: shape[1], window: window.high, step: window.steps.down, isVertical: true)
    let columns = padding.amount(
      extent: shape[2], window: window.wide, step: window.steps.across, isVertical: false)
    return Operation.Margins(
      top: rows.before, bottom: rows.after, left: columns.before, right: columns.after)
  }

  /// Images [b, h, w, c] convolved with filters [high, wide, c, o]: [b, down, across, o].
  public func convolved(_ filters: Tensor, stride: Int = 1, padding: Padding = .none) -> Tensor {
    guard shape.rank == 4, filters.shape.rank == 4 else {
      graph.refuse("convolution", [shape, filters.shape])
    }
    var steps = Operation.Steps(down: stride, across: stride)
    steps.margins = margins(padding, Operation.window(filters.shape, steps))
    return graph.add(.convolution(steps), [self, filters])
  }

  /// The windows of images [b, h, w, c], each a row: [b, down, across, size · size · c].
  public func patches(_ size: Int, stride: Int, padding: Padding = .none) -> Tensor {
    let window = Operation.Window(size, stride)
    return graph.add(.patches(window), [padded(padding, window)])
  }

  /// The largest of each window of images [b, h, w, c]: [b, down, across, c].
  ///
  /// What pads the images is the lowest number, so that it is never the largest. The whole gradient
  /// goes to the first of equal ones.
  public func maximumPooled(_ size: Int, stride: Int, padding: Padding = .none) -> Tensor {
    maximumPooled(Operation.Window(size, stride), padding)
  }

  /// The largest of each channel of images [b, h, w, c]: [b, c]. The whole gradient goes to the first
  /// of equal ones.
  public func maximumPooled() -> Tensor {
    precondition(shape.rank == 4, "images are [batch, height, width, channels], not \(shape)")
    let whole = Operation.Window(
      high: shape[1], wide: shape[2], steps: Operation.Steps(down: 1, across: 1))
    return maximumPooled(whole, .none).reshaped(to: [shape[0], shape[3]])
  }

  private func maximumPooled(_ window: Operation.Window, _ padding: Padding) -> Tensor {
    let inside = graph.constant(1).broadcast(to: [1, shape[1], shape[2], 1])
      .padded(padding, window)
    let images = padded(padding, window)
    let lowest = graph.constant(-Float.greatestFiniteMagnitude)
    let full =
      inside.shape == [1, shape[1], shape[2], 1] ? images : select(inside, images, lowest)
    let indices = graph.add(.poolIndices(window), [full])
    let batch = shape[0]
    let flat = graph.add(
      .gather,
      [
        full.reshaped(to: [batch, full.shape.count / batch, 1]),
        indices.reshaped(to: [batch, indices.shape.count / batch]),
      ])
    return flat.reshaped(to: indices.shape)
  }

  /// The mean of each window of images [b, h, w, c]: [b, down, across, c]; what pads them counts as 0.
  public func averagePooled(_ size: Int, stride: Int, padding: Padding = .none) -> Tensor {
    let windows = patches(size, stride: stride, padding: padding)
    let places = windows.shape.count / windows.shape.last
    return windows.reshaped(to: [places, size * size, shape[3]]).mean(axis: 1)
      .reshaped(to: [windows.shape[0], windows.shape[1], windows.shape[2], shape[3]])
  }
}

extension Operation.Window {
  /// A square that moves equally far down and across.
  init(_ size: Int, _ stride: Int) {
    self.init(high: size, wide: size, steps: Operation.Steps(down: stride, across: stride))
  }
}
