import Base
import MemoryBroker
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("Every request has its price")
struct PriceTests {
  /// One of each kind, as somebody asks who wrote a message in the room.
  private func sample(_ kind: ClientRequest.Kind) -> String {
    switch kind {
    case .hello: #"{"type":"hello","name":"Ann"}"#
    case .renew: #"{"type":"renew","token":"t"}"#
    case .device: #"{"type":"device"}"#
    case .devices: #"{"type":"devices"}"#
    case .revoke: #"{"type":"revoke","others":true}"#
    case .join: #"{"type":"join","room":"hall"}"#
    case .leave: #"{"type":"leave","room":"hall"}"#
    case .send: #"{"type":"send","room":"hall","id":"s","text":"t"}"#
    case .edit: #"{"type":"edit","room":"hall","id":"e","seq":1,"text":"u"}"#
    case .delete: #"{"type":"delete","room":"hall","id":"d","seq":1}"#
    case .react: #"{"type":"react","room":"hall","id":"r","seq":1,"reaction":"👍"}"#
    case .govern: #"{"type":"govern","room":"hall","id":"g","set":{"topic":"t"}}"#
    case .invite: #"{"type":"invite","room":"hall"}"#
    case .report: #"{"type":"report","room":"hall","position":"epoch.0.1.some"}"#
    case .reports: #"{"type":"reports","room":"hall"}"#
    case .resolve: #"{"type":"resolve","room":"hall","position":"epoch.0.1.some"}"#
    case .history: #"{"type":"history","room":"hall"}"#
    case .search: #"{"type":"search","room":"hall","text":"t"}"#
    case .members: #"{"type":"members","room":"hall"}"#
    case .rooms: #"{"type":"rooms"}"#
    case .read: #"{"type":"read","room":"hall","position":"epoch.0.1.some"}"#
    case .marks: #"{"type":"marks"}"#
    case .mentions: #"{"type":"mentions"}"#
    case .typing: #"{"type":"typing","room":"hall"}"#
    case .ping: #"{"type":"ping"}"#
    }
  }

  @Test("whatever asks the store costs its time; only a ping does not", arguments: ClientRequest.Kind.allCases)
  func storeTime(kind: ClientRequest.Kind) throws {
    let request = try ClientRequest(JSONParser.parseObject(Array(sample(kind).utf8)))
    #expect((request.action.price.storeTime > .zero) == (kind != .ping))
  }

  @Test("whatever the store keeps costs bytes", arguments: ClientRequest.Kind.allCases)
  func bytes(kind: ClientRequest.Kind) throws {
    let request = try ClientRequest(JSONParser.parseObject(Array(sample(kind).utf8)))
    let isKept = [.send, .edit, .delete, .react, .govern, .read, .invite, .report, .device].contains(kind)
    #expect((request.action.price.bytes > 0) == isKept)
  }

  @Test("whatever others hear of costs deliveries", arguments: ClientRequest.Kind.allCases)
  func deliveries(kind: ClientRequest.Kind) {
    let hub = TestHub(TestFleet()) { configuration in
      configuration.quotas = .on
      configuration.userQuota = .unlimited
      configuration.userQuota.deliveries = 1
      configuration.addressQuota = .unlimited
    }
    let ann = hub.client("Ann")
    let others = (0..<3).map { hub.client("Other \($0)") }
    ann.ask(#"{"type":"send","room":"hall","id":"first","text":"t"}"#)
    for client in others + (kind == .join ? [] : [ann]) { client.ask(sample(.join)) }
    hub.pass(seconds: 30)
    for client in others { _ = client.read() }
    ann.ask(sample(kind))
    hub.pass(seconds: 1)
    let heard = others.flatMap { $0.read() }
    let id = ann.client?.user.id ?? ""
    let isCharged = hub.hub.limits.exceeded(byDeliveries: 3, by: id, from: nil, now: hub.hub.time.now) != nil
    #expect(isCharged || heard.isEmpty)
    #expect(
      !heard.isEmpty == [.join, .leave, .send, .edit, .delete, .react, .govern, .typing].contains(kind))
  }
}
