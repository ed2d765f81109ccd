/// The fewest insertions, deletions, replacements and swaps of neighbours that turn one text into the
/// other (Damerau 1964, restricted form), without regard to case.
func editDistance(_ a: String, _ b: String) -> Int {
  let (x, y) = (Array(a.lowercased()), Array(b.lowercased()))
  var rows = [Array(0...y.count)]
  for i in 0..<x.count {
    var row = [i + 1]
    for j in 0..<y.count {
      var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (x[i] == y[j] ? 0 : 1))
      if i > 0, j > 0, x[i] == y[j - 1], x[i - 1] == y[j] {
        best = min(best, rows[i - 1][j - 1] + 1)
      }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[x.count][y.count]
}

/// The name that a mistyped one most likely stands for; nil when none is near.
public func nearestName(to text: String, among names: [String]) -> String? {
  let length = text.count
  let limit = max(2, length / 3)
  let beginning = length >= 3 ? text.lowercased() : nil
  func begins(_ name: String) -> Bool { beginning.map { name.lowercased().hasPrefix($0) } ?? false }
  // Texts of very different length are never near; a long one would take long to compare.
  let candidates = names.filter { Swift.abs($0.count - length) <= limit || begins($0) }
  let ranked = candidates.map { (editDistance(text, $0), $0) }.sorted { $0 < $1 }
  guard let (distance, name) = ranked.first else { return nil }
  return distance <= limit || begins(name) ? name : nil
}

/// How a message about an unknown name goes on: the nearest name, or all if there are at most `few`.
public func suggestion(for text: String, among names: [String], few: Int = 12) -> String {
  if let name = nearestName(to: text, among: names) { return "; did you mean '\(name)'?" }
  let begins = names.first { $0.lowercased().hasPrefix(text.lowercased()) && text.count >= 3 }
  if let begins { return "; did you mean '\(begins)'?" }
  return names.count <= few ? "; there is \(names.sorted().joined(separator: ", "))" : ""
}
