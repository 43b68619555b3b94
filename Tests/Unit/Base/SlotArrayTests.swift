import Base
import Testing

@Suite struct SlotArrayTests {
  private final class Thing: Slotted {
    var slot: Int32 = -1
  }

  @Test func `whatever is taken out, the others know where they are`() {
    var array = SlotArray<Thing>()
    let things = (0..<50).map { _ in Thing() }
    for thing in things { array.add(thing) }
    var left = Set(things.indices)
    // 7 and 50 have no common divisor: every place has its turn, the last and the first too.
    for index in (0..<50).map({ $0 * 7 % 50 }) {
      let isRemoved = array.remove(things[index])
      #expect(isRemoved)
      left.remove(index)
      #expect(things[index].slot == -1)
      #expect(array.count == left.count)
      for index in left { #expect(array.elements[Int(things[index].slot)] === things[index]) }
    }
  }

  @Test func `what is not in it is left alone`() {
    var (one, other) = (SlotArray<Thing>(), SlotArray<Thing>())
    let (inside, outside, elsewhere) = (Thing(), Thing(), Thing())
    one.add(inside)
    other.add(elsewhere)
    let isRemoved = [one.remove(outside), one.remove(elsewhere)]
    #expect(isRemoved == [false, false])
    #expect(one.elements.map(\.slot) == [0] && elsewhere.slot == 0)
    let isRemovedOnce = [one.remove(inside), one.remove(inside)]
    #expect(isRemovedOnce == [true, false])
  }
}
