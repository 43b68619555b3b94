import Base
import EventLoop
import HTTP
import NetClient
import TestBackend
import Testing

@testable import ChatClient

@Suite("A call of a participant that polls")
struct PollCallerTests {
  private let backend: Backend
  private let caller: PollCaller

  init() throws {
    let backend = try Backend()
    self.backend = backend
    caller = PollCaller(backend.reactor, to: { [unowned backend] in backend.address }, entropy: FixedEntropy())
  }

  /// Answers one request after the other; what is empty hangs up.
  private func answer(_ answers: String...) {
    var answers = answers[...]
    backend.onRequest = { _, connection in
      let answer = answers.popFirst() ?? ""
      if answer.isEmpty { connection.hangUp() } else { connection.answer(answer) }
    }
  }

  private static let well = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"

  private func refusal(_ status: Int, _ body: String = "") -> String {
    "HTTP/1.1 \(status) No\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  private func outcome(_ lane: PollCaller.Lane = .requests) throws -> Result<Response, PollCaller.Failure> {
    var outcome: Result<Response, PollCaller.Failure>?
    let request = Request(method: "POST", target: "/poll", fields: ["Host": "backend"])
    caller.call(lane, request, wait: .zero) { outcome = $0 }
    try backend.turn { outcome != nil }
    return try #require(outcome)
  }

  private func status(_ outcome: Result<Response, PollCaller.Failure>) -> Int? {
    if case .failure(.refused(let status, _)) = outcome { status } else { nil }
  }

  @Test("is answered by what the protocol calls an answer")
  func answered() throws {
    answer(Self.well)
    var heard = 0
    caller.onHeard = { heard += 1 }
    #expect(try outcome().get().body == Array("[]".utf8) && heard > 0)
  }

  @Test("is made once more when its connection breaks off, and not a third time")
  func brokenOff() throws {
    answer("", Self.well)
    #expect(try outcome().get().status == 200)
    answer("", "", Self.well)
    guard case .failure(.broken(.failed)) = try outcome() else { throw ConnectionEnd.silent }
    #expect(backend.connections.count == 3, "the second answered, and was kept")
  }

  @Test(
    "is made again when the server puts it off, but only of somebody who has been welcomed",
    arguments: [429, 502, 503, 504])
  func putOff(status: Int) throws {
    let error = #"{"type":"error","code":"unavailable","retryAfter":1}"#
    answer(refusal(status, error))
    guard case .failure(.refused(let told, let object)) = try outcome() else { throw ConnectionEnd.silent }
    #expect(told == status && object?["code"]?.string == "unavailable")
    caller.isWelcomed = true
    answer(refusal(status, error), refusal(status, error), Self.well)
    #expect(try outcome().get().status == 200)
  }

  @Test("is given up for any other status, with the protocol's error where it comes with one")
  func refused() throws {
    caller.isWelcomed = true
    answer(
      refusal(401, #"{"type":"error","code":"unauthorized"}"#), refusal(403, "<html>"), refusal(500, #"{"type":"x"}"#))
    guard case .failure(.refused(401, let error)) = try outcome() else { throw ConnectionEnd.silent }
    #expect(error?["code"]?.string == "unauthorized")
    for expected in [403, 500] {
      guard case .failure(.refused(let status, nil)) = try outcome() else { throw ConnectionEnd.silent }
      #expect(status == expected)
    }
  }

  @Test("waits on a connection of its own, and asks on another")
  func lanes() throws {
    var isWaiting = false
    backend.onRequest = { _, _ in isWaiting = true }
    caller.call(.news, Request(method: "POST", target: "/poll", fields: ["Host": "b"]), wait: .seconds(20)) { _ in }
    try backend.turn { isWaiting }
    answer(Self.well)
    #expect(try outcome(.requests).get().status == 200)
    #expect(backend.connections.count == 2 && caller.isBusy(.news) && !caller.isBusy(.requests))
    caller.drop(.news)
    #expect(!caller.isBusy(.news))
  }

  @Test("is told to nobody after the end, nor made again")
  func ended() throws {
    caller.isWelcomed = true
    answer(refusal(503, #"{"retryAfter":1}"#), Self.well)
    var isTold = false
    caller.call(.requests, Request(method: "POST", target: "/", fields: ["Host": "b"]), wait: .zero) { _ in
      isTold = true
    }
    try backend.turn { !backend.connections.isEmpty && !caller.isBusy(.requests) }
    caller.end()
    // Later than it would be made again.
    var isLater = false
    backend.reactor.after(.milliseconds(150)) { isLater = true }
    try backend.turn { isLater }
    #expect(!isTold && !caller.isBusy(.requests))
  }

  @Test("names its pauses within bounds")
  func pauses() {
    #expect([nil, 1, 500, 90_000].map { PollCaller.pause($0).milliseconds } == [1_000, 100, 500, 10_000])
    #expect(PollCaller.pause(90_000, most: .seconds(60)) == .seconds(60))
  }
}
