import Base
import EventLoop
import HTTP
import MemoryBroker
import NetServer
import TestTimeout
import Testing

import ChatServer

/// A whole instance on free ports with a store of its own, on the same loop as its test's clients: a test turns the loop
/// until what it waits for has happened.
final class TestServer {
  let reactor: Reactor
  let instance: Instance
  private let store: MemoryStore
  private let age: StoreAge
  /// Lives as long as this one, for its timers are on the same loop.
  private let other: TestServer?
  private(set) var lines: [String] = []
  private(set) var stopped: ChatServer.ExitStatus?
  static var files: StaticFiles {
    StaticFiles(contents: [
      "index.html": Array("<!doctype html><p>page</p>".utf8), "tchatter.js": Array("export {}".utf8),
      "client/outbox.js": Array(String(repeating: "//", count: 50_000).utf8),
    ])
  }

  /// - Parameter other: an instance of the same fleet: loop and store are shared with it.
  init(
    beside other: TestServer? = nil, files: StaticFiles = TestServer.files,
    _ configure: (inout Configuration) -> Void = { _ in }
  ) throws {
    let reactor = try other?.reactor ?? Reactor()
    var configuration = Configuration()
    configuration.listen.port = 0
    configuration.adminListen.port = 0
    configuration.instance = other == nil ? "test" : "test-2"
    configuration.hub.quotas = .off
    configure(&configuration)
    let entropy = KernelEntropy()
    let age = other?.age ?? StoreAge()
    self.age = age
    let store =
      other?.store
      ?? MemoryStore(
        limits: configuration.backlog, clock: { reactor.wallClock - age.milliseconds },
        makeEpoch: { entropy.word(12) }, soon: { reactor.soon($0) })
    self.store = store
    self.other = other
    var write: ([UInt8]) -> Void = { _ in }
    let log = Log(format: .json, level: .debug, clock: { reactor.wallClock }, write: { write($0) })
    self.reactor = reactor
    instance = try Instance(
      configuration, files: files, reactor: reactor,
      broker: MemoryBroker(store: store, instance: configuration.instance), store: "memory", log: log)
    write = { [unowned self] line in lines.append(String(decoding: line, as: UTF8.self)) }
    instance.onStopped = { [unowned self] status in stopped = status }
  }

  /// Has what is stored from now on be so many days old.
  func store(agedBy days: Int64) { age.milliseconds = days * 86_400_000 }

  enum Side { case everybody, operators }

  func address(_ side: Side = .everybody) throws -> SocketAddress {
    let text = side == .everybody ? instance.publicAddress : instance.adminAddress
    return try #require(SocketAddress(text))
  }

  /// Turns until `condition` holds, but no longer than `seconds`.
  /// - Returns: whether it holds.
  @discardableResult
  func turn(seconds: Double = testTimeout, until condition: () -> Bool) -> Bool {
    // Not by the reactor, which has the time of its last turn.
    let limit = Clock.monotonic + .seconds(seconds)
    while !condition() {
      guard Clock.monotonic < limit else { return false }
      reactor.turn(timeout: .milliseconds(10))
    }
    return true
  }

  func connect(_ side: Side = .everybody) throws -> RawClient {
    let client = RawClient()
    client.connect(to: try address(side), on: reactor)
    return client
  }

  // MARK: - Requests

  /// Sends a request on a connection of its own, and gets its response.
  func ask(
    _ method: String, _ path: String, _ side: Side = .everybody, fields: [(String, String)] = [], body: String = ""
  ) throws -> Response {
    let client = try connect(side)
    defer { client.close() }
    client.decoder.answersHead = method == "HEAD"
    client.send(try request(method, path, side, fields: fields, body: body))
    let came = turn { client.responses.count == 1 || client.isClosed }
    #expect(came, "\(method) \(path) is answered")
    return try #require(client.responses.first, "\(method) \(path)")
  }

  /// A request's text.
  func request(
    _ method: String, _ path: String, _ side: Side = .everybody, fields: [(String, String)] = [], body: String = ""
  ) throws -> String {
    var lines = ["\(method) \(path) HTTP/1.1"]
    if !fields.contains(where: { $0.0 == "Host" }) { lines.append("Host: \(try address(side))") }
    lines += fields.map { "\($0.0): \($0.1)" }
    if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  /// A visitor that has said hello.
  func visitor(_ name: String, fields: [(String, String)] = []) throws -> TestSocket {
    let visitor = try TestSocket(self, fields: fields)
    visitor.say(#"{"type":"hello","id":"h","version":1,"name":"\#(name)"}"#)
    #expect(visitor.receive(type: "welcome") != nil, "\(name) is welcomed")
    return visitor
  }
}

/// How far the clock of a store is behind: milliseconds.
private final class StoreAge {
  var milliseconds: Int64 = 0
}

/// A client that speaks whatever it is told to, and understands responses.
final class RawClient: StreamHandler {
  var decoder = ResponseDecoder(limits: RequestLimits(body: 16 << 20))
  private(set) var bytes: [UInt8] = []
  private(set) var responses: [Response] = []
  private(set) var isClosed = false
  private var stream: Stream?

  func connect(to address: SocketAddress, on reactor: Reactor) {
    stream = Stream.connect(reactor, to: address, timeout: .seconds(testTimeout), handler: self)
  }

  func send(_ text: String) { sendBytes(Array(text.utf8)) }
  func sendBytes(_ bytes: [UInt8]) { stream?.write(bytes) }
  func endWriting() { stream?.shutdownWrite() }
  func close() { stream?.close() }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    self.bytes.append(contentsOf: bytes)
    decoder.append(UnsafeRawBufferPointer(bytes))
    do { while let response = try decoder.next() { responses.append(response) } } catch {
      Issue.record("a response that can't be read: \(error.reason)")
    }
  }

  func streamEndedReading(_ stream: Stream) {
    isClosed = true
    stream.close()
  }

  func stream(_ stream: Stream, closed reason: CloseReason) { isClosed = true }
}
