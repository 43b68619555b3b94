import Broker
import ChatProtocol
import JSON

extension MessageEvent {
  /// The publication that an event came from, so that it can be stored again. It keeps its identity, by which whoever knew
  /// it finds it in its new place.
  /// - Parameter oldest: an event from before this time (milliseconds since 1970) is left out.
  static func publication(_ event: [UInt8], in room: RoomName, oldest: Int64) -> Publication? {
    guard let object = try? JSONParser.parseObject(event), let type = object["type"]?.string,
      let position = object["position"]?.string.flatMap({ Position($0) }),
      let time = object["time"]?.integer, time >= oldest
    else { return nil }
    let header = MessageHeader(MessageKind(rawValue: type), members: object)
    guard User.isID(header.author), !header.id.isEmpty else { return nil }
    return Publication(
      room: room, header: header, identity: position.identity, body: MessageBody.body(of: object),
      digest: ContentDigest.event(object, of: header.kind))
  }
}
