import Broker
import ChatProtocol
import TestTimeout

/// One instance in a check: its broker with calls that wait for their answer, and a record of what it was told.
package final class ContractInstance: BrokerEvents {
  package let broker: any Broker
  package private(set) var messages: [RoomName: [BroadcastMessage]] = [:]
  package private(set) var typing: [Typing] = []
  package private(set) var presence: [PresenceNotice] = []
  /// What was told of comings and goings, as text.
  package private(set) var notices: [String] = []
  package private(set) var reports: [RoomName: [Report]] = [:]
  package private(set) var resolved: [RoomName: [Position]] = [:]
  package private(set) var fleetEvents: [FleetEvent] = []
  package private(set) var alarms = 0
  private var marks = 0
  private let fleet: any ContractFleet

  /// An instance whose broker delivers.
  package init(_ name: String, on fleet: any ContractFleet) throws {
    self.fleet = fleet
    broker = try fleet.makeBroker(name)
    broker.events = self
    try wait(for: "\(name) to deliver") { broker.condition == .delivering }
  }

  package func broker(received message: BroadcastMessage, in room: RoomName) {
    messages[room, default: []].append(message)
  }
  package func broker(received ephemeral: Ephemeral, in room: RoomName) {
    switch ephemeral {
    case .typing(let it): typing.append(it)
    case .report(let report): reports[room, default: []].append(report)
    case .resolved(let position): resolved[room, default: []].append(position)
    case .presence(let notice):
      presence.append(notice)
      notices.append(String(decoding: notice.json(in: room), as: UTF8.self))
    }
  }
  package func broker(received event: FleetEvent) { fleetEvents.append(event) }
  package func brokerMayHaveMissedMessages() { alarms += 1 }

  // MARK: - Waiting

  /// Nothing came in time.
  package struct TimedOut: Error, CustomStringConvertible {
    package let description: String
  }

  /// Lets the fleet turn until `condition` holds.
  package func wait(for what: String, until condition: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(testTimeout)
    while !condition() {
      guard ContinuousClock.now < deadline else { throw TimedOut(description: "waited in vain for \(what)") }
      fleet.turn()
    }
  }

  /// The reply to a call, which must come once, and not before the call returns.
  @discardableResult
  package func answer<Call: BrokerCall>(_ call: Call) throws -> Call.Reply {
    var replies: [Result<Call.Reply, BrokerFailure>] = []
    broker.perform(call) { replies.append($0) }
    guard replies.isEmpty else { throw Hasty(call: "\(call)") }
    try wait(for: "an answer") { !replies.isEmpty }
    guard replies.count == 1 else { throw TimedOut(description: "a reply came twice") }
    return try replies[0].get()
  }

  /// A reply came before the call returned.
  package struct Hasty: Error { let call: String }

  /// Lets everything that was published or announced before arrive: what comes after it on the same way has arrived.
  package func settle(in room: RoomName) throws {
    let mark = Typing(user: "mark", json: Array("{\"mark\":\(marks)}".utf8))
    marks += 1
    broker.announce(mark, in: room)
    try wait(for: "the mark") { typing.contains(mark) }
    typing.removeAll { $0.user == "mark" }
  }
}

// MARK: - Calls that wait

extension ContractInstance {
  @discardableResult
  package func publish(_ publication: Publication, expecting known: Position? = nil) throws -> Receipt {
    try answer(Publish(publication, expecting: known))
  }

  @discardableResult
  package func publish(_ publication: Publication, judgedBy judgement: Judgement) throws -> Receipt {
    try answer(Publish(publication, judgedBy: judgement))
  }

  package func policy(of room: RoomName) throws -> Policy { try answer(ReadPolicy(of: room)) }

  /// Publishes `count` messages, handed over at once.
  @discardableResult
  package func publish(_ count: Int, in room: RoomName, by author: String = "ann") throws -> [Receipt] {
    var receipts: [Receipt] = []
    var failures: [BrokerFailure] = []
    for number in 1...max(count, 1) {
      broker.perform(Publish(.sample(number, in: room, by: author))) { result in
        switch result {
        case .success(let receipt): receipts.append(receipt)
        case .failure(let failure): failures.append(failure)
        }
      }
    }
    try wait(for: "\(count) receipts") { receipts.count + failures.count == count }
    if let failure = failures.first { throw failure }
    return receipts
  }

  package func synchronize(_ room: RoomName, after position: Position? = nil, limit: Int = 100) throws -> SyncPage {
    try answer(Synchronize(room, after: position, limit: limit))
  }

  package func history(_ room: RoomName, _ range: HistoryRange, limit: Int = 100) throws -> HistoryPage {
    try answer(ReadHistory(of: room, range, limit: limit))
  }

  package func subscribe(to room: RoomName) throws { try answer(Subscribe(to: room)) }

  @discardableResult
  package func updatePresence(_ room: RoomName, present: [User] = [], gone: [User.ID] = []) throws -> Int {
    try answer(UpdatePresence(in: room, present: present, gone: gone))
  }

  package func members(_ room: RoomName, limit: Int = 100) throws -> Members {
    try answer(ListMembers(of: room, limit: limit))
  }

  package func createSession(_ hash: TokenHash, _ user: User, _ skeleton: String, lifetime: Int = 60) throws -> Bool {
    let record = SessionRecord(user: user, created: 1_700_000_000_123)
    return try answer(CreateSession(hash, record, skeleton: skeleton, lifetime: lifetime)) == .made
  }

  package func session(_ hash: TokenHash, lifetime: Int = 60) throws -> SessionRecord? {
    guard case .found(let record, _) = try answer(FindSession(hash, lifetime: lifetime)) else { return nil }
    return record
  }

  package func user(named skeleton: String) throws -> User? {
    try answer(FindUser(named: skeleton))
  }
}
