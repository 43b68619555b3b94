import ChatProtocol
import JSON

extension User {
  /// As `JSONWriter.user` writes it.
  init?(_ object: JSONObject?) {
    guard let id = object?["id"]?.string, let name = object?["name"]?.string,
      let kind = object?["kind"]?.string.flatMap(Kind.init)
    else { return nil }
    self.init(id: id, name: name, kind: kind)
  }
}
