extension Sequence {
  /// The largest `count` of all, largest first, by a number that each has; those that have 0 are none. In one pass, holding no
  /// more than those.
  package func largest(_ count: Int, by size: (Element) -> Int) -> [(element: Element, size: Int)] {
    var found: [(element: Element, size: Int)] = []
    guard count > 0 else { return found }
    for element in self {
      let size = size(element)
      guard size > (found.count < count ? 0 : found[found.count - 1].size) else { continue }
      if found.count == count { found.removeLast() }
      let place = found.firstIndex { $0.size < size } ?? found.count
      found.insert((element, size), at: place)
    }
    return found
  }
}
