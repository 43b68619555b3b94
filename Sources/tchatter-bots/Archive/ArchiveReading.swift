import Base
import EventLoop

/// Reads archives that were opened, one after the other: a piece in each turn, so that the loop goes on meanwhile.
final class ArchiveReading {
  /// How often it is told how far that is.
  private static let rhythm: TimeSpan = .seconds(10)

  private let reactor: Reactor
  private let log: BotLog
  private var waiting: [RoomArchive] = []
  private var timer: Timer?
  /// When the first one that waits was last spoken of, and whether it was.
  private var told = Instant(nanoseconds: 0)
  private var isLong = false

  init(reactor: Reactor, log: BotLog) {
    self.reactor = reactor
    self.log = log
  }

  deinit { timer?.cancel() }

  func begin(_ archive: RoomArchive) throws(FileFailure) {
    try archive.beginReading()
    waiting.append(archive)
    if waiting.count == 1 { beginFirst() }
  }

  private func beginFirst() {
    (told, isLong) = (reactor.now, false)
    readSoon()
  }

  private func readSoon() {
    timer = reactor.after(.zero) { [weak self] in self?.readPiece() }
  }

  private func readPiece() {
    guard let archive = waiting.first else { return }
    do throws(FileFailure) {
      guard try archive.readPiece() else {
        tellProgress(of: archive)
        return readSoon()
      }
      finished(archive)
    } catch {
      log.write("\(archive.room) can't be read back: \(error.reason)")
    }
    waiting.removeFirst()
    if !waiting.isEmpty { beginFirst() }
  }

  private func tellProgress(of archive: RoomArchive) {
    guard let reader = archive.reader, reactor.now > told + Self.rhythm else { return }
    (told, isLong) = (reactor.now, true)
    let percent = Int((Double(reader.readBytes) / Double(max(reader.totalBytes, 1)) * 100).rounded(.down))
    log.write("\(archive.room): \(min(percent, 99)) % of \(reader.totalBytes >> 20) MB read, to know what is where")
  }

  private func finished(_ archive: RoomArchive) {
    guard let reader = archive.reader else { return }
    if isLong { log.write("\(archive.room): all of \(reader.readBytes >> 20) MB is read") }
    guard let hole = reader.index.hole else { return }
    log.write(
      "\(archive.room): nothing before seq \(hole.seq) of \(Timestamp(hole.time).minute) is read back: what became of it in the gap "
        + "there is not known")
  }
}
