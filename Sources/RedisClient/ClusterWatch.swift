import Base
import EventLoop

/// Learns again and again which node of a cluster has which slots, from any of its nodes: now and then, and soon after it was
/// told that something has changed.
package final class ClusterWatch: RedisLinkOwner {
  /// How often a node is asked without a reason, and at most.
  private static let interval: TimeSpan = .seconds(1)
  private static let pause: TimeSpan = .milliseconds(50)
  /// A node that says nothing for this long is given up, and another one asked.
  private static let silence: TimeSpan = .seconds(2)
  /// One that has not greeted by then is left for another.
  private static let greetingTimeout: TimeSpan = .seconds(1)

  private let reactor: Reactor
  private let link: RedisLink
  private let seeds: [RedisAddress]
  private var writer = CommandWriter()
  private var timer: Timer?
  private var soon: Timer?
  private var askedAt: Instant = .distantPast
  private var heardAt: Instant = .distantPast
  /// What replies are owed, in order.
  private var owed = Queue<Question>()
  private var isDown: String?
  /// Whether the nodes themselves take some slots' primary for dead, or not there.
  package private(set) var hasLostSlots = false
  /// Told what a node knows, also when that is nothing new.
  package var onMap: (SlotMap) -> Void = { _ in }

  private enum Question { case state, slots }

  package init(_ reactor: Reactor, _ configuration: RedisConfiguration, seeds: [RedisAddress]) {
    self.reactor = reactor
    self.seeds = seeds
    var configuration = configuration
    configuration.answerTimeout = min(configuration.answerTimeout, Self.greetingTimeout)
    link = RedisLink(reactor, configuration, to: .cluster(seeds: seeds))
    link.owner = self
    link.greetings = { [unowned self] in admission(&self.writer, configuration) }
  }

  /// The node that is asked at the moment.
  package var node: RedisAddress? { link.isUp ? link.server?.address : nil }

  /// Why nothing is known of the cluster.
  package var reason: String { isDown ?? link.reason }

  package func start() {
    timer = reactor.every(Self.interval) { [weak self] in self?.turn() }
    link.start()
  }

  package func end() {
    timer?.cancel()
    soon?.cancel()
    link.end()
  }

  /// Something has changed: asks soon.
  package func refresh() {
    guard soon == nil else { return }
    let due = askedAt + Self.pause
    let span = due > reactor.now ? due - reactor.now : .milliseconds(0)
    soon = reactor.after(span) { [weak self] in
      self?.soon = nil
      self?.ask()
    }
  }

  func linkIsUp() {
    heardAt = reactor.now
    ask()
  }

  func linkIsDown(_ reason: String) { owed.removeAll() }

  private func turn() {
    if link.isUp, !owed.isEmpty, reactor.now - heardAt > Self.silence { return link.lose("the node is silent") }
    ask()
  }

  private func ask() {
    guard link.isUp, owed.isEmpty else { return }
    askedAt = reactor.now
    for (question, word) in [(Question.state, "INFO"), (.slots, "SLOTS")] {
      link.write(
        writer.command {
          $0.add("CLUSTER" as StaticString)
          $0.add(word)
        })
      owed.append(question)
    }
  }

  func link(received reply: ReplyCursor) {
    heardAt = reactor.now
    guard let question = owed.popFirst() else { return link.lose("Redis answered what was not asked") }
    if let error = reply.error { return link.lose(RedisFailure(reply: error).reason) }
    var reply = reply
    switch question {
    case .state:
      // One that is cut off, or takes the others for dead, knows nothing that is worth more than what is known.
      let state = reply.text() ?? ""
      let isWell = state.contains("cluster_state:ok")
      hasLostSlots = !state.contains("cluster_slots_ok:\(HashSlot.count)")
      isDown = isWell ? nil : "the cluster is down, as \(link.server?.address.description ?? "a node") says"
    case .slots: take(&reply)
    }
  }

  private func take(_ reply: inout ReplyCursor) {
    guard let node = link.server?.address, let map = SlotMap(&reply, toldBy: node) else {
      return link.lose(RedisFailure.unreadable.reason)
    }
    if let isDown { return link.lose(isDown) }
    // Whoever is there now is asked when this node is gone, and whoever was named at first.
    link.place = .cluster(seeds: map.nodes + seeds.filter { !map.nodes.contains($0) })
    onMap(map)
  }
}
