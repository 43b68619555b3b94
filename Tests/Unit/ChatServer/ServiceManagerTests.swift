import Base
import EventLoop
import Foundation
import Testing

@testable import ChatServer
@testable import ServerTestSupport

@Suite struct ServiceManagerTests {
  // MARK: - The state as text

  @Test func `the first word of it all is in one datagram, and only news follow`() {
    let before = ServiceState(status: "")
    let serving = ServiceState(status: "serving", isReady: true)
    #expect(serving.news(since: before) == "READY=1\nSTATUS=serving")
    #expect(serving.news(since: serving) == "")
    let impaired = ServiceState(status: "impaired: no answer").following(serving)
    #expect(impaired.news(since: serving) == "STATUS=impaired: no answer", "who was ready stays so")
  }

  @Test func `who stops says how long it may take, once`() {
    let serving = ServiceState(status: "serving", isReady: true)
    let draining = ServiceState(status: "draining", isReady: true, stopsWithin: .seconds(30))
    #expect(draining.news(since: serving) == "STOPPING=1\nEXTEND_TIMEOUT_USEC=30000000\nSTATUS=draining")
    let later = ServiceState(status: "draining", stopsWithin: .seconds(20)).following(draining)
    #expect(later.news(since: draining) == "")
  }

  @Test(arguments: ["\n", "\r\n", "\u{2028}", "\r"])
  func `a reason can't begin another assignment`(_ end: String) {
    let state = ServiceState(status: "impaired: x\(end)READY=1")
    #expect(state.news(since: ServiceState(status: "")) == "STATUS=impaired: x READY=1")
  }

  // MARK: - The socket

  @Test(arguments: ["", "/", "@", "relative", "vsock:2:1234", "/" + String(repeating: "x", count: 107), "/a\u{0}b"])
  func `what is no address of a socket is refused`(_ name: String) {
    #expect(throws: NotifySocket.Failure.self) { try NotifySocket(name) }
  }

  @Test(arguments: Listening.Kind.allCases)
  func `datagrams arrive whole`(_ kind: Listening.Kind) throws {
    let listening = try Listening(kind)
    let socket = try NotifySocket(listening.name)
    try socket.send("READY=1\nSTATUS=é")
    try socket.send("WATCHDOG=1")
    #expect(listening.datagrams() == ["READY=1\nSTATUS=é", "WATCHDOG=1"])
  }

  @Test func `the longest path there is arrives`() throws {
    let listening = try Listening(.path, length: 107)
    #expect(listening.name.utf8.count == 107)
    try NotifySocket(listening.name).send("READY=1")
    #expect(listening.datagrams() == ["READY=1"])
  }

  // MARK: - The environment

  @Test func `without a socket in the environment nobody is told, and nothing is said of it`() {
    let log = Remembering()
    #expect(ServiceManager(environment: ["WATCHDOG_USEC": "x"], log: log.log) == nil)
    #expect(ServiceManager(environment: ["NOTIFY_SOCKET": ""], log: log.log) == nil)
    #expect(log.lines.isEmpty)
  }

  @Test func `a socket that can't be is one warning`() {
    let log = Remembering()
    #expect(ServiceManager(environment: ["NOTIFY_SOCKET": "nowhere"], log: log.log) == nil)
    #expect(log.lines.count == 1 && log.lines[0].contains("NOTIFY_SOCKET is neither a path nor an abstract name"))
  }

  @Test(arguments: ["x", "0", "-1", "1.5", "99999999999999999999999"])
  func `a watchdog's time that is none is one warning, and the rest is told`(_ time: String) throws {
    let (listening, log) = (try Listening(.abstract), Remembering())
    let manager = ServiceManager(
      environment: ["NOTIFY_SOCKET": listening.name, "WATCHDOG_USEC": time], log: log.log)
    #expect(log.lines.count == 1 && log.lines[0].contains("WATCHDOG_USEC"))
    manager?.tell(ServiceState(status: "serving"))
    #expect(listening.datagrams() == ["STATUS=serving"])
  }

