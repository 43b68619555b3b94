import Base
import EventLoop
import NetServer
import TestTimeout
import Testing

@testable import tchatter_bots

/// Who listens to the votes: over real sockets, with a store in memory and no chat.
@Suite struct VoteServerTests {
  private let reactor: Reactor
  private let store: MemoryBotStore
  private let bot: VoteBot
  private let server: VoteServer

  init() throws {
    let reactor = try Reactor()
    self.reactor = reactor
    store = MemoryBotStore { reactor.wallClock }
    bot = VoteBot(name: "Vote", store: store, reactor: reactor, log: BotLog { _ in })
    let endpoint = try #require(Endpoint("127.0.0.1:0"))
    server = try VoteServer(
      VoteHTTPOptions(endpoint: endpoint, keys: nil, isOpen: true), bot: bot, store: store, reactor: reactor)
  }

  /// A client, and all that it has been told.
  private final class Client: StreamHandler {
    private(set) var text = ""
    private(set) var stream: Stream?

    init(
      _ address: String, _ reactor: Reactor, of origin: String = "192.0.2.1", to path: String = "/votes/events"
    ) throws {
      let stream = Stream.connect(
        reactor, to: try #require(SocketAddress(address)), timeout: .seconds(60), handler: self)
      stream.write(Array("GET \(path) HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: \(origin)\r\n\r\n".utf8))
      self.stream = stream
    }

    func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
      text += String(decoding: bytes, as: UTF8.self)
    }
    func stream(_ stream: Stream, closed reason: CloseReason) {}
  }

  private func wait(until condition: () -> Bool) -> Bool {
    let deadline = Clock.monotonic + .seconds(testTimeout)
    while !condition() {
      guard Clock.monotonic < deadline else { return false }
      reactor.turn(timeout: .milliseconds(5))
    }
    return true
  }

  /// Somebody who listens from there; `nil` where there was no place.
  private func listener(from origin: String = "192.0.2.1") throws -> Client? {
    let client = try Client(server.address, reactor, of: origin)
    try #require(wait { client.text.contains("\n\n") || client.text.contains("Too many listen") }, "\(client.text)")
    return client.text.hasPrefix("HTTP/1.1 200") ? client : nil
  }

  private func commit(_ number: Int, revision: Int = 0) {
    let vote = Vote(
      VotePlan(title: String(repeating: "x", count: 100)), id: VoteID(number: number), room: "team",
      starter: Voter("Ann"), members: [Voter("Ann")], now: reactor.wallClock)
    var decision = BotDecision(heard: nil)
    decision.record = BotRecord(vote, revision: revision)
    store.commit(decision) { _ in }
    bot.onDecision()
  }

  @Test func `one address does not take the places of all`() throws {
    let first = try (0..<32).map { _ in try listener() }
    #expect(!first.contains { $0 == nil })
    #expect(try listener() == nil)
    #expect(try listener(from: "192.0.2.2") != nil)
    first[0]?.stream?.close()
    var next: Client?
    #expect(
      wait {
        next = try? listener()
        return next != nil
      })
  }

  @Test func `who listens and does not read is dropped, and nobody else`() throws {
    let (slow, quick) = (try #require(try listener()), try #require(try listener()))
    slow.stream?.pauseReading()
    var revision = 0
    // However much the kernel takes for it.
    let isDropped = wait {
      for _ in 0..<20 {
        commit(1, revision: revision)
        revision += 1
      }
      return server.events.count == 1
    }
    #expect(isDropped && quick.stream?.isOpen == true)
  }

  @Test func `who takes nothing between two heartbeats is dropped, however little waits`() throws {
    let board = VoteBoard(store: store, reactor: reactor)
    let events = VoteEvents(board: board, reactor: reactor, heartbeat: .seconds(1))
    var router = Router()
    router.on("GET", "/events") { events.add($0, after: nil) }
    let server = HTTPServer(
      router: router, timeouts: ClientTimeouts(), trustedProxies: .loopback, reactor: reactor)
    let listener = try Listener(
      reactor, address: try #require(SocketAddress(ip: "127.0.0.1", port: 0)), sendBuffer: 65_536
    ) { server.accept($0) }
    let address = try #require(listener.localAddress?.description)
    let (slow, quick) = (try Client(address, reactor, to: "/events"), try Client(address, reactor, to: "/events"))
    try #require(wait { slow.text.contains("\n\n:") && quick.text.contains("\n\n:") })
    slow.stream?.pauseReading()
    var revision = 0
    let isDropped = wait {
      // What the kernel takes for it, and then less than what drops it at once.
      if events.count == 2, events.longestOutbox == 0 {
        for number in 1...20 { commit(number, revision: revision) }
        revision += 1
        board.refresh { _ in }
      }
      return events.count == 1
    }
    #expect(isDropped && quick.stream?.isOpen == true)
    events.close()
    listener.close()
  }

  @Test func `what votes come to is counted anew after each change`() throws {
    let board = VoteBoard(store: store, reactor: reactor)
    for number in 1...3 {
      commit(number)
      board.refresh { _ in }
      #expect(String(decoding: board.statistics, as: UTF8.self).contains(#""all":{"votes":\#(number)"#))
      #expect(board.statistics == VoteStatistics.json(board.votes))
    }
  }
}
