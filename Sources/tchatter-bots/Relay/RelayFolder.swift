import Foundation

/// Where a room's relay keeps what it has to know:
///
///     FOLDER/ROOM/outbox       the journal: how far the room was read, and what has to be sent
///     FOLDER/ROOM/dead.jsonl   what was given up, a line each
///     FOLDER/ROOM/replay       there when what was given up is to be sent again
///     FOLDER/ROOM/.lock        held by who sends
///
/// Foundation: for listing folders.
struct RelayFolder {
  let room: String
  let path: String

  init(_ folder: String, room: String) {
    self.room = room
    path = "\(folder)/\(room)"
  }

  var journalPath: String { "\(path)/outbox" }
  /// A journal that is being written anew.
  var newJournalPath: String { "\(path)/outbox.new" }
  var deadPath: String { "\(path)/dead.jsonl" }
  var replayPath: String { "\(path)/replay" }
  var lockPath: String { "\(path)/.lock" }

  func make() throws(FileFailure) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw FileFailure.foundation("\(path) can't be made", error)
    }
  }

  /// The rooms that are relayed from a folder.
  static func rooms(in folder: String) throws(FileFailure) -> [String] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw FileFailure.foundation("\(folder) can't be read", error)
    }
    return names.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/outbox") }.sorted()
  }

  // MARK: - Sending again what was given up

  var isReplayWanted: Bool { FileManager.default.fileExists(atPath: replayPath) }

  /// Asks whoever relays the room, now or later, to send again what was given up, and to send again at all.
  func wantReplay() throws(FileFailure) {
    guard FileManager.default.createFile(atPath: replayPath, contents: nil) else {
      throw FileFailure("\(replayPath) can't be written")
    }
  }

  func replayIsDone() { try? FileManager.default.removeItem(atPath: replayPath) }
}
