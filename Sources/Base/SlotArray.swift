/// What a `SlotArray` holds. It keeps its own place, so that it is found without a search.
public protocol Slotted: AnyObject {
  /// Its place in the one array that it is in, −1 while in none. Written by that array only.
  var slot: Int32 { get set }
}

/// Objects in no order of their own, each taken out at constant cost: the last one moves into its place.
@frozen public struct SlotArray<Element: Slotted> {
  @usableFromInline var list: [Element] = []

  @inlinable public init() {}

  /// All of them.
  @inlinable public var elements: [Element] { list }
  @inlinable public var count: Int { list.count }

  /// Takes in one that is in no such array.
  @inlinable public mutating func add(_ element: Element) {
    element.slot = Int32(truncatingIfNeeded: list.count)
    list.append(element)
  }

  /// - Returns: whether it was in here; nothing happens when it was not.
  @discardableResult
  @inlinable public mutating func remove(_ element: Element) -> Bool {
    let slot = Int(element.slot)
    guard list.indices.contains(slot), list[slot] === element else { return false }
    let last = list.removeLast()
    if last !== element {
      list[slot] = last
      last.slot = element.slot
    }
    element.slot = -1
    return true
  }
}
