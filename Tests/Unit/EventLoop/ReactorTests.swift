import Base
import Foundation
import Glibc
import Synchronization
import Testing

@testable import EventLoop

@Suite("The reactor")
struct ReactorTests {
  @Test("timers fire in the order of their deadlines, and of their making when those are equal")
  func timerOrder() throws {
    let reactor = try Reactor()
    var fired: [Int] = []
    // In one turn, for which the time stands still.
    reactor.soon {
      for number in [5, 1, 4, 2, 3] { reactor.after(.milliseconds(2 * number)) { fired.append(number) } }
      for number in 10..<20 { reactor.after(.milliseconds(20)) { fired.append(number) } }
    }
    while fired.count < 15 { reactor.turn() }
    #expect(fired == [1, 2, 3, 4, 5] + Array(10..<20))
  }

  @Test("a timer never fires early")
  func notEarly() throws {
    let reactor = try Reactor()
    var firedAt: Instant?
    let start = Clock.monotonic
    reactor.after(.microseconds(7_300)) { firedAt = Clock.monotonic }
    while firedAt == nil { reactor.turn() }
    #expect((firedAt ?? start) - start >= .microseconds(7_300))
  }

  @Test("ten thousand timers, half of them cancelled, fire in order and leave nothing")
  func manyTimers() throws {
    let reactor = try Reactor()
    var generator = SystemRandomNumberGenerator()
    var fired: [TimeSpan] = []
    var kept = 0
    var timers: [EventLoop.Timer] = []
    for index in 0..<10_000 {
      let delay = TimeSpan.microseconds(Int.random(in: 0..<50_000, using: &generator))
      timers.append(reactor.after(delay) { fired.append(delay) })
      if index % 2 == 0 { kept += 1 }
    }
    for index in stride(from: 1, to: 10_000, by: 2) { timers[index].cancel() }
    let limit = Clock.monotonic + .seconds(60)
    while fired.count < kept, Clock.monotonic < limit { reactor.turn(timeout: .milliseconds(50)) }
    #expect(fired.count == kept)
    #expect(timers.allSatisfy { !$0.isActive })
  }

  @Test("a repeating timer repeats until it cancels itself")
  func repeating() throws {
    let reactor = try Reactor()
    var count = 0
    var timer: EventLoop.Timer?
    timer = reactor.every(.milliseconds(1)) {
      count += 1
      if count == 5 { timer?.cancel() }
    }
    defer { timer = nil }
    while count < 5 { reactor.turn() }
    for _ in 0..<3 { reactor.turn(timeout: .milliseconds(3)) }
    #expect(count == 5)
  }

  @Test("a timer that makes itself anew at once does not hold up the turn")
  func endlessTimer() throws {
    let reactor = try Reactor()
    var count = 0
    func again() {
      count += 1
      reactor.after(.zero) { [unowned reactor] in if reactor.turns < 20 { again() } }
    }
    again()
    for _ in 0..<10 { reactor.turn(timeout: .zero) }
    #expect(count == 11)
    while reactor.turns < 25 { reactor.turn(timeout: .zero) }
  }

  @Test("what other threads post runs here, in each thread's order")
  func mailbox() throws {
    let reactor = try Reactor()
    let box = Box()
    let mailbox = reactor.mailbox
    for thread in 0..<4 {
      Thread.detachNewThread {
        for number in 0..<1000 { mailbox.post { _ in box.add(thread, number) } }
        mailbox.post { reactor in if box.finish() == 4 { reactor.stop() } }
      }
    }
    reactor.run()
    #expect(box.lists == [[Int]](repeating: Array(0..<1000), count: 4))
  }

  @Test("the turn's end runs in the order of registration, before what it wrote is flushed")
  func turnEnd() throws {
    let bench = try Bench()
    let (_, clientHandler, server, _) = try bench.pair()
    var order: [Int] = []
    bench.reactor.onTurnEnd {
      order.append(1)
      if order.count == 1 { server.write([42]) }
    }
    bench.reactor.onTurnEnd { order.append(2) }
    bench.reactor.turn(timeout: .zero)
    #expect(order == [1, 2])
    try bench.turn { clientHandler.received == [42] }
  }

  @Test("what is put off runs before the turn's end, and what it puts off in the next turn, which does not wait")
  func soon() throws {
    let reactor = try Reactor()
    var order: [String] = []
    reactor.onTurnEnd { order.append("end") }
    reactor.after(.zero) {
      reactor.soon {
        order.append("soon")
        reactor.soon { order.append("later") }
      }
      order.append("timer")
    }
    reactor.turn(timeout: .milliseconds(100))
    // It would wait for ever.
    reactor.turn()
    #expect(order == ["timer", "soon", "end", "later", "end"])
  }

  @Test("a signal is an event of the loop")
  func signal() async {
    await #expect(processExitsWith: .success) {
      let reactor = try Reactor()
      var seen: [Int32] = []
      try reactor.onSignal(SIGTERM) { seen.append(SIGTERM) }
      try reactor.onSignal(SIGUSR1) { seen.append(SIGUSR1) }
      raise(SIGUSR1)
      raise(SIGTERM)
      let limit = Clock.monotonic + .seconds(60)
      while seen.count < 2, Clock.monotonic < limit { reactor.turn(timeout: .milliseconds(100)) }
      try #require(seen.sorted() == [SIGUSR1, SIGTERM].sorted())
    }
  }

  @Test("a watcher whose descriptor was closed and given to another does not take that one's place away")
  func watcherOutlivesDescriptor() throws {
    let bench = try Bench()
    let watcher = try Watcher(bench.reactor, descriptor: dup(bench.reactor.mailbox.descriptor), events: 1) { _ in }
    close(watcher.descriptor)
    // The kernel hands out the lowest free number: the new pair gets the watcher's.
    let pair = try bench.pair()
    watcher.cancel()
    pair.client.write([1])
    pair.server.write([2])
    try bench.turn { pair.serverHandler.received == [1] && pair.clientHandler.received == [2] }
  }

  @Test("stop ends run, before it or during it")
  func stop() throws {
    let reactor = try Reactor()
    reactor.stop()
    reactor.run()
    reactor.after(.milliseconds(1)) { reactor.stop() }
    reactor.run()
    #expect(reactor.turns >= 1)
  }

  @Test("the wall clock is the one of the system")
  func wallClock() throws {
    let before = Date().timeIntervalSince1970
    let clock = try Double(Reactor().wallClock) / 1000
    #expect((before - 1...Date().timeIntervalSince1970 + 1).contains(clock))
  }
}

/// Confined to the loop's thread by use; a lock keeps the compiler and the sanitizer sure of it.
private final class Box: Sendable {
  private let state = Mutex<(lists: [[Int]], finished: Int)>(([[], [], [], []], 0))
  var lists: [[Int]] { state.withLock { $0.lists } }
  func add(_ thread: Int, _ number: Int) { state.withLock { $0.lists[thread].append(number) } }
  func finish() -> Int {
    state.withLock {
      $0.finished += 1
      return $0.finished
    }
  }
}
