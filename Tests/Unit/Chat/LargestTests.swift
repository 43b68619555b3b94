import Base
import Broker
import ChatProtocol
import Testing

@testable import Chat
@testable import ChatTestSupport

@Suite struct LargestTests {
  @Test func `the largest of many are found in order, and what is nothing is none of them`() {
    let sizes = [3, 0, 9, 4, 9, 1, 7]
    #expect(sizes.largest(3) { $0 }.map(\.size) == [9, 9, 7])
    #expect(sizes.largest(10) { $0 }.map(\.size) == [9, 9, 7, 4, 3, 1])
    #expect(sizes.largest(0) { $0 }.isEmpty && [0, 0].largest(2) { $0 }.isEmpty)
  }

  @Test func `a list that is too long is looked at in shares, until each had its turn`() {
    var look = OperatorLook()
    let list = Array(0..<OperatorLook.most * 2 + 10)
    var seen: Set<Int> = []
    for _ in 0..<4 {
      let share = look.take(of: list)
      #expect(share.count <= OperatorLook.most)
      seen.formUnion(share)
    }
    #expect(seen.count == list.count)
    #expect(look.take(of: [1, 2]).count == 2)
  }

  @Test func `the busiest room comes first, and is quiet again later`() throws {
    let hub = TestHub(TestFleet())
    let ann = hub.client("Ann")
    for room in ["busy", "quiet", "silent"] { ann.ask(#"{"type":"join","id":"j","room":"\#(room)"}"#) }
    hub.pass(seconds: 2)
    for number in 0..<10 {
      ann.ask(#"{"type":"send","id":"\#(number)","room":"busy","text":"x"}"#)
      if number == 0 { ann.ask(#"{"type":"send","id":"q","room":"quiet","text":"x"}"#) }
    }
    hub.pass(seconds: 2)
    let busiest = hub.hub.busiestRooms(5)
    #expect(busiest.figures.map(\.room.text) == ["busy", "quiet"])
    #expect(busiest.seen == 3 && busiest.all == 3 && busiest.figures.first?.members == 1)
    #expect(busiest.figures.first?.messages ?? 0 > busiest.figures.last?.messages ?? 0)
    hub.pass(seconds: 60)
    #expect(hub.hub.busiestRooms(5).figures.isEmpty)
  }

  @Test func `an instance is known by what it told last, until it has been silent for long or said that it leaves`() {
    let hub = TestHub(TestFleet())
    let names = { hub.hub.knownInstances.all.map(\.report.instance) }
    func hear(_ name: String, phase: String = "serving") {
      var report = InstanceReport(of: name)
      report.phase = phase
      hub.hub.broker(received: .instance(report))
    }
    for name in ["c", "b", "a"] { hear(name) }
    hear("b", phase: "closing")
    #expect(names() == ["b", "c"], "not itself")
    hub.pass(seconds: 40)
    #expect(names() == ["c"])
    hub.pass(seconds: 600)
    #expect(names().isEmpty)
    for number in 0..<KnownInstances.most + 5 {
      hub.hub.time.now += .milliseconds(1)
      hear("i\(number)")
    }
    #expect(names().count == KnownInstances.most && !names().contains("i4") && names().contains("i5"))
  }
}
