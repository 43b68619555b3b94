import Testing

@testable import Base

@Suite("A roundRobin")
struct RoundRobinTests {
  @Test("gives each its turn once in so many calls, however many there are", arguments: [0, 1, 3, 20, 57, 1_000])
  func once(count: Int) {
    var roundRobin = RoundRobin()
    let list = Array(0..<count)
    var turns = Array(repeating: 0, count: count)
    var largest = 0
    for _ in 0..<20 * 30 {
      let share = roundRobin.nextShare(of: list, turns: 20)
      for element in share { turns[element] += 1 }
      largest = max(largest, share.count)
    }
    #expect(turns.allSatisfy { (29...31).contains($0) })
    #expect(largest <= count / 20 + 1)
  }

  @Test("goes on when the list shrinks or grows")
  func changes() {
    var roundRobin = RoundRobin()
    for count in [100, 3, 0, 50, 7] {
      var seen: Set<Int> = []
      for _ in 0..<25 { seen.formUnion(roundRobin.nextShare(of: Array(0..<count), turns: 10)) }
      #expect(seen.count == count)
    }
  }
}
