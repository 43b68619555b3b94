import Base
import Broker
import Chat
import JSON
import MemoryBroker
import WebSocket

/// A hub with a clock that stands still until it is moved, on a store that several may share.
final class TestHub {
  let hub: Hub
  let broker: LossyBroker

  init(_ fleet: TestFleet, instance: String = "a", change: (inout HubConfiguration) -> Void = { _ in }) {
    var configuration = HubConfiguration()
    configuration.instance = instance
    configuration.messageRate = 0
    configuration.requestRate = 0
    configuration.quotas = .off
    change(&configuration)
    broker = LossyBroker(MemoryBroker(store: fleet.store, instance: instance))
    hub = Hub(configuration: configuration, broker: broker, entropy: CountingEntropy(instance))
    hub.time = HubTime(now: .distantPast + .seconds(1), wallClock: fleet.clock.now)
  }

  /// A connected client, welcomed when it has a name.
  func client(_ name: String? = nil, from address: String = "") -> TestClient {
    let client = TestClient(self, address: address)
    if let name { client.ask(#"{"type":"hello","version":1,"name":"\#(name)"}"#) }
    return client
  }

  func pass(seconds: Int) {
    for _ in 0..<seconds * Hub.ticksPerSecond {
      hub.time.now += .seconds(1) / Hub.ticksPerSecond
      hub.tick()
      endTurn()
    }
  }

  /// Lets replies and broadcasts come, as the next turns would, until there are none.
  func endTurn() {
    repeat {
      broker.drain()
      hub.endTurn()
    } while broker.drain()
  }
}

/// What several hubs share.
final class TestFleet {
  final class Clock { var now: Int64 = 1_700_000_000_000 }
  let clock = Clock()
  let store: MemoryStore

  init(
    backlog: Int = 10_000, seconds: Int = 604_800, epoch: String = "epoch",
    capacities: MemoryStore.Capacities = .init()
  ) {
    let clock = clock
    store = MemoryStore(
      limits: BacklogLimits(messages: backlog, seconds: seconds), capacities: capacities, clock: { clock.now },
      makeEpoch: { epoch }, soon: { _ in })
  }
}

/// One client of a hub: what it is sent is read at once, as it would be at the end of a turn.
final class TestClient: ClientTransport {
  private let hub: TestHub
  private(set) var client: Client?
  private var bytes: [UInt8] = []
  private(set) var closeCode: UInt16?
  /// Bytes of the longest event that was read.
  private(set) var longestRead = 0
  var spareBytes = Int.max

  init(_ hub: TestHub, identity: Identity? = nil, address: String = "") {
    self.hub = hub
    client = hub.hub.connect(self, identity: identity, from: address, isOperator: false)
  }

  /// For as long as one long-poll call.
  private init(_ hub: TestHub, polling identity: Identity, address: String) {
    self.hub = hub
    client = hub.hub.connect(self, as: identity, from: address, isOperator: false)
  }

  /// What one long-poll call of the same user brings, with one request in it.
  func poll(as identity: Identity, from address: String, _ json: String) -> [JSONObject] {
    let call = TestClient(hub, polling: identity, address: address)
    if let request = try? JSONParser.parseObject(Array(json.utf8)) { call.client?.receive(request) }
    if let client = call.client { hub.hub.keepRates(of: client) }
    defer { call.disconnect() }
    return call.read()
  }

  func deliver(_ frames: ByteSlice) { bytes += frames.bytes }
  func close(_ code: CloseCode, reason: String) { closeCode = closeCode ?? code.rawValue }

  /// Sends a request and returns all that came until the end of the turn.
  @discardableResult
  func ask(_ json: String) -> [JSONObject] {
    Array(json.utf8).withUnsafeBytes { client?.receive($0) }
    return read()
  }

  /// All that has come since the last time.
  func read() -> [JSONObject] {
    hub.endTurn()
    defer { bytes = [] }
    return bytes.withUnsafeBytes { frames in
      EventFrames(frames).compactMap { event in
        longestRead = max(longestRead, event.count)
        return try? JSONParser.parseObject(event)
      }
    }
  }

  func disconnect() {
    client?.disconnected()
    client = nil
  }
}

/// The same words every time.
final class CountingEntropy: Entropy {
  private var numbers: SplitMix64

  init(_ seed: String) {
    numbers = SplitMix64(seed: seed.utf8.reduce(14_695_981_039) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
  }

  func next() -> UInt64 { numbers.next() }
}

extension [JSONObject] {
  func of(_ type: String) -> [JSONObject] { filter { $0["type"]?.string == type } }
  var types: [String] { compactMap { $0["type"]?.string } }
  /// The texts of the messages among them.
  var texts: [String] { of("message").compactMap { $0["text"]?.string } }
}
