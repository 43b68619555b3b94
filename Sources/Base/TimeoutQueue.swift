/// Things that all have the same time, in the order in which it runs out: no timer each, and nothing to be done when what
/// was waited for happens.
///
/// `Time` counts in whatever unit its owner's clock does.
@frozen public struct TimeoutQueue<Element, Time: FixedWidthInteger> {
  @frozen @usableFromInline struct Entry {
    @usableFromInline let element: Element
    @usableFromInline let deadline: Time

    @inlinable init(_ element: Element, _ deadline: Time) {
      self.element = element
      self.deadline = deadline
    }
  }

  @usableFromInline let timeout: Time
  @usableFromInline var entries = Queue<Entry>()

  @inlinable public init(timeout: Time) { self.timeout = timeout }

  @inlinable public var count: Int { entries.count }

  /// - Parameter now: not before that of the call before. A deadline beyond the end of time stands at it.
  @inlinable public mutating func add(_ element: Element, at now: Time) {
    let (deadline, isBeyond) = now.addingReportingOverflow(timeout)
    entries.append(Entry(element, isBeyond ? .max : deadline))
  }

  /// Takes out one whose time is over.
  @inlinable public mutating func popDue(at now: Time) -> Element? {
    guard let first = entries.first, first.deadline <= now else { return nil }
    return entries.popFirst()?.element
  }

  /// Lets go of those of whom nothing is expected any more, so that they don't live on here until their time.
  @inlinable public mutating func forget(where isSettled: (Element) -> Bool) {
    if !entries.isEmpty { entries.removeAll { isSettled($0.element) } }
  }
}
