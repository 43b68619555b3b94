import Base
import Broker
import MemoryBroker
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("Quotas hold over the fleet")
struct FleetQuotaTests {
  /// Three instances of one fleet, and one user who is on all of them.
  private final class Spread {
    let fleet = TestFleet()
    let hubs: [TestHub]
    let clients: [TestClient]
    let isPolling: Bool

    init(
      quotas: Quota.Switch = .on, isPolling: Bool = false, loses: Bool = false, user: (inout Quota) -> Void = { _ in },
      address: (inout Quota) -> Void = { _ in }
    ) {
      let fleet = fleet
      var (ofUser, ofAddress) = (Quota.unlimited, Quota.unlimited)
      user(&ofUser)
      address(&ofAddress)
      let hubs = ["a", "b", "c"].map { instance in
        TestHub(fleet, instance: instance) { configuration in
          configuration.quotas = quotas
          configuration.userQuota = ofUser
          configuration.addressQuota = ofAddress
        }
      }
      for hub in hubs { hub.broker.losesBroadcasts = loses }
      let ann = hubs[0].client("Ann", from: "10.0.0.1")
      self.hubs = hubs
      self.isPolling = isPolling
      clients =
        [ann]
        + hubs.dropFirst().map { hub in
          let client = TestClient(hub, identity: ann.client?.identity, address: "10.0.0.1")
          client.ask(#"{"type":"hello"}"#)
          return client
        }
    }

    /// Lets a twentieth of a second pass on all instances.
    func step() {
      for hub in hubs {
        hub.hub.time.now += .seconds(1) / Hub.ticksPerSecond
        hub.hub.tick()
        hub.endTurn()
      }
    }

    func pass(seconds: Int) { for _ in 0..<seconds * Hub.ticksPerSecond { step() } }

    /// The answers to a request through one instance after the other, twenty times a second.
    func ask(for seconds: Int, _ request: (Int) -> String) -> [JSONObject] {
      var answers: [JSONObject] = []
      for number in 0..<seconds * Hub.ticksPerSecond {
        for (place, client) in clients.enumerated() { answers += ask(client, request(3 * number + place)) }
        step()
      }
      return answers
    }

    private func ask(_ client: TestClient, _ json: String) -> [JSONObject] {
      guard isPolling, let identity = client.client?.identity else { return client.ask(json) }
      return client.poll(as: identity, from: "10.0.0.1", json)
    }

    var reports: Int { hubs.reduce(0) { $0 + $1.hub.counters.usageReportsSent } }
    var charged: Int { hubs.reduce(0) { $0 + $1.hub.counters.usagesCharged } }
  }

  private func message(_ number: Int, length: Int = 1) -> String {
    let text = String(repeating: "x", count: length)
    return #"{"type":"send","room":"lobby","id":"m\#(number)","text":"\#(text)"}"#
  }

