/// What came of removing things of a page.
struct AbandonedRemoval {
  let removed: [AbandonedThing]
  /// How many things of the page are still there: some were not tried, others are in use by now.
  let left: Int
  /// Where to go on; `nil` at the end.
  let next: UInt64?

  /// - Parameters:
  ///   - tried: the first things of the page.
  ///   - gone: whether each of them has gone.
  ///   - cursor: where the page was found.
  init(of tried: [AbandonedThing], gone: [Bool], from page: AbandonedPage, at cursor: UInt64) {
    removed = zip(tried, gone).filter(\.1).map(\.0)
    left = page.things.count - removed.count
    // What was not tried is found on the same page again. Where nothing goes, that would have no end.
    let isPageDone = tried.count == page.things.count || removed.isEmpty
    next = !isPageDone ? cursor : page.next == 0 ? nil : page.next
  }
}
