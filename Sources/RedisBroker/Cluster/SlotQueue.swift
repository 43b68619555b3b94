import Base
import EventLoop
import RedisClient

/// The calls of one slot on their way, in order.
///
/// Mostly each goes straight to the slot's shard, one behind the other. When one comes back because the slot is elsewhere, or
/// on its way, those that follow are held until all under way have come back; then the first goes ahead alone, to wherever it is
/// sent, and the others follow once it has been answered. So nothing overtakes what has to go again. What would go to another
/// shard than those under way is held likewise, since they may have to go there, too.
final class SlotQueue {
  /// Calls that may be held.
  private static let limit = 1_000
  /// Before the first one tries again, unless it was told where.
  private static let pause: TimeSpan = .milliseconds(20)

  private let reactor: Reactor
  private let lane: Shard.Lane
  private weak var cluster: Cluster?
  private let slot: HashSlot
  private var underWay = 0
  /// Where those go.
  private weak var target: Shard?
  private var lastNumber: UInt64 = 0
  /// Came back while others were under way.
  private var returned: [RoutedCall] = []
  /// Hold on until the first of them is through.
  private var held = Queue<RoutedCall>()
  /// The one that goes ahead, while it is waiting to.
  private var first: RoutedCall?
  private var isAlone = false
  /// The node to be asked for what is on its way to it.
  private var asked: RedisAddress?
  /// How often the first one came back.
  private var attempts = 0
  private var timer: Timer?

  init(_ reactor: Reactor, _ slot: HashSlot, _ lane: Shard.Lane, of cluster: Cluster) {
    self.reactor = reactor
    self.slot = slot
    self.lane = lane
    self.cluster = cluster
  }

  /// Whether nothing is under way or held.
  var isIdle: Bool { underWay == 0 && !isHolding }

  private var isHolding: Bool { isAlone || first != nil || !returned.isEmpty || !held.isEmpty }

  func submit(_ call: RoutedCall) {
    var call = call
    lastNumber += 1
    call.number = lastNumber
    guard isHolding || isElsewhere else { return go(call) }
    guard held.count < Self.limit else {
      return reactor.soon { call.fail(RedisFailure(.unknown, "too many commands wait for a slot of the cluster")) }
    }
    held.append(call)
  }

  /// Whether the slot has moved since what is under way was sent.
  private var isElsewhere: Bool { underWay > 0 && cluster?.shard(of: slot) !== target }

  /// Everything fails.
  func end(_ failure: RedisFailure) {
    timer?.cancel()
    let calls = returned + [first].compactMap { $0 } + held
    returned = []
    first = nil
    held.removeAll()
    for call in calls { call.fail(failure) }
  }

  // MARK: - On the way

  private func go(_ call: RoutedCall) {
    guard let shard = asked.flatMap({ cluster?.shard(askedAt: $0) }) ?? cluster?.shard(of: slot) else {
      return refuse(call)
    }
    guard !shard.isStarting(lane, within: Cluster.startTimeout) else { return wait(for: call) }
    underWay += 1
    target = shard
    call.send(shard, asked != nil) { [weak self] failure in self?.settle(call, on: shard, failure) ?? false }
  }

  /// Nobody has the slot.
  private func refuse(_ call: RoutedCall) {
    let failure = RedisFailure(.unknown, cluster?.reason ?? "this instance ends")
    reactor.soon { call.fail(failure) }
    asked = nil
    if isAlone { release() }
    if isIdle { cluster?.ended(self, slot, lane) }
  }

  /// Its shard has just been heard of.
  private func wait(for call: RoutedCall) {
    first = call
    isAlone = false
    later()
  }

  /// - Returns: whether the call goes out again.
  private func settle(_ call: RoutedCall, on shard: Shard, _ failure: RedisFailure?) -> Bool {
    underWay -= 1
    guard let redirection = failure?.redirection else {
      answered(call)
      return false
    }
    note(redirection, from: shard)
    guard reactor.now < call.deadline else {
      answered(call)
      return false
    }
    if isAlone { first = call } else { returned.append(call) }
    isAlone = false
    goAhead()
    return true
  }

  private func note(_ redirection: Redirection, from shard: Shard) {
    attempts += 1
    cluster?.note(redirection, from: shard.address)
    switch redirection {
    case .moved: asked = nil
    case .ask(let address):
      asked = address.told(by: shard.address)
    case .later:
      asked = nil
      attempts = max(attempts, 2)
    }
  }

  /// One has been answered, well or not.
  private func answered(_ call: RoutedCall) {
    // What was asked of the order is kept by failing: whoever sends again takes the id along.
    if lane == .publications, !isAlone, !returned.isEmpty {
      let overtaken = returned.filter { $0.number < call.number }
      returned.removeAll { $0.number < call.number }
      for call in overtaken { call.fail(RedisFailure(.unknown, "the slot was elsewhere for a moment")) }
    }
    if isAlone, asked == nil {
      release()
    } else {
      // While the slot is on its way each has to find out for itself where to go.
      if isAlone { attempts = 0 }
      isAlone = false
      asked = nil
      goAhead()
    }
    if isIdle { cluster?.ended(self, slot, lane) }
  }

  /// The first is through: the others follow.
  private func release() {
    isAlone = false
    attempts = 0
    let calls = held
    held.removeAll()
    for call in calls { if isHolding { held.append(call) } else { go(call) } }
  }

  /// Sends the first of those that wait ahead, once all that were under way are back.
  private func goAhead() {
    guard underWay == 0, !isAlone, timer == nil else { return }
    if !returned.isEmpty {
      var all = Queue<RoutedCall>()
      returned.sort { $0.number < $1.number }
      for call in returned + [first].compactMap({ $0 }) + held { all.append(call) }
      first = nil
      returned = []
      held = all
    }
    guard first != nil || !held.isEmpty else { return attempts = 0 }
    attempts < 2 ? leave() : later()
  }

  private func later() {
    guard timer == nil else { return }
    timer = reactor.after(Self.pause) { [weak self] in
      guard let self else { return }
      self.timer = nil
      self.leave()
    }
  }

  private func leave() {
    while let call = first ?? held.popFirst() {
      first = nil
      if reactor.now < call.deadline {
        isAlone = true
        return go(call)
      }
      call.fail(RedisFailure(.unknown, "a slot of the cluster was on its way for too long"))
    }
    attempts = 0
    asked = nil
    if isIdle { cluster?.ended(self, slot, lane) }
  }
}
