import Audit
import Base
import ChatClient
import EventLoop
import Glibc

/// An audit from the first connection to the verdict.
final class AuditRun {
  private let options: AuditOptions
  private let reactor: Reactor
  let desk: AuditContext
  private let rooms: [AuditedRoom]
  private let clients: [AuditedClient]
  private var dice: SplitMix64
  private var progress: Progress
  /// A signal has said that it is enough.
  private var isEnough = false
  private var sent = 0
  private let begun = Clock.monotonic

  /// Clients that are on their way in at the same time.
  private static let entering = 100
  /// What comes twice may come late.
  private static let afterglow: TimeSpan = .seconds(1)

  init(_ options: AuditOptions) throws(Failure) {
    self.options = options
    reactor = try makeReactor()
    let desk = try AuditContext(options, reactor)
    let rooms = (0..<options.rooms).map { AuditedRoom(name: "audit-\(desk.run)-\($0)") }
    clients = (0..<options.clients).map { index in
      AuditedClient("c\(index)", Self.way(of: index, options), in: rooms[index % rooms.count], desk: desk)
    }
    for client in clients { client.room.clients.append(client) }
    (self.desk, self.rooms, dice) = (desk, rooms, SplitMix64(seed: options.seed))
    progress = Progress(isQuiet: options.isQuiet, at: begun)
  }

  private static func way(of index: Int, _ options: AuditOptions) -> AuditedClient.Way {
    if index < options.churning { return .churning }
    return index < options.churning + options.polling ? .polling : .webSocket
  }

  /// - Returns: what is to be told, also when it could not be carried through.
  func play() -> AuditReport {
    var failures: [String] = []
    do throws(Failure) {
      try endOnSignal()
      try gather()
      send()
      failures = settle()
    } catch {
      failures = [error.description]
    }
    return AuditReport(
      options, desk, rooms, clients, seconds: (Clock.monotonic - begun).seconds, failures: failures)
  }

  private func endOnSignal() throws(Failure) {
    for signal in [SIGINT, SIGTERM] {
      do {
        try reactor.onSignal(signal) { [weak self] in self?.isEnough = true }
      } catch {
        throw Failure("\(error)")
      }
    }
  }

  private func turn(_ phase: String) {
    reactor.turn(timeout: .milliseconds(20))
    progress.show(at: reactor.now) { "\(phase): \(state)" }
  }

  private var state: String {
    let waiting = clients.reduce(0) { $0 + $1.unanswered }
    let there = clients.count(where: \.isThere)
    return "\(there) of \(clients.count) clients there, \(sent) messages sent, \(waiting) not answered, "
      + "longest gap \(desk.gaps.maximum.milliseconds) ms, \(desk.losses.values.reduce(0, +)) connections lost"
  }

  /// - Parameter awaited: says what it waits for when it takes too long.
  private func wait(_ phase: String, until condition: () -> Bool, awaited: () -> String) throws(Failure) {
    let deadline = Clock.monotonic + .seconds(options.timeout)
    while !condition() {
      guard Clock.monotonic < deadline else { throw Failure("not within \(options.timeout) s: \(awaited())") }
      turn(phase)
    }
  }

  // MARK: Before

  private func gather() throws(Failure) {
    var next = 0
    try wait("gathering") {
      let coming = clients.prefix(next).count { !$0.isThere }
      let end = min(clients.count, next + max(Self.entering - coming, 0))
      for client in clients[next..<end] { client.enter() }
      next = end
      return next == clients.count && clients.allSatisfy(\.isThere)
    } awaited: {
      "everybody to be there; \(state)"
    }
  }

  // MARK: Meanwhile

  private func send() {
    // The sign for whoever will now do something to the servers.
    Console.write("sending (seed \(options.seed))")
    let churn = clients.prefix(options.churning).map { leaveLater($0) }
    let start = Clock.monotonic
    while !isDone {
      let due = Int((Clock.monotonic - start).seconds * Double(options.rate))
      let most = options.goesOn ? due : min(due, options.messages)
      while sent < most, sendOne() {}
      turn("sending")
    }
    for turn in churn { turn.isOver = true }
    for client in clients where client.isAway { client.enter() }
  }

  private var isDone: Bool { sent >= options.messages && (isEnough || !options.goesOn) }

  /// - Returns: whether there was anybody to send it.
  private func sendOne() -> Bool {
    for _ in 0..<50 {
      guard let client = clients.randomElement(using: &dice), client.sendNext() else { continue }
      sent += 1
      return true
    }
    return false
  }

  private final class Churn { var isOver = false }

  /// In 2 to 8 seconds; and then it returns within 3.
  private func leaveLater(_ client: AuditedClient, _ churn: Churn = Churn()) -> Churn {
    reactor.after(.milliseconds(Int.random(in: 2_000...8_000, using: &dice))) { [self] in
      guard !churn.isOver else { return }
      client.vanish()
      reactor.after(.milliseconds(Int.random(in: 100...3_000, using: &dice))) { [self] in
        guard !churn.isOver else { return }
        if client.isAway { client.enter() }
        _ = leaveLater(client, churn)
      }
    }
    return churn
  }

  // MARK: After

  /// Whatever does not come about in time, the histories are read, so that what is lost can be told.
  /// - Returns: what did not.
  private func settle() -> [String] {
    let steps: [() throws(Failure) -> Void] = [answers, readBack, lastMessages, repeats, readBack]
    return steps.compactMap { step in
      do throws(Failure) { try step() } catch { return error.description }
      return nil
    }
  }

  private func answers() throws(Failure) {
    try wait("waiting for the answers") {
      clients.allSatisfy { $0.unanswered == 0 && $0.isThere }
    } awaited: {
      "everybody to be there and everything to be answered; \(state)"
    }
  }

  private func lastMessages() throws(Failure) {
    try wait("waiting for the last messages") {
      clients.allSatisfy(\.isUpToDate)
    } awaited: {
      "\(clients.count { !$0.isUpToDate }) clients to see the last message"
    }
  }

  private func repeats() {
    let end = Clock.monotonic + Self.afterglow
    while Clock.monotonic < end { turn("waiting for repeats") }
  }

  /// Every room's whole history.
  private func readBack() throws(Failure) {
    var readers = rooms.map { BacklogReader($0) }
    for reader in readers { reader.start() }
    try wait("reading back") {
      for reader in readers where reader.hasFailed { reader.start() }
      readers.removeAll(where: \.isDone)
      return readers.isEmpty
    } awaited: {
      "\(readers.count) rooms to be read back"
    }
  }
}
