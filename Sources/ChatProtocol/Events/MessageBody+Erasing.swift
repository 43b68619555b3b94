// What is left of the text of a deleted message. In Redis the text stays, unread, until the message is trimmed.
extension MessageBody {
  private static let textName = Array("\"text\":\"".utf8)

  /// Takes the text out of a body, or of an event with it, when the message was deleted: it is empty then, and blanks take
  /// its place, so that nothing that counted its bytes has to be counted again. No message is sent with an empty text, so
  /// that an empty one always means a deleted one. Quotes within strings are escaped, so that the name is found nowhere
  /// else.
  package static func erase(_ json: inout [UInt8]) {
    guard let start = json.firstRange(of: textName)?.upperBound else { return }
    var end = start
    while end < json.count, json[end] != UInt8(ascii: "\"") { end += json[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < json.count, end > start else { return }
    json[start] = UInt8(ascii: "\"")
    for index in (start + 1)..<(end + 1) { json[index] = UInt8(ascii: " ") }
  }
}
