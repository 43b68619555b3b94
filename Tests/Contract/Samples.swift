import Broker
import ChatProtocol
import JSON

/// A publication's identity, body and digest made from a number and an attempt.
extension Publication {
  package static func sample(
    _ number: Int, in room: RoomName, by author: String = "ann", attempt: Int = 0
  ) -> Publication {
    Publication(
      room: room, header: MessageHeader(author: author, id: "id-\(number)"), identity: "i\(number)x\(attempt)",
      body: Array(#"{"text":"\#(author) \#(number)"}"#.utf8), digest: "d\(number)")
  }

  /// One with everything to choose.
  package static func sample(
    _ id: String, in room: RoomName, body: String = "{}", digest: String = "d0", identity: String = "i0"
  ) -> Publication {
    Publication(
      room: room, header: MessageHeader(author: "ann", id: id), identity: identity, body: Array(body.utf8),
      digest: digest)
  }
}

extension Publication {
  /// What somebody says, as instances store it.
  package static func message(_ content: MessageContent, in room: RoomName, id: String = "m") throws -> Publication {
    Publication(
      room: room, header: MessageHeader(author: "ann", id: id), identity: "i0",
      body: MessageBody.message(content, id: id, from: .sample("ann")), digest: ContentDigest.message(content))
  }
}

extension MessageData {
  package static func sample(_ json: String) throws -> MessageData {
    MessageData(try JSONParser.parseObject(Array(json.utf8)))
  }
}

extension RoomName {
  /// A room for checks; the name must be a valid one.
  package static func sample(_ text: String = "lobby") throws -> RoomName {
    guard let name = RoomName(text) else { throw InvalidSample(text: text) }
    return name
  }
}

extension TokenHash {
  package static func sample(_ number: UInt8) throws -> TokenHash {
    guard let hash = TokenHash([UInt8](repeating: number, count: 32)) else { throw InvalidSample(text: "hash") }
    return hash
  }
}

extension User {
  package static func sample(_ id: String, name: String? = nil, kind: Kind = .user) -> User {
    User(id: id, name: name ?? id.uppercased(), kind: kind)
  }
}

package struct InvalidSample: Error { let text: String }
