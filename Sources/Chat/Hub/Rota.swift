/// Goes round a list that grows and shrinks, a share at a time.
struct Rota {
  private var next = 0

  /// The next share, so that each element has had its turn after `turns` calls; those of a short list more often.
  mutating func nextShare<Element>(of list: [Element], turns: Int) -> ArraySlice<Element> {
    if next >= list.count { next = 0 }
    let end = min(next + list.count / max(turns, 1) + 1, list.count)
    defer { next = end }
    return list[next..<end]
  }
}
