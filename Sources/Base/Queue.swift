/// First in, first out: an array whose front is taken without moving the rest.
///
/// What was taken is let go of when the queue is empty, or once it is 64 elements and as many as are left: so for each
/// that is taken at most one is moved.
@frozen public struct Queue<Element> {
  @usableFromInline var storage: [Element] = []
  /// How many at the beginning of `storage` have been taken.
  @usableFromInline var taken = 0

  @inlinable public init() {}

  @inlinable public mutating func append(_ element: Element) { storage.append(element) }

  /// Takes the oldest.
  @inlinable public mutating func popFirst() -> Element? {
    guard taken < storage.count else { return nil }
    defer { removeFirst(1) }
    return storage[taken]
  }

  /// Takes the oldest `count`, or all where there are fewer.
  @inlinable public mutating func removeFirst(_ count: Int) {
    taken += Swift.min(Swift.max(count, 0), self.count)
    if taken == storage.count {
      // Memory for what came once in a rush is given back.
      storage.removeAll(keepingCapacity: storage.capacity <= 4_096)
      taken = 0
    } else if taken >= 64, taken >= storage.count - taken {
      storage.removeFirst(taken)
      taken = 0
    }
  }

  @inlinable public mutating func removeAll() { self = Queue() }

  /// Takes out those that are not wanted, wherever they stand; this looks at all.
  @inlinable public mutating func removeAll(where isUnwanted: (Element) -> Bool) {
    storage = filter { !isUnwanted($0) }
    taken = 0
  }
}

/// From the oldest to the newest; the oldest has index 0.
extension Queue: RandomAccessCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { storage.count - taken }
  @inlinable public subscript(position: Int) -> Element { storage[taken + position] }
}
