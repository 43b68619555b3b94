import Base
import ChatProtocol
import JSON
import NetClient
import WebSocket

/// One connection to one instance, from connecting to its end: says hello, numbers the requests, and finds out what an
/// answer belongs to.
final class Connection {
  /// What an answer is waited for.
  enum Request {
    case join(room: String)
    case leave
    case history((Result<PastMessages, ServerRefusal>) -> Void)
    case search((Result<SearchResults, ServerRefusal>) -> Void)
    case members((Result<MemberList, ServerRefusal>) -> Void)
    case read
    case marks((Result<[RoomReadMark], ServerRefusal>) -> Void)
    case mentions((Result<[RoomMention], ServerRefusal>) -> Void)
    case invite((Result<RoomInvitation, ServerRefusal>) -> Void)
    case device((Result<SignInCode, ServerRefusal>) -> Void)
    case devices((Result<[SignedInDevice], ServerRefusal>) -> Void)
    case revoke((Result<Int, ServerRefusal>) -> Void)
    case reports((Result<[RoomReport], ServerRefusal>) -> Void)
    /// `report` or `resolve`.
    case moderate((Result<Void, ServerRefusal>) -> Void)
    case renew
  }

  /// Counted up by the participant, so that one is never taken for another.
  let number: Int
  let kind: TransportKind
  /// Whom it tells. Not owned: it is owned by it.
  weak var participant: Participant?
  private let transport: any Transport
  /// The application's token that its hello was said with.
  var token: String?
  private var requests: [String: (request: Request, at: Instant)] = [:]
  private var requestCount = 0
  private var now: () -> Instant

  /// When it was begun, was welcomed, was last heard from.
  let begun: Instant
  private(set) var welcomed: Instant?
  private(set) var heard: Instant
  /// When it was last asked for a sign of life, unless one has come since.
  private(set) var probed: Instant?
  /// What the server says about its pings.
  private(set) var pingInterval: TimeSpan = .seconds(25)
  /// The window in which its server wants to be left, said before it had taken over: milliseconds.
  var moveWindow: Int?
  /// What the server said last, if that was why it shuts its user out: the close code does not say until when.
  var lastWord: ServerRefusal?
  /// When it was replaced by another one, for one that is being drained.
  var retired: Instant?

  init(
    number: Int, kind: TransportKind, transport: any Transport, participant: Participant, now: @escaping () -> Instant
  ) {
    self.number = number
    self.kind = kind
    self.transport = transport
    self.participant = participant
    self.now = now
    begun = now()
    heard = begun
    transport.observer = self
  }

  var isWelcomed: Bool { welcomed != nil }

  func open() { transport.open() }

  func welcome(_ welcome: ServerEvent.Welcome) {
    welcomed = now()
    pingInterval = .milliseconds(max(welcome.pingInterval, 100))
  }

  // MARK: Out

  func send(_ json: [UInt8]) { transport.send(json) }

  /// Sends a request that an answer is waited for.
  /// - Parameter make: makes it of its id.
  /// - Returns: the id.
  @discardableResult
  func ask(_ request: Request, _ make: (String) -> [UInt8]) -> String {
    requestCount += 1
    let id = "\(Self.idPrefix)\(requestCount)"
    requests[id] = (request, now())
    transport.send(make(id))
    return id
  }

  /// No message's id begins like this one's: an `error` names only the id that it answers.
  static let idPrefix = "?"

  /// Takes out the request that an answer belongs to.
  func answered(_ id: String?) -> Request? {
    id.flatMap { requests.removeValue(forKey: $0)?.request }
  }

  func probe() {
    guard probed == nil else { return }
    probed = now()
    transport.probe()
  }

  /// When the request that has waited longest was made.
  var oldestRequest: Instant? { requests.values.map(\.at).min() }

  // MARK: Ends

  func close(_ code: CloseCode) { transport.close(code) }

  /// Drops it; the participant hears nothing more of it.
  func abandon() {
    participant = nil
    transport.abandon()
  }

  /// Tells those who wait that no answer will come.
  func failRequests() {
    let waiting = requests.values.map(\.request)
    requests = [:]
    for request in waiting {
      switch request {
      case .join, .leave, .read, .renew: break
      case .history(let completion): completion(.failure(.disconnected))
      case .search(let completion): completion(.failure(.disconnected))
      case .members(let completion): completion(.failure(.disconnected))
      case .marks(let completion): completion(.failure(.disconnected))
      case .mentions(let completion): completion(.failure(.disconnected))
      case .invite(let completion): completion(.failure(.disconnected))
      case .device(let completion): completion(.failure(.disconnected))
      case .devices(let completion): completion(.failure(.disconnected))
      case .revoke(let completion): completion(.failure(.disconnected))
      case .reports(let completion): completion(.failure(.disconnected))
      case .moderate(let completion): completion(.failure(.disconnected))
      }
    }
  }
}

extension Connection: TransportObserver {
  func transportOpened(_ transport: any Transport) { participant?.sayHello(on: self) }

  func transportHeard(_ transport: any Transport) {
    heard = now()
    probed = nil
  }

  func transport(_ transport: any Transport, received object: JSONObject) {
    participant?.connection(self, said: ServerEvent(object))
  }

  func transport(_ transport: any Transport, ended end: ConnectionEnd) {
    participant?.connection(self, ended: end)
  }
}
