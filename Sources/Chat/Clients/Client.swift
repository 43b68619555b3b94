import Base
import Broker
import ChatProtocol
import JSON
import WebSocket

/// The protocol's state for one connected client: who it is, which rooms it is in, what it may do.
///
/// There is one for every connection, most of them idle: it is kept small.
package final class Client: Slotted {
  enum Phase: UInt8 {
    /// Nothing but `hello` is admitted.
    case connected
    /// The session is being looked up or made; requests wait.
    case identifying
    case welcomed
    case gone
  }

  let hub: Hub
  let transport: any ClientTransport
  package internal(set) var identity: Identity?
  // The small ones lie behind others that leave a gap.
  /// Joins that are under way, each to be a membership.
  var pendingJoins: Int32 = 0
  /// Where it comes from; `nil` where that is not known, and for operators, whom nothing limits.
  let address: AddressHolder?
  var memberships = Memberships()
  var publicationsInFlight: Int32 = 0
  /// What it may still ask for. A transport whose connections are short hands in what the one before has left.
  package var rates = ClientRates()
  private var nextTypingAt: Instant = .distantPast
  /// What waits until it is known whether the session lives, in order.
  var heldWrites: [(Refusal?) -> Void] = []
  private var early = EarlyRequests()
  /// Refusals for flooding since the last request that was admitted.
  private var floods: Int32 = 0

  /// Of the `ClientTable`.
  package var slot: Int32 = -1
  var nextOfUser: Client?

  var phase = Phase.connected
  /// Whether it is let in during maintenance.
  let isOperator: Bool
  /// Whether something was told about the session or its user that has not been looked up.
  var isDoubted = false
  var isBeingChecked = false
  var isDue = false
  /// Until it is closed because its session has ended.
  var isSessionOpen = true

  init(hub: Hub, transport: any ClientTransport, identity: Identity?, address: AddressHolder?, isOperator: Bool) {
    self.hub = hub
    self.transport = transport
    self.identity = identity
    self.address = address
    self.isOperator = isOperator
    address?.clients += 1
  }

  deinit { address?.clients -= 1 }

  /// Who it is. Before the welcome: nobody.
  package var user: User { identity?.record.user ?? User(id: "0", name: "", kind: .user) }
  package var isConnected: Bool { phase != .gone }
  package var isWelcomed: Bool { phase == .welcomed }
  var sessionHash: TokenHash? { identity?.hash }
  /// In how many rooms it is, or is about to be.
  var roomCount: Int { memberships.count + Int(pendingJoins) }

  // MARK: - In and out

  /// Takes one object from the client.
  package func receive(_ json: UnsafeRawBufferPointer) {
    switch phase {
    case .gone: return
    case .identifying: keep(json)
    case .connected, .welcomed:
      hub.counters.requests += 1
      do { try perform(ClientRequest(json)) } catch { refuse(error) }
    }
  }

  /// Takes one request's object from a client that is known.
  package func receive(_ object: JSONObject) {
    guard phase == .welcomed else { return answer(nil) }
    hub.counters.requests += 1
    do {
      let request = try ClientRequest(object)
      // It is known already; if it says hello all the same, it wants to know what it is told then.
      if case .hello = request.action {
        tellWelcome(token: nil, id: request.id)
        return tellDirectRooms()
      }
      perform(request)
    } catch {
      refuse(error)
    }
  }

  /// What can't be understood counts like any request.
  private func refuse(_ malformed: ClientRequest.Malformed) {
    for follower in hub.followers { follower.misunderstood(malformed.id, by: self, at: hub.time) }
    refuse(refusalOfTurn(isMessage: false) ?? refusal(atPrice: .request(0)) ?? malformed.refusal, id: malformed.id)
  }

  /// The connection has ended, whoever ended it.
  package func disconnected() {
    guard phase != .gone else { return }
    phase = .gone
    early = EarlyRequests()
    // Who was signed out or put out does not come back in a moment; who lacks a new token does.
    let left = !isSessionOpen && !isExpired
    while let membership = memberships.last { membership.room.remove(self, left: left) }
    hub.disconnected(self)
  }

  /// Says something that was not asked for.
  func tell(_ json: [UInt8]) {
    if phase != .gone { transport.deliver(hub.frame(json)) }
  }

  /// The one answer to a request; `nil` where silence is the answer.
  func answer(_ json: [UInt8]?) {
    if let json {
      for follower in hub.followers { follower.answered(json, by: self, at: hub.time) }
      tell(json)
    }
    transport.answered()
  }

  /// - Parameter room: the room of a poll that is refused, as the poll has it.
  func refuse(_ refusal: Refusal, id: String?, about room: String? = nil) {
    hub.counters.requestsRefused += 1
    answer(refusal.json(replyingTo: id, about: room))
  }

  func answer(_ type: StaticString, id: String?, _ write: (inout JSONWriter) -> Void) {
    answer(Self.reply(type, id: id, write))
  }

  static func reply(_ type: StaticString, id: String?, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
    JSONWriter.object { writer in
      writer.member("type", type.description)
      if let id { writer.member("id", id) }
      write(&writer)
    }
  }

  private func keep(_ json: UnsafeRawBufferPointer) {
    guard !early.keep(json, most: hub.configuration.requestsBeforeWelcome) else { return }
    close(.flooding, "too many requests before the welcome")
  }

  func close(_ code: CloseCode, _ reason: String) {
    transport.close(code, reason: reason)
  }

  // MARK: - Requests

  private func perform(_ request: ClientRequest) {
    if case .hello(let version, let session, let name, let kind, let secret, let token, let code) = request.action {
      return hello(
        id: request.id, version: version, session: session, name: name, kind: kind, secret: secret, token: token,
        code: code)
    }
    for follower in hub.followers { follower.requested(request, by: self, at: hub.time) }
    guard phase == .welcomed else {
      refuse(Refusal(.unauthorized, "Say hello first."), id: request.id)
      return close(.helloMissing, "hello missing")
    }
    if let refusal = refusalOfTurn(request) { return refuse(refusal, id: request.id) }
    let mentioned = request.action.mentioned
    if let refusal = refusal(of: request, mentioning: mentioned) { return refuse(refusal, id: request.id) }
    switch request.action {
    case .hello: break
    case .renew(let token): renew(with: token, id: request.id)
    case .device: device(id: request.id)
    case .devices: devices(id: request.id)
    case .revoke(let device): revoke(device, id: request.id)
    case .join(let room, let after, let limit, let invitation):
      join(room, id: request.id, after: after, limit: limit, invitation: invitation)
    case .leave(let room): leave(room, id: request.id)
    case .send(let room, let text, let reply, let data):
      send(text, mentioning: mentioned, replyingTo: reply, data: data, to: room, id: request.id ?? "")
    case .change(let change, let message, let room): self.change(message, by: change, in: room, id: request.id ?? "")
    case .govern(let governing, let room): govern(governing, in: room, id: request.id ?? "")
    case .invite(let room, let until, let renews): invite(to: room, until: until, renews: renews, id: request.id)
    case .report(let room, let position, let reason): report(position, in: room, for: reason, id: request.id)
    case .reports(let room): reports(of: room, id: request.id)
    case .resolve(let room, let position): resolve(position, in: room, id: request.id)
    case .history(let room, let range, let limit): history(of: room, range, id: request.id, limit: limit)
    case .search(let room, let text, let before, let limit):
      search(for: text, in: room, before: before, limit: limit, id: request.id)
    case .members(let room, let withRoles): members(of: room, withRoles: withRoles, id: request.id)
    case .rooms(let start, let limit): rooms(from: start, limit: limit, id: request.id)
    case .read(let room, let position, let isBack): markRead(room, at: position, isBack: isBack, id: request.id)
    case .marks: marks(id: request.id)
    case .mentions: mentions(id: request.id)
    case .typing(let room):
      typing(in: room)
      answer(nil)
    case .ping: answer("pong", id: request.id) { $0.member("time", hub.time.wallClock) }
    }
  }

  /// Why a request is refused before anything is looked for in it.
  private func refusalOfTurn(_ request: ClientRequest) -> Refusal? {
    if hub.maintenance.isOn, !isOperator, request.action != .ping {
      return Refusal(.maintenance, hub.maintenance.message, retryAfter: 10_000)
    }
    return refusalOfTurn(isMessage: request.action.price.messages > 0)
  }

  private func refusalOfTurn(isMessage: Bool) -> Refusal? {
    hub.takeTurn(isMessage: isMessage, for: self).map { refusal(ofFlood: $0) }
  }

  /// Why a request is refused, whatever it asks for.
  private func refusal(of request: ClientRequest, mentioning mentioned: Mentioned) -> Refusal? {
    if let refusal = refusal(atPrice: request.price(of: self, mentioning: mentioned)) { return refusal }
    return request.action.writes ? suspension?.refusalOfSuspended : nil
  }

  /// Takes what something costs, if there is so much left; what stands against it, otherwise.
  private func refusal(atPrice price: Price) -> Refusal? {
    if let exceeded = hub.take(price, for: self) { return refusal(ofFlood: exceeded) }
    floods = 0
    return nil
  }

  private func refusal(ofFlood exceeded: Exceeded) -> Refusal {
    floods += 1
    // A client that goes on sending although it was told to wait is closed.
    if floods > 200 { close(.flooding, "flooding") }
    return counted(exceeded)
  }

  private func typing(in room: String) {
    guard hub.time.now >= nextTypingAt, let room = memberships.room(where: { $0.name.text == room }),
      room.admits(user, .type), may(.type, in: room.name)
    else { return }
    // It has no answer, not even that.
    if let exceeded = hub.take(deliveries: room.typingAudience, for: self) { return _ = counted(exceeded) }
    nextTypingAt = hub.time.now + .seconds(2)
    let json = JSONWriter.object { writer in
      writer.member("type", "typing")
      writer.member("room", room.name.text)
      writer.member("user", object: { $0.user(user) })
    }
    hub.broker.announce(Typing(user: user.id, json: json), in: room.name)
  }

  // MARK: - The welcome

  /// The client is known: it is told so, and what it asked meanwhile is done. The request for it is not done with yet.
  func welcome(_ identity: Identity, token: String?, id: String?) {
    admit(identity)
    tellWelcome(token: token, id: id)
    hub.tellNewDevices(to: self)
    for request in early.takeAll() { request.withUnsafeBytes { receive($0) } }
  }

  func admit(_ identity: Identity) {
    know(identity)
    phase = .welcomed
    hub.welcomed(self)
  }

  func know(_ identity: Identity) {
    self.identity = identity
    // A new token may be for other rooms.
    while let room = memberships.room(where: { !may(.enter, in: $0.name) }) { room.expel(self) }
  }

  // MARK: - What the fleet tells

  /// Somebody wrote to this user in a direct room that this client has not joined.
  func hint(at room: RoomName, from sender: User) {
    guard memberships.room(where: { $0.name == room }) == nil, may(.enter, in: room) else { return }
    tell(
      JSONWriter.object { writer in
        writer.member("type", "direct")
        writer.member("room", room.text)
        writer.member("with", object: { $0.user(sender) })
      })
  }
}