  @Test func `a socket without a listener is one warning, and is told everything once it has one`() throws {
    let (listening, log) = (try Listening(.path), Remembering())
    let manager = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": listening.name], log: log.log))
    listening.stop()
    for _ in 0..<3 { manager.tell(ServiceState(status: "serving", isReady: true)) }
    #expect(log.lines.count == 1 && log.lines[0].contains("takes nothing"))
    try listening.begin()
    manager.tell(ServiceState(status: "serving", isReady: true))
    #expect(listening.datagrams() == ["READY=1\nSTATUS=serving"])
  }

  // MARK: - An instance

  @Test func `an instance is ready, gives signs of life, and says that it stops`() throws {
    let (listening, log) = (try Listening(.abstract), Remembering())
    let server = try TestServer {
      $0.drain.limit = .seconds(7)
      // Part of it, not more.
      $0.drain.moveTimeout = .seconds(60)
    }
    let manager = try #require(
      ServiceManager(
        environment: ["NOTIFY_SOCKET": listening.name, "WATCHDOG_USEC": "20000", "WATCHDOG_PID": "7"], process: 7,
        log: log.log))
    manager.attend(server.instance, on: server.reactor)
    var heard: [String] = []
    #expect(
      server.turn {
        heard += listening.datagrams()
        return heard.contains("READY=1\nSTATUS=serving") && heard.contains("WATCHDOG=1")
      })
    server.instance.stop()
    manager.tell(server.instance.serviceState)
    heard = listening.datagrams()
    #expect(heard.contains { $0.hasPrefix("STOPPING=1\nEXTEND_TIMEOUT_USEC=17000000\nSTATUS=draining (") })
    #expect(log.lines.isEmpty)
  }

  @Test func `the watchdog of another process is not fed`() throws {
    let (listening, log) = (try Listening(.abstract), Remembering())
    let server = try TestServer()
    let manager = try #require(
      ServiceManager(
        environment: ["NOTIFY_SOCKET": listening.name, "WATCHDOG_USEC": "2000", "WATCHDOG_PID": "8"], process: 7,
        log: log.log))
    manager.attend(server.instance, on: server.reactor)
    // Far more often than the watchdog's time.
    var turns = 0
    server.turn {
      turns += 1
      return turns > 20
    }
    #expect(listening.datagrams() == ["READY=1\nSTATUS=serving"])
  }
}

/// A service manager's side of the socket.
final class Listening {
  enum Kind: CaseIterable, Sendable { case path, abstract }

  let name: String
  private var descriptor: Int32 = -1

  init(_ kind: Kind, length: Int = 0) throws {
    let stem = "\(kind == .path ? "/tmp/" : "@")tchatter-notify-\(getpid())-\(UInt64.random(in: 0...(.max)))"
    name = stem + String(repeating: "x", count: max(length - stem.utf8.count, 0))
    try begin()
  }

  deinit { stop() }

  func begin() throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name.utf8) }
    if name.hasPrefix("@") { address.sun_path.0 = 0 }
    let length = socklen_t(2 + name.utf8.count + (name.hasPrefix("/") ? 1 : 0))
    // Of no use to a program that another test starts meanwhile: it would go on listening for this one.
    let kind = SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    descriptor = socket(AF_UNIX, Int32(kind), 0)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    try #require(status == 0)
  }

  func stop() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    if name.hasPrefix("/") { unlink(name) }
  }

  /// What has come, and was not asked for yet.
  func datagrams() -> [String] {
    var found: [String] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
      found.append(String(decoding: buffer.prefix(count), as: UTF8.self))
    }
    return found
  }
}

/// A log that can be read.
private final class Remembering {
  private(set) var lines: [String] = []
  private(set) lazy var log = Log(
    format: .text, level: .debug, clock: { 0 },
    write: { [unowned self] in lines.append(String(decoding: $0, as: UTF8.self)) })
}
