import Base
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import ChatTestSupport
@testable import JSON

@Suite("Reads of the store")
struct StoreReadsTests {
  /// Begun reads, which end when they are told to.
  private final class Reads {
    var begun: [String] = []
    var ends: [(TimeSpan) -> Void] = []

    func read(_ name: String) -> StoreReads.Read {
      return { ended in
        self.begun.append(name)
        self.ends.append(ended)
      }
    }

    func endFirst(after time: TimeSpan = .zero) { ends.removeFirst()(time) }
  }

  private let hub = TestHub(TestFleet()) { configuration in
    configuration.quotas = .on
    configuration.userQuota = .unlimited
    configuration.userQuota.storeTime = 10
    configuration.addressQuota = .unlimited
    configuration.addressQuota.storeTime = 20
  }

  private func client(_ name: String, from address: String = "") throws -> Client {
    try #require(hub.client(name, from: address).client)
  }

  @Test("one of a user at a time, in order, however many connections ask")
  func oneOfAUser() throws {
    let reads = Reads()
    let (ann, bob) = (try client("Ann"), try client("Bob"))
    for number in 1...3 { #expect(ann.read(reads.read("ann \(number)"))) }
    #expect(bob.read(reads.read("bob 1")))
    #expect(reads.begun == ["ann 1", "bob 1"])
    reads.endFirst()
    #expect(reads.begun == ["ann 1", "bob 1", "ann 2"])
    reads.endFirst()
    reads.endFirst()
    #expect(reads.begun == ["ann 1", "bob 1", "ann 2", "ann 3"])
  }

  @Test("few of all users at a time, each in turn")
  func fewAtATime() throws {
    let reads = Reads()
    let clients = try (1...40).map { try client("User \($0)") }
    for round in 1...3 { for client in clients { #expect(client.read(reads.read("\(client.user.name) \(round)"))) } }
    let atOnce = reads.begun.count
    #expect((2...32).contains(atOnce))
    while !reads.ends.isEmpty {
      #expect(reads.ends.count <= atOnce)
      reads.endFirst()
    }
    #expect(reads.begun.count == 120)
    #expect(Set(reads.begun.prefix(40)).count == 40 && reads.begun.prefix(40).allSatisfy { $0.hasSuffix(" 1") })
  }

  @Test("whoever has used up their share waits, and nobody else does")
  func pacing() throws {
    let reads = Reads()
    let (ann, bob) = (try client("Ann"), try client("Bob"))
    #expect(ann.read(reads.read("ann 1")))
    reads.endFirst(after: .milliseconds(50))  // Three seconds' worth are 30 ms.
    #expect(ann.read(reads.read("ann 2")))
    #expect(bob.read(reads.read("bob 1")))
    #expect(reads.begun == ["ann 1", "bob 1"])
    hub.pass(seconds: 1)
    #expect(reads.begun == ["ann 1", "bob 1"])
    hub.pass(seconds: 2)
    #expect(reads.begun == ["ann 1", "bob 1", "ann 2"])
  }

  @Test("users of one address share its part")
  func addresses() throws {
    let reads = Reads()
    let (ann, bob) = (try client("Ann", from: "10.0.0.1"), try client("Bob", from: "10.0.0.1"))
    let eve = try client("Eve", from: "10.0.0.2")
    #expect(ann.read(reads.read("ann 1")))
    reads.endFirst(after: .milliseconds(100))
    #expect(bob.read(reads.read("bob 1")))
    #expect(eve.read(reads.read("eve 1")))
    #expect(reads.begun == ["ann 1", "eve 1"])
    hub.pass(seconds: 4)
    #expect(reads.begun.contains("bob 1"))
  }

  @Test("no more of a user wait than may, and the rest is refused")
  func bounded() throws {
    let reads = Reads()
    let ann = try client("Ann")
    let taken = (0..<1_000).prefix { ann.read(reads.read("\($0)")) }.count
    #expect((16...512).contains(taken))
    while !reads.ends.isEmpty { reads.endFirst() }
    #expect(reads.begun.count == taken)
    #expect(ann.read(reads.read("again")))
  }

  @Test("whoever waits for a part of the store that is silent is in nobody's way, but there are not endlessly many")
  func silentParts() throws {
    let reads = Reads()
    let (near, far) = (try #require(RoomName("near")), try #require(RoomName("far")))
    let clients = try (1...400).map { try client("User \($0)") }
    for client in clients.prefix(40) { #expect(client.read(of: far, reads.read("far"))) }
    #expect(try client("Ann").read(of: near, reads.read("near")))
    let atOnce = reads.begun.count
    #expect(atOnce < 40 && !reads.begun.contains("near"))
    hub.broker.silentRooms = [far]
    hub.hub.storeReads.tick()
    #expect(reads.begun.count == 41 && reads.begun.contains("near"))
    for client in clients.dropFirst(40) { #expect(client.read(of: far, reads.read("far"))) }
    #expect((100...200).contains(reads.begun.count))
    // It answers again: what is under way is counted, and all get their turn.
    hub.broker.silentRooms = []
    while !reads.ends.isEmpty { reads.endFirst() }
    #expect(reads.begun.count == 401)
  }

  @Test("an operator waits for a turn, but for no share")
  func operators() throws {
    let reads = Reads()
    let ann = try client("Ann")
    let boss = hub.hub.connect(ann.transport, identity: nil, isOperator: true)
    let queue = StoreReads(limits: hub.hub.limits, limit: 1, isAnswering: { _ in true }) { [hub] in hub.hub.time.now }
    #expect(queue.perform(for: ann, of: nil, reads.read("ann")))
    for number in 1...2 { #expect(queue.perform(for: boss, of: nil, reads.read("boss \(number)"))) }
    #expect(reads.begun == ["ann"])
    reads.endFirst()
    #expect(reads.begun == ["ann", "boss 1"])
    reads.endFirst(after: .seconds(1))
    #expect(reads.begun == ["ann", "boss 1", "boss 2"])
  }

  @Test("thousands that end at once need no depth")
  func endingAtOnce() throws {
    let reads = Reads()
    let clients = try (1...2_000).map { try client("User \($0)") }
    var ended = 0
    for client in clients.prefix(16) { #expect(client.read(reads.read("long"))) }
    for client in clients {
      #expect(
        client.read { end in
          ended += 1
          end(.zero)
        })
    }
    while !reads.ends.isEmpty { reads.endFirst() }
    #expect(ended == 2_000)
  }

  @Test("members are read once for all who ask within a second, unless somebody came or went")
  func members() throws {
    let hub = TestHub(TestFleet())
    let clients = (1...5).map { hub.client("User \($0)") }
    for client in clients { client.ask(#"{"type":"join","room":"lobby"}"#) }
    func count(_ client: TestClient) -> Int64? {
      client.ask(#"{"type":"members","id":"m","room":"lobby"}"#).of("members").first?["count"]?.integer
    }
    hub.pass(seconds: 2)
    let before = hub.broker.memberReads
    for client in clients + clients { #expect(count(client) == 5) }
    #expect(hub.broker.memberReads == before + 1)
    hub.pass(seconds: 1)
    #expect(count(clients[0]) == 5)
    #expect(hub.broker.memberReads == before + 2)
    hub.client("New").ask(#"{"type":"join","room":"lobby"}"#)
    #expect(count(clients[0]) == 6)
    clients[1].ask(#"{"type":"leave","room":"lobby"}"#)
    #expect(count(clients[0]) == 5)
  }

  @Test("whoever comes while members are read is among those that they are told, and others again")
  func comingMeanwhile() throws {
    let hub = TestHub(TestFleet())
    let (ann, bob, cid) = (hub.client("Ann"), hub.client("Bob"), hub.client("Cid"))
    ann.ask(#"{"type":"join","room":"lobby"}"#)
    hub.pass(seconds: 2)
    hub.broker.holdsMembers = true
    let request = #"{"type":"members","room":"lobby"}"#
    #expect(ann.ask(request).of("members").isEmpty)
    bob.ask(#"{"type":"join","room":"lobby"}"#)
    for client in [bob, cid] { #expect(client.ask(request).of("members").isEmpty) }
    hub.broker.release()
    let counts = [ann, bob, cid].map { $0.read().of("members").first?["users"]?.array?.count }
    #expect(counts == [1, 2, 2])
    #expect(ann.ask(request).of("members").first?["users"]?.array?.count == 2)
  }

  @Test("a long list of members costs whoever asks more than a short one, also when nothing is read for it")
  func longLists() {
    let hub = TestHub(TestFleet()) { configuration in
      configuration.quotas = .on
      configuration.userQuota = .unlimited
      configuration.userQuota.storeTime = 2
      configuration.addressQuota = .unlimited
    }
    let crowd = (1...200).map { hub.client("User \($0)") }
    for client in crowd { client.ask(#"{"type":"join","room":"hall"}"#) }
    crowd[0].ask(#"{"type":"join","room":"den"}"#)
    hub.pass(seconds: 2)
    func answers(of room: String, to client: TestClient) -> Int {
      (1...120).prefix { _ in client.ask(#"{"type":"members","room":"\#(room)"}"#).of("members").count == 1 }.count
    }
    for room in ["hall", "den"] { #expect(answers(of: room, to: hub.client("First of \(room)")) > 0) }
    let reads = hub.broker.memberReads
    let (long, short) = (answers(of: "hall", to: hub.client("Ann")), answers(of: "den", to: hub.client("Bob")))
    #expect(hub.broker.memberReads == reads)
    #expect(long > 10 && short > 2 * long)
  }
}
