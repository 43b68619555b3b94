import JSON

/// A message as it lies in Redis and travels on a room's channel: a header of words, then the body. Nothing else knows how.
///
/// The header is `<kind> <author> <id>`, and for a change `<seq> <author> <id>` of what it changes, each word as
/// `PlainWord` spells it. Its name is its version, `h1`. It stands where 0.2.0, which knows no header, takes it for a
/// member of the body: `{"h1":"…","id":…}`, behind the type where there is one, `{"type":"edit","h1":"…","id":…}`. So
/// instances of both versions read what either stores; the clients of the older ones see a member that they do not know.
package enum MessagePayload {
  private static let typeMark = Array("{\"type\":\"".utf8)
  private static let headerMark = Array("\"h1\":\"".utf8)
  private static let firstHeaderMark = Array("{\"h1\":\"".utf8)
  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  package static func encode(_ header: MessageHeader, _ body: [UInt8]) -> [UInt8] {
    var payload: [UInt8] = []
    payload.reserveCapacity(body.count + 160)
    if header.kind.isChange {
      payload += typeMark
      payload += header.kind.rawValue.utf8
      payload.append(quote)
      payload.append(comma)
      payload += headerMark
    } else {
      payload += firstHeaderMark
    }
    header.appendWords(to: &payload)
    payload.append(quote)
    // What is no object with a member stands behind one of the header alone.
    let isMember = body.count > 2 && body[0] == UInt8(ascii: "{") && body[1] == quote
    payload.append(isMember ? comma : UInt8(ascii: "}"))
    payload += body[(isMember ? 1 : 0)...]
    return payload
  }

  /// Takes a payload apart; there is nothing that is none.
  package static func decode(_ payload: UnsafeRawBufferPointer) -> (header: MessageHeader, body: [UInt8]) {
    let type = changeType(of: payload)
    let words =
      if let type {
        quoted(payload, from: type.upperBound + 2, behind: headerMark)
      } else {
        quoted(payload, from: 0, behind: firstHeaderMark)
      }
    guard let words, words.upperBound + 1 < payload.count,
      let header = MessageHeader(words: UnsafeRawBufferPointer(rebasing: payload[words]))
    else { return decodeOlder(payload, type) }
    let rest = payload[(words.upperBound + 2)...]
    return (header, payload[words.upperBound + 1] == comma ? object(rest) : Array(rest))
  }

  /// Where the type of a change stands; messages have none.
  private static func changeType(of payload: UnsafeRawBufferPointer) -> Range<Int>? {
    guard let type = quoted(payload, from: 0, behind: typeMark), type.upperBound + 2 < payload.count,
      payload[type.upperBound + 1] == comma
    else { return nil }
    return type
  }

  /// Where the string lies that `mark` opens, if that is what stands at `start`.
  private static func quoted(_ bytes: UnsafeRawBufferPointer, from start: Int, behind mark: [UInt8]) -> Range<Int>? {
    guard bytes[start...].starts(with: mark) else { return nil }
    let first = start + mark.count
    return bytes[first...].firstIndex(of: quote).map { first..<$0 }
  }

  /// An object of members that have lost what stood before them.
  private static func object(_ members: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
    var object: [UInt8] = []
    object.reserveCapacity(members.count + 1)
    object.append(UInt8(ascii: "{"))
    object.append(contentsOf: members)
    return object
  }

  // MARK: - As 0.2.0 wrote it

  /// Without a header: the body has to be parsed for what that would say. From 0.4.0 on this is left only for rooms that
  /// 0.2.0 was the last to write to, and the header may stand by itself.
  private static func decodeOlder(
    _ payload: UnsafeRawBufferPointer, _ type: Range<Int>?
  ) -> (header: MessageHeader, body: [UInt8]) {
    let kind = type.map { MessageKind(rawValue: String(decoding: payload[$0], as: UTF8.self)) } ?? .message
    let body = type.map { object(payload[($0.upperBound + 2)...]) } ?? Array(payload)
    return (MessageHeader(kind, members: (try? JSONParser.parseObject(body)) ?? JSONObject()), body)
  }
}
