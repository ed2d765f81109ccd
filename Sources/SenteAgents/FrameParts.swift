import SenteEnvironments

/// Where the frames of stacked observations lie, so that a replay can keep each once.
///
/// In a stacked row the numbers of one place lie side by side for all frames, the oldest first: a pixel's
/// channels in images, everything in other leaves (`FrameStack`).
struct FrameParts: Hashable, Sendable {
  private struct Part: Hashable, Sendable {
    let offset: Int
    let places: Int
    let unit: Int
  }

  /// How many frames a row shows.
  let frames: Int
  /// Numbers of a stacked row.
  let width: Int
  private let parts: [Part]

  /// The images of a layout, or what is not an image.
  init(_ layout: ObservationLayout, frames: Int, images: Bool) {
    self.frames = frames
    width = images ? layout.byteWidth : layout.numberWidth
    parts = layout.parts.filter { $0.isImage == images }.map { part in
      let unit =
        switch part.leaf.space {
        case .image(_, _, let channels): channels / frames
        default: part.leaf.width / frames
        }
      return Part(
        offset: part.offset, places: part.leaf.width / (frames * unit), unit: unit)
    }
  }

  /// Numbers of one frame.
  var frameWidth: Int { width / frames }

  /// Copies the newest frame of a stacked row that begins at `start` to row `row` of a column.
  func copyNewest<Value>(
    _ stacked: [Value], from start: Int, to row: Int, of column: inout MutableSpan<Value>
  ) {
    for part in parts {
      let (source, target) = (start + part.offset, row * frameWidth + part.offset / frames)
      for place in 0..<part.places {
        let newest = source + ((place + 1) * frames - 1) * part.unit
        for i in 0..<part.unit { column[target + place * part.unit + i] = stacked[newest + i] }
      }
    }
  }

  /// Puts frame number `frame`, row `row` of a column, into row `number` of stacked ones.
  func copy<Value>(
    frame: Int, _ column: Span<Value>, _ row: Int, into stacked: inout MutableSpan<Value>,
    _ number: Int
  ) {
    for part in parts {
      let (source, target) = (
        row * frameWidth + part.offset / frames, number * width + part.offset
      )
      for place in 0..<part.places {
        let start = target + (place * frames + frame) * part.unit
        for i in 0..<part.unit { stacked[start + i] = column[source + place * part.unit + i] }
      }
    }
  }
}
