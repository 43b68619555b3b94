import Base
import Chat
import ChatProtocol
import NetServer
import WebSocket

/// One long-poll call, for as long as it lasts a client of the hub: what is delivered is collected and becomes the
/// answer.
final class PollCall: ClientTransport, Slotted {
  /// With more than this, rooms that have not been looked at are left for the next call: bytes.
  private static let enough = 1 << 20
  /// More than this is not answered in one call: bytes. What rooms have to say stays far below it; only replies to many
  /// requests come to more.
  private static let longestAnswer = 12 << 20

  /// −1 once it is answered.
  var slot: Int32 = -1
  /// The loop's time at which an empty answer is better than none.
  private(set) var deadline: Instant
  private let exchange: Exchange
  private unowned let server: WaitingPolls
  private var client: Client?
  /// Rooms and requests that the hub has not answered yet.
  private var unanswered = 0
  private var objects: [UInt8] = []
  private var isTooLong = false

  init(_ exchange: Exchange, deadline: Instant, server: WaitingPolls) {
    self.exchange = exchange
    self.deadline = deadline
    self.server = server
  }

  /// Goes on in the rooms from their positions and asks what is to be asked. What comes of it, and then whatever is said
  /// in the rooms, is delivered until `finish`; the user's presence outlasts the pause between two calls by the grace.
  func begin(_ poll: PollRequest, _ identity: Identity, isOperator: Bool) {
    let address = exchange.client.network
    exchange.forgetRequest()
    // Strong, for a weak reference takes eighty bytes: `finish` lets go of it.
    exchange.onEnded = stopWaiting
    let client = server.hub.connect(self, as: identity, from: address, isOperator: isOperator)
    self.client = client
    unanswered = poll.rooms.count + poll.requests.count
    for room in poll.rooms { client.resume(in: room.name, after: room.after) }
    for request in poll.requests { client.receive(request) }
    if server.hub.tellsOwedDirectRooms(to: client, finish: { [weak self] in self?.answered() }) { unanswered += 1 }
    server.hub.tellMissedHints(to: client)
    server.hub.tellNewDevices(to: client)
    server.hub.keepRates(of: client)
  }

  // MARK: - ClientTransport

  func deliver(_ frames: ByteSlice) {
    guard !isTooLong else { return }
    for object in EventFrames(frames.bytes) {
      guard objects.count + object.count < Self.longestAnswer else {
        objects = []
        isTooLong = true
        break
      }
      objects.append(objects.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
      objects.append(contentsOf: object)
    }
    server.touched(self)
  }

  func answered() {
    unanswered -= 1
    server.touched(self)
  }

  func close(_ code: CloseCode, reason: String) { stopWaiting() }

  var spareBytes: Int { max(Self.enough - objects.count, 0) }
  var waitingBytes: Int { objects.count }
  /// The next call finds its way by itself.
  var lasts: Bool { false }

  // MARK: - The answer

  /// Waits no longer than for what was asked.
  func stopWaiting() {
    deadline = .distantPast
    server.touched(self)
  }

  /// Whether the answer can be given: everything that was asked is answered, and there is something to tell or no more
  /// time. An answer without the replies would lose them: nothing is kept between calls.
  func isComplete(at now: Instant) -> Bool {
    guard client != nil, exchange.isAwaited else { return true }
    if isTooLong { return true }
    return unanswered <= 0 && (!objects.isEmpty || now >= deadline)
  }

  func finish() {
    client?.disconnected()
    client = nil
    exchange.onEnded = nil
    guard !isTooLong else {
      return exchange.answer(.refusal(.tooLarge, "That is too much for one answer; ask for less at once."))
    }
    if objects.isEmpty { objects.append(UInt8(ascii: "[")) }
    objects.append(UInt8(ascii: "]"))
    exchange.answer(.json(200, objects))
    objects = []
  }
}
