import Base
import ChatClient
import ChatProtocol
import EventLoop

/// Writes what is stored in rooms into their archives, as it comes.
///
/// Several may be given the same rooms: each room is written by one of them, and by the next when that one ends.
final class Archiver {
  /// How often a room that another one writes is looked at, and a disk that does not take more.
  private static let rhythm: TimeSpan = .seconds(2)
  /// What may wait to be written: bytes. Beyond that nothing is taken until it is.
  private static let mostPending = 64 << 20
  /// How long finding out what is left may take.
  private static let timeout: TimeSpan = .seconds(15)

  private let folder: String
  private let segmentBytes: Int
  /// Whether it is asked for what it holds.
  private let isRead: Bool
  private let reactor: Reactor
  private let log: BotLog
  private var archives: [String: RoomArchive] = [:]
  private let reading: ArchiveReading
  /// Rooms that another process writes, or that have not been opened yet.
  private var others: Set<String>
  /// What was said of rooms that can't be opened, once each.
  private var told: Set<String> = []
  private var participant: Participant?
  /// Rooms that the present participant is in, or about to be.
  private var joined: Set<String> = []
  /// Rooms of which it hears at this moment what is said, and what is deleted.
  private var followed: Set<String> = []
  private var access: RoomAccess
  private var ticker: Timer?
  private var isWriteDue = false
  private var isStopping = false
  /// Why nothing can be written at present.
  private(set) var failure: FileFailure?
  /// Asks for the connection to be given up, or made anew, because the disk takes nothing, or does again.
  var onBlocked: (_ isBlocked: Bool) -> Void = { _ in }

  init(folder: String, rooms: [String], segmentBytes: Int, isRead: Bool = false, reactor: Reactor, log: BotLog) {
    self.folder = folder
    self.segmentBytes = segmentBytes
    self.isRead = isRead
    self.reactor = reactor
    self.log = log
    access = RoomAccess(log: log)
    reading = ArchiveReading(reactor: reactor, log: log)
    others = Set(rooms)
  }

  /// Opens what no other process writes.
  func open() throws(FileFailure) {
    for room in others.sorted() {
      guard let archive = try RoomArchive(in: folder, room: room, segmentBytes: segmentBytes) else {
        if told.insert(room).inserted { log.write("\(room) is written by another; waiting for its end") }
        continue
      }
      if isRead { try reading.begin(archive) }
      others.remove(room)
      archives[room] = archive
    }
  }

  // MARK: - Taking part

  func takePart(as participant: Participant) {
    self.participant = participant
    (joined, followed) = ([], [])
    ticker = ticker ?? reactor.every(Self.rhythm) { [unowned self] in tick() }
    participant.start()
    for room in archives.keys.sorted() { join(room) }
  }

  private func join(_ room: String) {
    guard let participant, let archive = archives[room], !joined.contains(room) else { return }
    if archive.position != nil { return enter(archive, participant) }
    guard participant.state == .online else { return }
    begin(archive, participant)
  }

  /// An archive that is empty begins with the oldest that the room still has.
  private func begin(_ archive: RoomArchive, _ participant: Participant) {
    participant.oldest(of: archive.room, limit: 1) { [weak self, weak participant] result in
      guard let self, let participant, self.participant === participant else { return }
      // Refused or cut off: the next time that it is online.
      if case .failure(let refusal) = result, refusal.code == "forbidden" {
        hear(.roomRefused(room: archive.room, refusal))
      }
      guard case .success(let past) = result, !joined.contains(archive.room) else { return }
      if let event = past.events.first { take(event) }
      enter(archive, participant)
    }
  }

  private func enter(_ archive: RoomArchive, _ participant: Participant) {
    joined.insert(archive.room)
    participant.join(archive.room, history: 200, after: archive.position)
  }

  private func tick() {
    guard !isStopping else { return }
    if failure != nil { write() }
    guard failure == nil, !others.isEmpty else { return }
    let before = Set(archives.keys)
    do throws(FileFailure) { try open() } catch {
      if told.insert(error.reason).inserted { log.write(error.reason) }
    }
    for room in archives.keys.sorted() where !before.contains(room) {
      log.write("\(room) is free: going on with it")
      join(room)
    }
  }

