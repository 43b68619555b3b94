import Base
import EventLoop
import JSON
import NetServer

/// Tells whoever listens what changes, as server-sent events: `votes` with all of them, `vote` with one that has changed. An
/// event's id is the moment of the change by the store's clock, so that a listener goes on at any bot where it was.
final class VoteEvents {
  private static let most = 128
  /// Of one address, so that none takes the places of all: as many as work behind one, or behind a proxy that tells no addresses.
  private static let mostOfAddress = 32
  /// Whose machine has taken nothing for so long is dropped.
  private static let longestSilence: TimeSpan = .seconds(30)
  /// Who lets so much wait is dropped: bytes.
  private static let outboxLimit = 1 << 20
  private let board: VoteBoard
  private var subscribers = SlotArray<VoteSubscriber>()
  private var timers: [Timer] = []

  /// - Parameters:
  ///   - interval: how often the store is asked for what other bots have changed.
  ///   - heartbeat: how often something is said, so that proxies keep the connection and one that is gone is noticed.
  init(
    board: VoteBoard, reactor: Reactor, interval: TimeSpan = .milliseconds(500), heartbeat: TimeSpan = .seconds(15)
  ) {
    self.board = board
    board.onChange = { [weak self] in self?.tell($0) }
    timers = [
      reactor.every(interval) { [weak self] in self?.look() },
      reactor.every(heartbeat) { [weak self] in self?.beat() },
    ]
  }

  var count: Int { subscribers.count }
  /// What waits for the slowest: bytes.
  var longestOutbox: Int { subscribers.elements.map(\.outboxCount).max() ?? 0 }

  /// Whether one more may listen from where the request comes from.
  func hasPlace(for exchange: Exchange) -> Bool {
    let address = exchange.client.network
    return count < Self.most && subscribers.elements.count { $0.address == address } < Self.mostOfAddress
  }

  /// Something has been decided here.
  func look() { if count > 0 { board.refresh { _ in } } }

  /// Begins with all votes: who comes back may have missed that some are not kept any more.
  /// - Parameter last: the id of the last event that the listener has seen.
  func add(_ exchange: Exchange, after last: String?) {
    let address = exchange.client.network
    guard let stream = exchange.beginStream(Self.head) else { return }
    stream.setLongestSilence(Self.longestSilence)
    let subscriber = VoteSubscriber(stream, from: address) { [weak self] in self?.subscribers.remove($0) }
    stream.handler = subscriber
    subscribers.add(subscriber)
    subscriber.send(last == "\(board.version ?? 0)" ? Self.comment : all)
  }

  static var head: Reply {
    var reply = Reply.json(200, [])
    try? reply.response.fields.set("Content-Type", "text/event-stream")
    // nginx would gather it else.
    reply.add("X-Accel-Buffering", "no")
    return reply
  }

  private func tell(_ change: VoteBoard.Change) {
    guard count > 0 else { return }
    switch change {
    case .all: write(all)
    case .votes(let entries): for entry in entries { write(Self.event(entry)) }
    }
  }

  private func write(_ bytes: [UInt8]) {
    let slice = ByteSlice(copying: bytes)
    for subscriber in subscribers.elements {
      if subscriber.outboxCount > Self.outboxLimit { subscriber.drop() } else { subscriber.send(slice) }
    }
  }

  /// Who has taken nothing of what waited at the last one is dropped.
  private func beat() {
    for subscriber in subscribers.elements { subscriber.beat(Self.comment) }
  }

  func close() {
    for timer in timers { timer.cancel() }
    for subscriber in subscribers.elements { subscriber.end() }
  }

  // MARK: - Events

  private static let comment = Array(":\n\n".utf8)

  private var all: [UInt8] {
    Self.event("votes", board.version ?? 0, VoteRoutes.list(board.votes))
  }

  private static func event(_ entry: VoteBoard.Entry) -> [UInt8] { event("vote", entry.changedAt, entry.vote.summary) }

  /// JSON is written without line breaks.
  private static func event(_ name: String, _ id: Int64, _ json: [UInt8]) -> [UInt8] {
    Array("event: \(name)\nid: \(id)\ndata: ".utf8) + json + Array("\n\n".utf8)
  }
}

/// One who listens. What they send is not looked at.
private final class VoteSubscriber: StreamHandler, Slotted {
  var slot: Int32 = -1
  let address: String
  private let stream: Stream
  private let onEnd: (VoteSubscriber) -> Void
  /// Bytes that were written for them.
  private var written = 0
  /// How many of them had been taken at the last heartbeat, if others waited then.
  private var takenBefore: Int?

  init(_ stream: Stream, from address: String, onEnd: @escaping (VoteSubscriber) -> Void) {
    self.address = address
    self.stream = stream
    self.onEnd = onEnd
  }

  var outboxCount: Int { stream.outboxCount }
  func send(_ bytes: [UInt8]) { send(ByteSlice(copying: bytes)) }

  func send(_ slice: ByteSlice) {
    written += slice.count
    stream.write(slice)
  }

  func drop() { stream.abort() }
  func end() { stream.closeAfterFlush() }

  func beat(_ comment: [UInt8]) {
    let taken = written - stream.outboxCount
    if taken == takenBefore { return drop() }
    takenBefore = stream.outboxCount > 0 ? taken : nil
    send(comment)
  }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {}
  func streamEndedReading(_ stream: Stream) { stream.close() }
  func stream(_ stream: Stream, closed reason: CloseReason) { onEnd(self) }
}
