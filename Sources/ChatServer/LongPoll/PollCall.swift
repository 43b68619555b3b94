import Base
import Chat
import ChatProtocol

/// One long-poll call, for as long as it lasts a client of the hub: what is delivered is collected and becomes the
/// answer.
final class PollCall: ClientTransport {
  /// With more than this, rooms that have not been looked at are left for the next call: bytes.
  private static let enough = 1 << 20
  /// More than this is not answered in one call: bytes. What rooms have to say stays far below it; only replies to many
  /// requests come to more.
  private static let longestAnswer = 12 << 20

  /// Of the transport's array; −1 when not in it.
  var place = -1
  /// The loop's time at which an empty answer is better than none: nanoseconds.
  private(set) var deadline: UInt64
  private let exchange: Exchange
  private unowned let transport: LongPollServer
  private var client: Client?
  private var objects: [UInt8] = []
  private var refusal: Refusal?
  private var isImpatient = false

  init(_ exchange: Exchange, deadline: UInt64, transport: LongPollServer) {
    self.exchange = exchange
    self.deadline = deadline
    self.transport = transport
  }

  func begin(_ poll: PollRequest, _ identity: Identity, isOperator: Bool) {
    exchange.forgetRequest()
    exchange.onEnded = { [weak self] in self?.hurry() }
    let client = transport.hub.connect(self, identity: identity, isOperator: isOperator)
    self.client = client
    client.poll(poll)
  }

  // MARK: - ClientTransport

  func deliver(_ frames: ByteSlice) {
    guard refusal == nil else { return }
    var reader = FrameReader(frames.bytes)
    while let object = reader.next() {
      guard objects.count + object.count < Self.longestAnswer else {
        objects = []
        refusal = Refusal(.tooLarge, "That is too much for one answer; ask for less at once.")
        break
      }
      objects.append(objects.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
      objects.append(contentsOf: object)
    }
    transport.touched(self)
  }

  func close(_ code: UInt16, reason: String) { hurry() }

  var spareBytes: Int { max(Self.enough - objects.count, 0) }
  /// The next call finds its way by itself.
  var lasts: Bool { false }

  // MARK: - The answer

  /// Waits no longer than for what was asked.
  func hurry() {
    deadline = 0
    transport.touched(self)
  }

  /// Whether the answer can be given: everything that was asked is answered, and there is something to tell or no more
  /// time. An answer without the replies would lose them: nothing is kept between calls.
  func isComplete(at now: UInt64) -> Bool {
    guard let client, exchange.isAwaited else { return true }
    if refusal != nil { return true }
    return client.answersDue <= 0 && (!objects.isEmpty || now >= deadline)
  }

  /// Whether it has something to tell and waits for nothing but its replies, for the first time: the last of them may be
  /// silent.
  func becomesImpatient() -> Bool {
    guard !isImpatient, !objects.isEmpty else { return false }
    isImpatient = true
    return true
  }

  func finish() {
    client?.disconnected()
    client = nil
    if let refusal { return exchange.answer(.refusal(refusal)) }
    if objects.isEmpty { objects.append(UInt8(ascii: "[")) }
    objects.append(UInt8(ascii: "]"))
    exchange.answer(.json(200, objects))
    objects = []
  }
}
