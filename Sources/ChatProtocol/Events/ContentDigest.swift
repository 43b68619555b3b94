import JSON

/// What tells a repeated request from another one with the same id.
///
/// A message's has two words, the second of its text alone: versions up to 0.7.0 know no more of it, and of two digests they
/// compare the last words. A change's has one.
package enum ContentDigest {
  package static func text(_ text: String) -> String { word(text) }

  package static func message(_ content: MessageContent) -> String {
    "\(details(content.reply, content.data)) \(text(content.text))"
  }

  package static func change(_ change: Change, to seq: UInt64) -> String {
    switch change {
    case .edit(let text): self.change("edit", Int64(clamping: seq), text, "", nil)
    case .delete: self.change("delete", Int64(clamping: seq), "", "", nil)
    case .react(let reaction, let isOn): self.change("reaction", Int64(clamping: seq), "", reaction, isOn)
    }
  }

  package static func policy(_ change: PolicyChange) -> String { word("policy\n\(change.digestText)") }

  /// The same from the event, for whoever puts it back.
  package static func event(_ event: JSONObject, of kind: MessageKind) -> String {
    if kind == .policy { return policy(PolicyChange(members: event)) }
    let text = event["text"]?.string ?? ""
    guard kind.isChange else {
      let data = event["data"]?.object.map { MessageData($0) }
      return message(MessageContent(text, reply: MessageTarget(reply: event["reply"]), data: data))
    }
    return change(
      kind.rawValue, event["of"]?.integer ?? 0, text, event["reaction"]?.string ?? "", event["on"]?.bool)
  }

  /// Of what is answered its name alone: its seq may be another one when the request is repeated.
  private static func details(_ reply: MessageTarget?, _ data: MessageData?) -> String {
    if reply == nil, data == nil { return "-" }
    let answered = reply.map { "\($0.author) \($0.id.utf8.count) \($0.id)" } ?? ""
    return word("\(answered)\n\(String(decoding: data?.json ?? [], as: UTF8.self))")
  }

  private static func change(
    _ type: String, _ seq: Int64, _ text: String, _ reaction: String, _ isOn: Bool?
  ) -> String { word("\(type) \(seq) \(reaction) \(isOn == false ? "off" : "on") \(text)") }

  /// A word that differs when the content does (FNV-1a), so that an id can't be used again for another message.
  private static func word(_ text: String) -> String {
    var text = text
    let hash = text.withUTF8 { $0.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
    return String(hash, radix: 36)
  }
}
