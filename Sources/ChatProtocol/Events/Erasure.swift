/// What is left of a message or an edit that was deleted: its text is empty, and blanks take its place, so that nothing
/// that counted its bytes has to be counted again. No message is sent with an empty text, so that an empty one always
/// means a deleted one.
package enum Erasure {
  private static let name = Array("\"text\":\"".utf8)

  /// Blanks the text in an event or in a stored body. Quotes within strings are escaped, so that the name is found
  /// nowhere else.
  package static func erase(_ json: inout [UInt8]) {
    guard let start = json.firstRange(of: name)?.upperBound else { return }
    var end = start
    while end < json.count, json[end] != UInt8(ascii: "\"") { end += json[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < json.count, end > start else { return }
    json[start] = UInt8(ascii: "\"")
    for index in (start + 1)..<(end + 1) { json[index] = UInt8(ascii: " ") }
  }
}

extension StoredMessage {
  /// The message without its text.
  package var erased: StoredMessage {
    var body = body
    Erasure.erase(&body)
    return StoredMessage(generation: generation, seq: seq, identity: identity, time: time, body: body)
  }
}