  private func join(_ number: Int) -> String { #"{"type":"join","room":"room-\#(number)"}"# }

  @Test("who writes through three instances writes no more than through one, and a little", arguments: [false, true])
  func messages(isPolling: Bool) {
    let spread = Spread(isPolling: isPolling, user: { $0.messages = 10 })
    let sent = spread.ask(for: 10) { message($0) }.of("sent").count
    #expect((100...160).contains(sent), "\(sent) and not 130, or 390")
    #expect(spread.reports > 0 && spread.charged > 0)
    spread.pass(seconds: 60)
    #expect(spread.clients.flatMap { $0.ask(message(9_999)) }.of("sent").count == 3, "it comes back")
  }

  @Test("the same from one address, whoever writes")
  func addresses() {
    let spread = Spread(address: { $0.messages = 10 })
    let sent = spread.ask(for: 10) { message($0) }.of("sent").count
    #expect((100...160).contains(sent), "\(sent) and not 130, or 390")
    let bob = spread.hubs[1].client("Bob", from: "10.0.0.2")
    #expect(bob.ask(message(1)).of("sent").count == 1, "another address is not concerned")
  }

  @Test("new rooms of an hour are counted over the fleet, rooms that there were cost nothing anywhere")
  func newRooms() {
    let spread = Spread(user: { $0.newRooms = 40 })
    let writer = TestHub(spread.fleet, instance: "w").client("Writer")
    for number in 0..<60 { writer.ask(#"{"type":"send","room":"room-\#(number)","id":"w","text":"t"}"#) }
    #expect(spread.ask(for: 1) { join($0) }.of("joined").count == 60)
    #expect(spread.reports == 0)
    let joined = spread.ask(for: 2) { join(1_000 + $0) }.of("joined").count
    #expect((40...56).contains(joined), "\(joined) and not 40, or 120")
  }

  @Test("people written to for the first time and bytes are counted over the fleet")
  func hourlyCounts() {
    let spread = Spread(user: { $0.contacts = 16 })
    let elsewhere = TestHub(spread.fleet, instance: "w")
    let others = (0..<60).map { elsewhere.client("Other \($0)") }
    let sent = spread.ask(for: 1) { #"{"type":"send","room":"@other \#($0)","id":"c","text":"hi"}"# }.of("sent").count
    #expect((16...22).contains(sent), "\(sent) of \(others.count)")
    let bytes = Spread(user: { $0.bytes = 30_000 })
    let stored = bytes.ask(for: 1) { message($0, length: 500) }.of("sent").count
    #expect((30...42).contains(stored), "\(stored) of 60")
  }

  @Test("sessions of an hour are counted over the fleet, by the address")
  func signIns() {
    let spread = Spread(address: { $0.signIns = 17 })
    var welcomed = 1
    for number in 0..<20 {
      for (place, hub) in spread.hubs.enumerated() {
        let client = hub.client(from: "10.0.0.1")
        welcomed += client.ask(#"{"type":"hello","name":"Guest \#(number) \#(place)"}"#).of("welcome").count
      }
      spread.step()
    }
    #expect((17...24).contains(welcomed), "\(welcomed) of 61")
  }

  @Test("reads wait for what was read elsewhere")
  func storeTime() {
    let spread = Spread(user: { $0.storeTime = 1 })
    let reader = spread.clients[0]
    for number in 0..<100 { reader.ask(#"{"type":"rooms","id":"\#(number)"}"#) }
    spread.step()
    let other = spread.hubs[1].hub
    #expect(other.limits.isPaced(reader.client?.user.id ?? "", from: nil, now: other.time.now))
    spread.pass(seconds: 4)
    #expect(!other.limits.isPaced(reader.client?.user.id ?? "", from: nil, now: other.time.now))
  }

  @Test("who only talks is never told of, nor is anybody where there are no quotas")
  func ordinaryPeople() {
    let talking = Spread(user: { $0 = .ofUser }, address: { $0 = .ofAddress })
    for number in 0..<60 {
      #expect(talking.clients[0].ask(message(number)).of("sent").count == 1)
      talking.pass(seconds: 2)
    }
    #expect(talking.reports == 0)
    let off = Spread(quotas: .off, user: { $0.messages = 1 })
    #expect(off.ask(for: 2) { message($0) }.of("sent").count == 120)
    #expect(off.reports == 0 && off.charged == 0)
  }

  @Test("a report that is lost has nobody refused; an instance that has just begun knows nothing")
  func lostReports() {
    let deaf = Spread(loses: true, user: { $0.messages = 2 })
    #expect(deaf.ask(for: 1) { message($0) }.of("sent").count == 3 * 7, "six at once, and one that came back")
    let spread = Spread(user: { $0.messages = 2 })
    _ = spread.ask(for: 1) { message($0) }
    let begun = TestHub(spread.fleet, instance: "d") { configuration in
      configuration.quotas = .on
      configuration.userQuota = .unlimited
      configuration.userQuota.messages = 2
    }
    let client = TestClient(begun, identity: spread.clients[0].client?.identity)
    client.ask(#"{"type":"hello"}"#)
    #expect((0..<9).flatMap { client.ask(message(1_000 + $0)) }.of("sent").count == 6)
  }

  // MARK: - Reports

  private let start = Instant.distantPast + .seconds(1)

  private func limits(_ change: (inout Quota) -> Void = { _ in }) -> Limits {
    var quota = Quota.ofUser
    change(&quota)
    return Limits(user: quota, address: quota)
  }

  @Test("many who take much are told of in few reports, each once")
  func boundedReports() {
    let limits = limits()
    for number in 0..<500 { limits.charge(.milliseconds(60), to: "u\(number)", from: nil, now: start) }
    var reports = 0
    var told: [QuotaHolder] = []
    for millisecond in 0..<200 {
      guard let usages = limits.takeNews(now: start + .milliseconds(millisecond)) else { continue }
      reports += 1
      #expect(usages.count <= UsageReport.maximum)
      told += usages.map(\.holder)
    }
    #expect(reports == 3 && told.count == 500 && Set(told).count == 500)
  }

  @Test("what is told is what was taken, in the time in which it comes back, less what leaked away meanwhile")
  func amounts() {
    let limits = limits()
    limits.charge(.milliseconds(11), to: "ann", from: limits.holder(of: "10.0.0.1"), now: start)
    #expect(limits.takeNews(now: start) == nil, "less than an eighth of 90 ms")
    limits.charge(.milliseconds(1), to: "ann", from: limits.holder(of: "10.0.0.1"), now: start)
    let told = limits.takeNews(now: start) ?? []
    let taken = [Usage.Amount("store_time", milliseconds: 399)]
    #expect(
      Set(told.map(\.holder)) == [.user("ann"), .address(AddressDigest(of: "10.0.0.1"))]
        && told.allSatisfy { $0.amounts == taken })
    limits.charge(.milliseconds(11), to: "ann", from: nil, now: start + .seconds(1))
    #expect(limits.takeNews(now: start + .seconds(1)) == nil, "what was told is not told again")
  }

  @Test("what others tell is charged once, to strangers as well, and forgotten once it has come back")
  func strangers() {
    let limits = limits { $0.contacts = 0 }
    let amounts = [
      Usage.Amount("messages", milliseconds: 2_950), Usage.Amount("from_the_future", milliseconds: 9_000),
      Usage.Amount("contacts", milliseconds: 9_000_000), Usage.Amount("rooms", milliseconds: 9_000),
    ]
    let digest = AddressDigest(of: "10.0.0.1")
    #expect(limits.charge([Usage(of: .user("ann"), amounts), Usage(of: .address(digest), amounts)], now: start) == 2)
    #expect(limits.count == 2)
    let message = Price.message(bytes: 0)
    #expect(limits.take(message, by: "ann", from: nil, space: nil, now: start)?.kind == .init(.messages, of: .user))
    let holder = limits.holder(of: "10.0.0.1")
    #expect(limits.count == 2, "the address is the one that was told of")
    #expect(
      limits.take(message, by: "bob", from: holder, space: nil, now: start)?.kind == .init(.messages, of: .address))
    #expect(limits.takeNews(now: start) == nil, "what others told is not told to others")
    #expect(limits.reserve(.contacts, by: "ann", from: nil, now: start) == nil, "what has no limit here has none")
    limits.forget(now: start + .seconds(120))
    #expect(limits.count == 0)
  }

  @Test("strangers of whom little is told are not remembered, nor is more than has room")
  func boundedMemory() {
    let limits = limits()
    let little = [Usage.Amount("requests", milliseconds: 5)]
    #expect(limits.charge([Usage(of: .user("ann"), little), Usage(of: .user("bob"), [])], now: start) == 0)
    let much = [Usage.Amount("bytes", milliseconds: .max)]
    var charged = 0
    for number in 0..<700 {
      charged += limits.charge((0..<300).map { Usage(of: .user("u\(number)x\($0)"), much) }, now: start)
    }
    #expect(charged == 100_000 && limits.count == 100_000)
    #expect(limits.charge([Usage(of: .user("u0x0"), much)], now: start) == 1, "who is known is charged all the same")
    limits.forget(now: start + .seconds(2 * 3_600 + 120))
    #expect(limits.count == 0, "more than an hour's worth is never charged at once")
  }

  @Test("an instance passes over its own reports")
  func ownReports() {
    let hub = TestHub(TestFleet(), instance: "a") { $0.quotas = .on }
    let usage = Usage(of: .user("ann"), [Usage.Amount("messages", milliseconds: 3_000)])
    hub.broker.announce(UsageReport(from: "a", [usage]))
    hub.broker.announce(UsageReport(from: "b", [usage, usage]))
    hub.endTurn()
    #expect(hub.hub.counters.usageReportsReceived == 1 && hub.hub.counters.usagesCharged == 2)
  }
}
