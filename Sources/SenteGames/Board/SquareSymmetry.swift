/// The eight symmetries of a square board, numbered 0 (identity) to 7.
///
/// Bit 2 of the number exchanges rows and columns, then bit 1 turns the rows upside down and
/// bit 0 mirrors the columns.
enum SquareSymmetry {
  /// How many there are.
  static let count = 8

  /// Where a symmetry takes the place (row, column) of a board with `size` rows.
  @inline(__always)
  static func place(
    row: Int, column: Int, size: Int, symmetry: Int
  ) -> (row: Int, column: Int) {
    var (row, column) = symmetry & 4 == 0 ? (row, column) : (column, row)
    if symmetry & 2 != 0 { row = size - 1 - row }
    if symmetry & 1 != 0 { column = size - 1 - column }
    return (row, column)
  }

  /// Where a symmetry takes the place with a row-major number.
  @inline(__always)
  static func place(_ index: Int, size: Int, symmetry: Int) -> Int {
    let (row, column) = place(
      row: index / size, column: index % size, size: size, symmetry: symmetry)
    return row * size + column
  }
}
