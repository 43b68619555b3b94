/// Goes round a list that grows and shrinks, a share at a time.
package struct RoundRobin {
  package init() {}

  private var next = 0
  /// What part of an element's turn has come without being taken, times `turns`.
  private var owed = 0

  /// The next share, so that each element has its turn once in `turns` calls.
  package mutating func nextShare<Element>(of list: [Element], turns: Int) -> ArraySlice<Element> {
    if next >= list.count { next = 0 }
    owed += list.count
    let end = min(next + owed / max(turns, 1), list.count)
    owed %= max(turns, 1)
    defer { next = end }
    return list[next..<end]
  }
}
