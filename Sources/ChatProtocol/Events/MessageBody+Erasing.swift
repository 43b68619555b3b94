// What is left of the text and the data of a deleted message. In Redis both stay, unread, until the
// room is cleaned (`BlankTexts`).
extension MessageBody {
  private static let textName = Array("\"text\":\"".utf8)
  private static let dataName = Array(",\"data\":{".utf8)
  private static let blank = UInt8(ascii: " ")
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  /// Takes the text and the data out of a body, or of an event with it, when the message was deleted: the text is empty
  /// then, the data gone, and blanks take their place, so that nothing that counted its bytes has to be counted again. No
  /// message is sent with an empty text, so that an empty one always means a deleted one. Quotes within strings are
  /// escaped, so that the name is found nowhere else before it.
  package static func erase(_ json: inout [UInt8]) {
    guard let start = endOfName(json), let end = endOfString(json, from: start) else { return }
    if end > start {
      json[start] = quote
      for index in (start + 1)..<(end + 1) { json[index] = blank }
    }
    eraseData(in: &json, behind: end + 1)
  }

  /// Behind `"text":"`. Foundation's search for a range takes ten times as long, and a third of what erasing costs an instance.
  private static func endOfName(_ json: [UInt8]) -> Int? {
    var rest = json[...]
    while let start = rest.firstIndex(of: quote) {
      rest = json[start...]
      if rest.starts(with: textName) { return start + textName.count }
      rest = rest.dropFirst()
    }
    return nil
  }

  /// 0.7.0 takes out the text alone, so that blanks may stand before the data.
  private static func eraseData(in json: inout [UInt8], behind textEnd: Int) {
    guard let start = json[textEnd...].firstIndex(where: { $0 != blank }), json[start...].starts(with: dataName),
      let end = endOfObject(json, from: start + dataName.count)
    else { return }
    for index in start..<end { json[index] = blank }
  }

  /// Where the quote stands that ends a string of which `start` is the first byte.
  private static func endOfString(_ json: [UInt8], from start: Int) -> Int? {
    var end = start
    while end < json.count, json[end] != quote { end += json[end] == backslash ? 2 : 1 }
    return end < json.count ? end : nil
  }

  /// What follows an object of which `start` is the first byte behind the brace.
  private static func endOfObject(_ json: [UInt8], from start: Int) -> Int? {
    var (index, depth) = (start, 1)
    while index < json.count {
      switch json[index] {
      case quote:
        guard let end = endOfString(json, from: index + 1) else { return nil }
        index = end
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { return index }
    }
    return nil
  }
}
