import ChatProtocol

// What is told of a request to who follows it.
extension ClientRequest.Action {
  /// The room, as the client has named it: `@` and a name for the direct room with somebody.
  var roomText: String? {
    switch self {
    case .join(let room, _, _, _), .leave(let room), .send(let room, _, _, _), .change(_, _, let room),
      .govern(_, let room), .invite(let room, _, _), .report(let room, _, _), .reports(let room),
      .resolve(let room, _), .history(let room, _, _), .search(let room, _, _, _), .members(let room, _),
      .read(let room, _, _), .typing(let room):
      // It may be anything of any length.
      room.utf8.count <= 256 ? room : nil
    case .hello, .renew, .device, .devices, .revoke, .rooms, .marks, .mentions, .ping: nil
    }
  }

  /// Of the texts and data that are to be stored.
  var contentBytes: Int {
    switch self {
    case .send(_, let text, _, let data): text.utf8.count + (data?.json.count ?? 0)
    case .change(.edit(let text), _, _): text.utf8.count
    case .report(_, _, let reason): reason.utf8.count
    case .govern(let governing, _): governing.settings.topic?.utf8.count ?? 0
    default: 0
    }
  }
}