  func hear(_ event: ParticipantEvent) {
    guard !isStopping else { return }
    access.hear(event)
    switch event {
    case .stored(let event): take(event)
    case .gap(let gap):
      archives[gap.room]?.take(gap)
      writeSoon()
    case .rewound(let room, let position):
      archives[room]?.rewind(to: position)
      writeSoon()
    case .state(.online): for room in archives.keys.sorted() { join(room) }
    case .state: followed = []
    case .joined(let room, _, _, _): followed.insert(room)
    case .roomRefused(let room, _), .removed(let room): followed.remove(room)
    case .message, .policy, .sent, .refused, .presence, .typing, .direct,
      .read, .report, .resolved, .deviceAdded, .maintenance:
      break
    }
  }

  private func take(_ event: StoredEvent) {
    guard let archive = archives[event.room] else { return }
    archive.take(event)
    if archive.pendingBytes > Self.mostPending { write() } else { writeSoon() }
  }

  // MARK: - Writing

  /// Once for everything that comes in a turn.
  private func writeSoon() {
    guard !isWriteDue else { return }
    isWriteDue = true
    reactor.soon { [weak self] in
      self?.isWriteDue = false
      self?.write()
    }
  }

  private func write() {
    do throws(FileFailure) {
      for archive in archives.values where archive.isDirty { try archive.write() }
    } catch {
      return blocked(error)
    }
    guard failure != nil else { return }
    failure = nil
    log.write("what waited is written; going on")
    if !isStopping { onBlocked(false) }
  }

  /// What was taken waits in memory; what comes after it is left where it is, in the chat.
  private func blocked(_ failure: FileFailure) {
    let isNew = self.failure == nil
    self.failure = failure
    guard isNew else { return }
    log.write("\(failure.reason): nothing more is taken until that is over")
    participant = nil
    followed = []
    if !isStopping { onBlocked(true) }
  }

  // MARK: - Reading back

  /// A page of what it holds of a room, while it hears what becomes of that: who does not hear of deletions tells nothing.
  func history(
    of room: String, _ epoch: String, before seq: UInt64, limit: Int, bytes: Int
  ) throws(Refusal) -> ArchiveReader.Page {
    guard let archive = archives[room], let reader = archive.reader else {
      if others.contains(room) { throw Refusal(.unavailable, "Another archive writes this room.") }
      throw Refusal(.notFound, "This room is not archived here.")
    }
    guard followed.contains(room), !isStopping else {
      throw Refusal(.unavailable, "The archive is not in the room at the moment.")
    }
    guard reader.isComplete else { throw Refusal(.unavailable, "The archive is still reading what it holds.") }
    do throws(FileFailure) {
      return try reader.page(before: seq, of: epoch, limit: limit, bytes: bytes)
    } catch {
      if told.insert(error.reason).inserted { log.write(error.reason) }
      throw Refusal(.unavailable, "The archive can't be read.")
    }
  }

  // MARK: - Stopping

  /// Takes nothing more, writes what was taken, and finds out how much is left.
  func stop(_ completion: @escaping (ArchiveReport) -> Void) {
    isStopping = true
    ticker?.cancel()
    write()
    let rooms = archives.values.map { ArchiveReport.Room($0, isKeptOut: access.keptOut.contains($0.room)) }
    var report = ArchiveReport(rooms.sorted { $0.name < $1.name }, failure: failure)
    guard let participant, participant.state == .online, !report.rooms.isEmpty else { return completion(report) }
    var waiting = report.rooms.count
    let timer = reactor.after(Self.timeout) { completion(report) }
    for index in report.rooms.indices {
      participant.history(of: report.rooms[index].name, limit: 1) { result in
        if case .success(let past) = result { report.rooms[index].found(newest: past.events.last) }
        waiting -= 1
        guard waiting == 0, timer.isActive else { return }
        timer.cancel()
        completion(report)
      }
    }
  }
}
