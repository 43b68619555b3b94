import Broker
import ChatProtocol
import JSON

extension MessageEvent {
  /// The publication that a message event came from, so that it can be stored again. It keeps its identity, by which
  /// whoever knew it finds it in its new place.
  /// - Parameter oldest: an event from before this time (milliseconds since 1970) is left out.
  static func publication(_ event: [UInt8], in room: RoomName, oldest: Int64) -> Publication? {
    guard let object = try? JSONParser.parseObject(event), let id = object["id"]?.string,
      let author = object["from"]?.object?["id"]?.string, User.isID(author),
      let position = object["position"]?.string.flatMap({ Position($0) }),
      let time = object["time"]?.integer, time >= oldest, let type = object["type"]?.string,
      let body = body(of: event, type)
    else { return nil }
    let digest = type == "message" ? digest(of: object["text"]?.string ?? "") : ChangeEvent.digest(of: object)
    return Publication(
      room: room, author: author, id: id, identity: position.identity, body: body, digest: digest)
  }

  /// The author's part of an event, as it was stored: it begins with the id, which no member before it has in its name.
  private static func body(of event: [UInt8], _ type: String) -> [UInt8]? {
    let start = Array("\"id\":".utf8)
    guard let range = event.firstRange(of: start) else { return nil }
    let head = type == "message" ? "{" : "{\"type\":\"\(type)\","
    return Array(head.utf8) + event[range.lowerBound...]
  }
}
