import Base
import EventLoop

/// All clients of a run, and how they come to be: not more than so many at a time.
final class Crowd {
  let reactor: Reactor
  let options: Options
  let entropy = KernelEntropy()
  /// Where the messages go once there are some to come.
  var tally: Tally?
  /// Who moves their read marks meanwhile.
  var readers: Readers?
  private(set) var clients: [Client] = []
  /// How many have come as far as was asked.
  private(set) var arrived = 0
  /// Times from the beginning of a connection until there.
  private(set) var arrivals = Histogram()
  private(set) var failure: Failure?
  private let depth: Client.Phase
  private let resets: Bool
  private var started = 0
  /// Digits only, and always as many: names that look alike are one name to the server.
  private let tag = String(Int.random(in: 1_000_000...9_999_999))

  /// - Parameters:
  ///   - depth: the phase at which a client has arrived.
  ///   - resets: whether it is reset then.
  init(_ reactor: Reactor, _ options: Options, depth: Client.Phase, resets: Bool) {
    self.reactor = reactor
    self.options = options
    self.depth = depth
    self.resets = resets
    clients.reserveCapacity(resets ? 0 : options.clients)
  }

  func name(of index: Int) -> String { "load-\(tag)-\(index)" }
  func roomName(_ room: Int) -> String { "load-\(tag)-\(room)" }

  var hasArrived: Bool { arrived == options.clients }

  /// Starts as many more as may be under way.
  func open() {
    while failure == nil, started < options.clients, started - arrived < options.opening {
      let server = options.servers[started / options.rooms % options.servers.count]
      let client = Client(started, of: self, room: started % options.rooms, server: server)
      started += 1
      if resets { pending[client.index] = client } else { clients.append(client) }
    }
  }

  /// Those of a storm that are under way.
  private var pending: [Int: Client] = [:]

  func advanced(_ client: Client) {
    guard client.phase == depth else { return }
    arrived += 1
    arrivals.record(Clock.monotonic - client.startedAt)
    if resets {
      client.reset()
      pending[client.index] = nil
    }
  }

  func failed(_ failure: Failure) {
    if self.failure == nil { self.failure = failure }
  }

  func close() {
    for client in clients { client.reset() }
    for client in pending.values { client.reset() }
  }
}
