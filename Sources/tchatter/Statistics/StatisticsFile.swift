import Foundation
import Glibc
import JSON

/// Statistics in a file: a JSON object a line, the digest in the first one, so that a file that was cut is none.
/// Foundation: for reading and writing it.
enum StatisticsFile {
  /// What is wrong with a file, in a line.
  struct Failure: Error, Equatable {
    let reason: String
  }

  /// Writes a new file, which only who made it can read.
  static func save(_ statistics: Statistics, as path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let isThere = errno == EEXIST
      throw Failure(reason: isThere ? "\(path) is there already; it is not overwritten" : "\(path) can't be written")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do { try file.write(contentsOf: Data(text(of: statistics))) } catch {
      unlink(path)
      throw Failure(reason: "\(path) can't be written")
    }
  }

  static func load(_ path: String) throws(Failure) -> Statistics {
    guard let data = FileManager.default.contents(atPath: path) else { throw Failure(reason: "\(path) can't be read") }
    guard let statistics = statistics(of: [UInt8](data)) else {
      throw Failure(reason: "\(path) is no file that --save wrote, or was damaged")
    }
    return statistics
  }

  static func text(of statistics: Statistics) -> [UInt8] {
    var lines = [
      JSONWriter.object { writer in
        writer.member("digest", statistics.digest)
        writer.member("time", statistics.time)
        writer.member("backlog", statistics.backlog)
        writer.member("keys", statistics.keys)
      }
    ]
    for (kind, figures) in statistics.kinds.sorted(by: { $0.key < $1.key }) {
      lines.append(
        JSONWriter.object { writer in
          writer.member("kind", kind)
          figures.write(to: &writer)
        })
    }
    for (_, room) in statistics.rooms.sorted(by: { $0.key < $1.key }) {
      lines.append(JSONWriter.object { room.write(to: &$0) })
    }
    lines += named("hook", statistics.hooks) + named("bot", statistics.bots)
    return Array(lines.map { $0 + [UInt8(ascii: "\n")] }.joined())
  }

  private static func named(_ member: StaticString, _ names: [String: String]) -> [[UInt8]] {
    names.sorted { $0.key < $1.key }.map { id, name in
      JSONWriter.object { writer in
        writer.member(member, id)
        writer.member("name", name)
      }
    }
  }

  /// `nil` for anything that `text` did not write.
  static func statistics(of text: [UInt8]) -> Statistics? {
    var statistics = Statistics()
    var digest: String?
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard let object = try? JSONParser.parseObject(Array(line)) else { return nil }
      if let kind = object["kind"]?.string {
        statistics.kinds[kind] = KindFigures(object)
      } else if let room = RoomFigures(object) {
        statistics.rooms[room.room] = room
      } else if let hook = object["hook"]?.string {
        statistics.hooks[hook] = object["name"]?.string ?? ""
      } else if let bot = object["bot"]?.string {
        statistics.bots[bot] = object["name"]?.string ?? ""
      } else {
        digest = object["digest"]?.string
        statistics.time = object["time"]?.integer ?? 0
        statistics.backlog = object["backlog"]?.integer ?? 0
        statistics.keys = object["keys"]?.integer ?? 0
      }
    }
    return digest == statistics.digest ? statistics : nil
  }
}
