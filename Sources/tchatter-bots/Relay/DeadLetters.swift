import JSON

/// Events of a room that were given up, a line each, with why:
///
///     {"id":"…","time":1790000000000,"attempts":9,"reason":"HTTP 500","event":{"type":"message",…}}
final class DeadLetters {
  /// Beyond this nothing more is given up: bytes.
  private static let longest = 16 << 20

  private let file: AppendedFile

  init(_ path: String) throws(FileFailure) {
    file = try AppendedFile(path)
    let bytes = try file.read()
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    if end < bytes.count { try file.cut(to: end) }
  }

  /// - Parameter time: milliseconds since 1970.
  func append(_ event: OutgoingEvent, time: Int64, attempts: Int, reason: String) throws(FileFailure) {
    guard file.length < Self.longest else { throw FileFailure("\(file.path) is full") }
    let line = JSONWriter.object { writer in
      writer.member("id", event.id)
      writer.member("time", time)
      writer.member("attempts", attempts)
      writer.member("reason", reason)
      writer.member("event", object: { $0.members(ofObject: event.body) })
    }
    try file.append(line + [UInt8(ascii: "\n")])
  }

  /// What can't be read as an event stays for whoever can.
  func removeEvents() throws(FileFailure) {
    let unreadable = try Self.lines(of: file.path).filter { Self.event($0) == nil }
    try file.cut(to: 0)
    if !unreadable.isEmpty { try file.append(unreadable.flatMap { $0 + [UInt8(ascii: "\n")] }) }
  }

  /// All of them, each once.
  func events() throws(FileFailure) -> [OutgoingEvent] {
    var ids: Set<String> = []
    return try Self.lines(of: file.path).compactMap { Self.event($0) }.filter { ids.insert($0.id).inserted }
  }

  /// The whole lines of a file; none where there is no file.
  static func lines(of path: String) throws(FileFailure) -> [ArraySlice<UInt8>] {
    guard let bytes = try? AppendedFile.read(path) else { return [] }
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return bytes[..<end].split(separator: UInt8(ascii: "\n"))
  }

  private static func event(_ line: ArraySlice<UInt8>) -> OutgoingEvent? {
    guard let object = try? JSONParser.parseObject(Array(line)), let id = object["id"]?.string,
      let event = object["event"]?.object
    else { return nil }
    let body = JSONWriter.object { writer in
      for member in event.members { writer.member(named: member.name, member.value) }
    }
    return OutgoingEvent(id: id, body: body)
  }
}
