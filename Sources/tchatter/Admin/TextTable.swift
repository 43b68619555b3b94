/// Rows in columns, as a terminal shows them: each as wide as its widest cell, but for the last, which holds anything.
enum TextTable {
  /// The rows as lines, each with its end.
  static func lines(_ rows: [[String]]) -> [String] {
    let columns = rows.first?.indices ?? 0..<0
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).dropLast().map { $0 + String(repeating: " ", count: $1 - $0.count) + "  " }.joined()
        + (row.last ?? "") + "\n"
    }
  }
}
