import ChatProtocol
import Foundation
import Glibc
import JSON

/// The file that an export writes, a JSON object a line: `FILE.part` until it is whole. Foundation: for reading and writing it.
final class ExportFile {
  /// Where the last whole line comes from.
  struct Place: Equatable {
    let room: String
    let epoch: String
    let seq: Int64
    let author: String
  }

  /// No line is longer: bytes.
  private static let longestLine = 1 << 20

  private let path: String
  private let file: FileHandle
  private(set) var last: Place?

  private var part: String { path + ".part" }

  init(_ path: String) throws(ExportCall.Failure) {
    guard access(path, F_OK) != 0 else { throw .init(reason: "\(path) is there already; it is not overwritten") }
    let descriptor = open(path + ".part", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .init(reason: "\(path).part can't be written") }
    self.path = path
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do { try repair() } catch { throw .init(reason: "\(path).part is no export, or can't be read; move it away") }
  }

  /// Cuts off what a line has that was not written to its end, and finds out where the one before it comes from.
  private func repair() throws {
    let size = try file.seekToEnd()
    let start = size - min(size, UInt64(Self.longestLine))
    try file.seek(toOffset: start)
    let tail = [UInt8](try file.readToEnd() ?? Data())
    let newline = UInt8(ascii: "\n")
    guard let end = tail.lastIndex(of: newline) else {
      guard start == 0 else { throw CocoaError(.fileReadCorruptFile) }
      return try file.truncate(atOffset: 0)
    }
    try file.truncate(atOffset: start + UInt64(end) + 1)
    let begin = tail[..<end].lastIndex(of: newline).map { $0 + 1 } ?? 0
    guard let place = Place(event: Array(tail[begin..<end])) else { throw CocoaError(.fileReadCorruptFile) }
    last = place
  }

  func write(_ events: [JSONObject]) throws(ExportCall.Failure) {
    do { try file.write(contentsOf: Self.lines(events)) } catch { throw .init(reason: "\(part) can't be written") }
  }

  /// All is in it.
  func finish() throws(ExportCall.Failure) {
    guard fsync(file.fileDescriptor) == 0, rename(part, path) == 0 else {
      throw .init(reason: "\(path) can't be written")
    }
  }

  /// The same for the standard output.
  static func print(_ events: [JSONObject]) {
    try? FileHandle.standardOutput.write(contentsOf: lines(events))
  }

  private static func lines(_ events: [JSONObject]) -> Data {
    var data = Data()
    for event in events {
      data.append(
        contentsOf: JSONWriter.object { writer in
          for member in event.members { writer.member(named: member.name, member.value) }
        })
      data.append(UInt8(ascii: "\n"))
    }
    return data
  }
}

extension ExportFile.Place {
  fileprivate init?(event: [UInt8]) {
    guard let object = try? JSONParser.parseObject(event), let room = object["room"]?.string,
      let seq = object["seq"]?.integer, let position = object["position"]?.string.flatMap({ Position($0) }),
      let author = object["from"]?.object?["id"]?.string
    else { return nil }
    self.init(room: room, epoch: position.epoch, seq: seq, author: author)
  }
}
