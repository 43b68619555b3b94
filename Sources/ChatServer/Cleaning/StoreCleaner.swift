import Base
import Broker
import Chat
import ChatProtocol
import EventLoop

/// Takes what was deleted out of the store itself, and has the store write its files anew: in one instance at a time (`ClaimCleaning`),
/// a room after the other, and for a tenth of the store's time at most.
final class StoreCleaner {
  /// How many times as long as it worked the store has rest.
  private static let rest = 9

  private let options: CleaningOptions
  private let hub: Hub
  private let reactor: Reactor
  private let log: Log
  private let files: StoreFilesWriter
  private var timer: Timer?
  private var isCleaning = false
  /// Rooms do not wait for files, which may take minutes.
  private var isWriting = false
  /// Rooms of which the store has no memory for a copy.
  private var refused: RetryPauses<RoomName>
  /// When rooms were begun with.
  private var begunAt: Instant?
  /// For how long the files are left alone after they took long.
  private var filesAgainAt: Instant = .distantPast

  init(_ options: CleaningOptions, hub: Hub, reactor: Reactor, log: Log) {
    self.options = options
    self.hub = hub
    self.reactor = reactor
    self.log = log
    refused = RetryPauses(first: options.pause * 2)
    files = StoreFilesWriter(hub: hub, reactor: reactor, log: log, pause: options.pause * 2)
  }

  func begin() { timer = reactor.every(options.pause) { [weak self] in self?.tick() } }

  func end() {
    timer?.cancel()
    timer = nil
  }

  /// Asks in any case, as that keeps the others from it for another while.
  private func tick() {
    claim { [weak self] cleaning in
      guard let self, !self.isCleaning else { return }
      let rooms = self.free(cleaning.rooms)
      let isSoon = self.begunAt.map { self.reactor.now - $0 < self.options.pause * 2 - .milliseconds(100) } ?? false
      guard !rooms.isEmpty, !isSoon else { return self.writeFiles(ifDue: cleaning) }
      self.begunAt = self.reactor.now
      self.isCleaning = true
      self.clean(rooms[...])
    }
  }

  private func claim(_ body: @escaping (Cleaning) -> Void) {
    hub.broker.perform(ClaimCleaning(by: hub.configuration.instance)) { result in
      if case .success(let cleaning?) = result { body(cleaning) }
    }
  }

  // MARK: - Rooms

  /// Those that are not to be left alone for a while.
  private func free(_ due: [Cleaning.DueRoom]) -> [Cleaning.DueRoom] {
    // Of more than are told at once the others may be due, too.
    if due.count < ClaimCleaning.rooms { refused.keep(due.map(\.room)) }
    return due.filter { refused.isOver(for: $0.room, at: reactor.now) }
  }

  private func clean(_ rooms: ArraySlice<Cleaning.DueRoom>) {
    guard timer != nil else { return }
    guard let due = rooms.first else {
      isCleaning = false
      return claim { [weak self] in self?.writeFiles(ifDue: $0) }
    }
    clean(due, isFirst: true) { [weak self] in self?.clean(rooms.dropFirst()) }
  }

  /// - Parameter completion: called in any case; what failed is due again.
  private func clean(_ due: Cleaning.DueRoom, isFirst: Bool, completion: @escaping () -> Void) {
    let begun = Clock.monotonic
    hub.broker.perform(BlankTexts(of: due.room, isFirst: isFirst)) { [weak self] result in
      guard let self else { return }
      guard case .success(let step) = result else {
        if case .failure(.full) = result { self.refuse(due.room) }
        return completion()
      }
      if step.isDone { self.refused.succeeded(due.room) }
      self.hub.counters.textsBlanked += step.count
      let pause = (Clock.monotonic - begun) * Self.rest
      self.reactor.after(pause) { [weak self] in
        guard let self else { return }
        guard step.isDone else { return self.clean(due, isFirst: false, completion: completion) }
        self.hub.broker.perform(NoteBlanked(due.room, erasures: due.erasures)) { _ in completion() }
      }
    }
  }

  /// A line for the first of them, until there is none any more.
  private func refuse(_ room: RoomName) {
    hub.counters.blankingsRefused += 1
    if refused.isEmpty {
      log.warning(
        "what was deleted stays in the store: it has no memory for a second copy of the room, which the cleaning makes",
        ["room": .text(room.text)])
    }
    refused.failed(room, at: reactor.now)
  }

  // MARK: - Files

  private func writeFiles(ifDue cleaning: Cleaning) {
    let isAgain = cleaning.sinceFiles.map { TimeSpan.milliseconds($0) >= options.files } ?? true
    guard !isWriting, !isCleaning, timer != nil, options.files > .zero, cleaning.owesFiles, isAgain,
      reactor.now >= filesAgainAt
    else { return }
    isWriting = true
    files.write(lacking: cleaning.blanked) { [weak self] worked in
      guard let self else { return }
      self.isWriting = false
      self.filesAgainAt = self.reactor.now + worked * Self.rest
    }
  }
}
