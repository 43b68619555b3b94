import Base
import Broker
import ChatProtocol

/// Looks sessions up again while their clients are connected: at once where the fleet tells that one has ended, and all of
/// them after an interruption of the subscription, in which that may have gone unheard.
///
/// Notices are hints; only the store ends a session. Whoever is still to be looked up reads on, but what they write waits
/// for it; and during an interruption each write waits for a look-up of its own. So nothing is stored of somebody whose end
/// this instance may have missed, and what is written otherwise costs no command.
final class SessionChecks {
  /// How many are looked up in each of the hub's ticks, 500 a second: 10,000 clients take 20 s, and of the store's time a
  /// fortieth part for each instance.
  static let perTick = 25
  /// Look-ups that are not answered yet, at most.
  static let mostUnderWay = 100

  private unowned let hub: Hub
  private var underWay = 0
  /// Those that a notice names, and those who want to write.
  private var urgent = Queue<Client>()
  private var due = Queue<Client>()

  init(hub: Hub) { self.hub = hub }

  /// How many may still have to be looked up.
  var count: Int { urgent.count + due.count + underWay }

  /// Whether the client's session is known to live, as far as this instance can hear.
  func isSure(of client: Client) -> Bool {
    hub.broker.isListening && !client.isDoubted && client.identity?.interruptions == hub.accounts.interruptions
  }

  /// The subscriptions stand again.
  func begin() {
    hub.accounts.interruptions += 1
    for client in hub.clients { add(client) }
  }

  private func add(_ client: Client) {
    guard !client.isDue else { return }
    client.isDue = true
    due.append(client)
  }

  /// A client is there whose session was looked up before the last interruption.
  func admit(_ client: Client) {
    if client.identity?.interruptions != hub.accounts.interruptions { add(client) }
  }

  /// Something was told about the client's session or its user.
  func doubt(_ client: Client) {
    client.isDoubted = true
    hurry(client)
  }

  /// Something waits to be written until it is known whether the client's session lives.
  func hold(_ client: Client) {
    if client.heldWrites.count == 1 { hurry(client) }
  }

  private func hurry(_ client: Client) {
    guard !client.isBeingChecked else { return }
    underWay < Self.mostUnderWay ? look(at: client) : urgent.append(client)
  }

  /// To be called in each of the hub's ticks.
  func tick() {
    // What is found out during an interruption would have to be found out again.
    guard hub.broker.isListening else { return }
    var looks = 0
    while looks < Self.perTick, underWay < Self.mostUnderWay, let client = due.popFirst() {
      client.isDue = false
      guard client.isConnected, !client.isBeingChecked, !isSure(of: client) else { continue }
      looks += 1
      look(at: client)
    }
  }

  /// Looks a client's session up, and prolongs it.
  /// - Parameter isRenewal: whether that is what it is done for.
  func look(at client: Client, isRenewal: Bool = false) {
    guard let hash = client.sessionHash else { return }
    let held = client.heldWrites.count
    client.isBeingChecked = true
    underWay += 1
    hub.accounts.authenticate(hash, wallClock: hub.time.wallClock) { result in
      self.underWay -= 1
      client.isBeingChecked = false
      self.hub.counters.sessionsChecked += 1
      client.checked(result, judging: held, isRenewal: isRenewal)
      self.goOn(with: client)
    }
  }

  private func goOn(with client: Client) {
    // What came while the look-up was under way is judged by the next one.
    if !client.heldWrites.isEmpty {
      hurry(client)
    } else if client.isConnected, client.isSessionOpen, hub.broker.isListening, !isSure(of: client) {
      // Not answered, or interrupted meanwhile.
      add(client)
    }
    while underWay < Self.mostUnderWay, let next = urgent.popFirst() {
      if !next.isBeingChecked, next.isDoubted || !next.heldWrites.isEmpty { look(at: next) }
    }
  }
}
