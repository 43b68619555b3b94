import Base
import Foundation

/// Where a room's archive lies, and what its files are called:
///
///     FOLDER/ROOM/000001.jsonl …   segments, lines of JSON; the last one is being written
///     FOLDER/ROOM/SHA256SUMS       of those that are finished, as `sha256sum --check` reads it
///     FOLDER/ROOM/.lock            held by who writes
///
/// Foundation: for listing folders.
struct ArchiveFolder {
  /// A segment ends with the batch that brings it to its size, and no batch is longer than this: bytes.
  static let greatestSegment = 1 << 30

  let room: String
  let path: String

  init(_ folder: String, room: String) {
    self.room = room
    path = "\(folder)/\(room)"
  }

  var sumsPath: String { "\(path)/SHA256SUMS" }
  var lockPath: String { "\(path)/.lock" }

  static func segmentName(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(6 - digits.count, 0)) + digits + ".jsonl"
  }

  func segmentPath(_ number: Int) -> String { "\(path)/\(Self.segmentName(number))" }

  func make() throws(FileFailure) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw FileFailure.foundation("\(path) can't be made", error)
    }
  }

  /// How many segments there are: 1, 2, 3 … without a hole.
  func segmentCount() throws(FileFailure) -> Int {
    let numbers = try Self.list(path).compactMap { name -> Int? in
      guard name.hasSuffix(".jsonl"), let number = Int(name.dropLast(6)), Self.segmentName(number) == name else {
        return nil
      }
      return number
    }.sorted()
    for (index, number) in numbers.enumerated() where number != index + 1 {
      throw FileFailure("\(path): there is no \(Self.segmentName(index + 1)), but a later segment")
    }
    return numbers.count
  }

  /// The rooms that have an archive in a folder.
  static func rooms(in folder: String) throws(FileFailure) -> [String] {
    try list(folder).filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/\(segmentName(1))") }.sorted()
  }

  private static func list(_ folder: String) throws(FileFailure) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw FileFailure.foundation("\(folder) can't be read", error)
    }
  }

  /// The line of a segment in `SHA256SUMS`.
  static func sumLine(of segment: [UInt8], number: Int) -> String {
    "\(Hex.encode(SHA256.hash(segment)))  \(segmentName(number))\n"
  }
}
