extension Taxi: DrawableEnvironment {
  /// The city from above: walls, the pads R, G, Y and B, the taxi, the passenger (a small disc where
  /// they wait or ride) and the destination (a circle).
  public func draw(on canvas: inout Canvas) {
    let side = Taxi.side
    let parts = Parts(state)
    let centre = { (row: Int, column: Int) in
      Canvas.centre(ofPlace: row * side + column, rows: side, columns: side)
    }
    canvas.lookAtGrid(rows: side, columns: side, lines: false)
    for row in 0..<side {
      for column in 0..<side - 1 where !Taxi.isOpen(row, eastOf: column) {
        let x = Double(column + 1)
        let y = Double(side - row)
        canvas.bar(
          from: Canvas.Point(x, y), to: Canvas.Point(x, y - 1), thickness: 0.08, .red)
      }
    }
    let taxi = centre(parts.row, parts.column)
    let isRiding = parts.passenger == Taxi.inTaxi
    canvas.polygon(
      [(-0.32, -0.2), (0.32, -0.2), (0.32, 0.1), (0.15, 0.25), (-0.15, 0.25), (-0.32, 0.1)]
        .map { taxi + Canvas.Point($0, $1) }, isRiding ? .violet : .amber)
    for (i, (row, column)) in Taxi.pads.enumerated() {
      let pad = centre(row, column)
      if i == parts.destination { canvas.circle(at: pad, radius: 0.42, .green) }
      if i == parts.passenger {
        canvas.disc(at: pad + Canvas.Point(0.28, 0.28), radius: 0.12, .violet)
      }
      canvas.label(["R", "G", "Y", "B"][i], at: pad, i == parts.destination ? .green : .white)
    }
  }
}
