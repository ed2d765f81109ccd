public import SenteCompute

extension Weights {
  /// Every parameter by name.
  public var file: SafetensorsFile {
    var file = SafetensorsFile()
    for slice in layout.slices {
      file.entries[slice.name] = .init(shape: slice.shape.extents, floats: copy(slice))
    }
    return file
  }

  /// Weights of a layout with the numbers of a file, which must hold every parameter in its shape and
  /// nothing else; `F16` and `BF16` are converted, other types refused.
  public init(layout: Layout, file: SafetensorsFile) throws(SafetensorsError) {
    self.init(layout, seed: 0)
    try file.check(holds: layout.slices.map { ($0.name, $0.shape.extents) })
    for slice in layout.slices {
      replace(slice, with: try file.floats(named: slice.name, shape: slice.shape.extents))
    }
  }
}

extension OptimizerState {
  private static let names = ["first", "second", "third"]

  /// The moments of every parameter by name, and the number of updates.
  public var file: SafetensorsFile {
    var file = SafetensorsFile(metadata: ["updates": "\(updates)"])
    for (moment, name) in OptimizerState.names.prefix(moments).enumerated() {
      for slice in layout.slices {
        let start = moment * layout.count + slice.offset
        file.entries["\(name).\(slice.name)"] = .init(
          shape: slice.shape.extents, floats: (0..<slice.shape.count).map { values[start + $0] })
      }
    }
    return file
  }

  /// The state that `file` describes; it must hold all moments of every parameter and nothing else.
  public init(
    layout: Layout, file: SafetensorsFile, moments: Int = 2
  ) throws(SafetensorsError) {
    self.init(layout, moments: moments)
    try file.check(
      holds: OptimizerState.names.prefix(moments).flatMap { name in
        layout.slices.map { ("\(name).\($0.name)", $0.shape.extents) }
      })
    guard let updates = file.metadata["updates"].flatMap({ Int($0) }), updates >= 0 else {
      throw .header(reason: "the metadata 'updates' must be a count")
    }
    self.updates = updates
    for (moment, name) in OptimizerState.names.prefix(moments).enumerated() {
      for slice in layout.slices {
        let floats = try file.floats(
          named: "\(name).\(slice.name)", shape: slice.shape.extents)
        let start = moment * layout.count + slice.offset
        var target = mutableValues
        for (i, number) in floats.enumerated() { target[start + i] = number }
      }
    }
  }
}
