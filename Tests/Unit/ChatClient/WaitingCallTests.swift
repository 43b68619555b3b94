import Base
import EventLoop
import HTTP
import JSON
import TestBackend
import Testing

@testable import ChatClient

@Suite("The call that waits for news")
struct WaitingCallTests {
  private let backend: Backend
  private let caller: PollCaller
  private let waiting: WaitingCall

  init() throws {
    let backend = try Backend()
    self.backend = backend
    caller = PollCaller(backend.reactor, to: { [unowned backend] in backend.address }, entropy: FixedEntropy())
    waiting = WaitingCall(backend.reactor, FixedEntropy(), caller)
    waiting.request = { rooms, _ in
      let names = rooms.positions.map(\.room).sorted().joined(separator: "+")
      return Request(method: "POST", target: "/" + names, fields: ["Host": "b"])
    }
  }

  private final class Log {
    var targets: [String] = []
  }

  /// Answers so many, and lets the next one wait; `targets` are all that were made.
  private func answering(_ count: Int) -> Log {
    let log = Log()
    backend.onRequest = { request, connection in
      log.targets.append(request.target)
      if log.targets.count <= count { connection.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]") }
    }
    return log
  }

  private func join(_ room: String) throws {
    let json = #"{"type":"joined","room":"\#(room)","position":"p","seq":1}"#
    let isNew = waiting.note(try JSONParser.parseObject(Array(json.utf8)))
    #expect(isNew)
  }

  @Test("is made again when it is answered, on the same connection, and one at a time")
  func again() throws {
    let log = answering(2)
    waiting.answered = { _ in 1 }
    waiting.make()
    waiting.make()
    try backend.turn { log.targets.count == 3 }
    #expect(backend.connections.count == 1)
  }

  @Test("moves to another connection when it is answered with nothing before its time")
  func moves() throws {
    let log = answering(1)
    waiting.answered = { _ in 0 }
    waiting.make()
    try backend.turn { log.targets.count == 2 }
    #expect(backend.connections.count == 2)
  }

  @Test("is the last one when it is over, or none is to be made")
  func over() throws {
    let log = answering(1)
    var isTold = false
    waiting.answered = { _ in
      isTold = true
      return nil
    }
    waiting.make()
    try backend.turn { isTold }
    #expect(!caller.isBusy(.news))
    waiting.request = { _, _ in nil }
    waiting.make()
    #expect(!caller.isBusy(.news) && log.targets.count == 1)
  }

  @Test("leaves out a room that is refused, and asks for it again when it has been left out for so long")
  func holds() throws {
    let log = answering(0)
    for room in ["a", "b"] { try join(room) }
    let isHeld = (waiting.hold("b", retryAfter: 60_000), waiting.hold("c", retryAfter: 100))
    #expect(isHeld == (true, false))
    waiting.make()
    try backend.turn { log.targets == ["/a"] }
    // For less time than before, now that the call is there: else it could be over before that is made.
    #expect(waiting.hold("b", retryAfter: 100))
    try backend.turn { log.targets.last == "/a+b" }
    #expect(log.targets == ["/a", "/a+b"])
  }

  @Test("is not made after it was stopped while it was put off")
  func stopped() throws {
    waiting.make(in: .milliseconds(10))
    waiting.stop()
    var isLater = false
    backend.reactor.after(.milliseconds(10)) { isLater = true }
    try backend.turn { isLater }
    #expect(!caller.isBusy(.news))
  }
}
