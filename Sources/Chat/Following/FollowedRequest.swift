import ChatProtocol

// What is told of a request to who follows it.
extension ClientRequest.Action {
  var kind: ClientRequest.Kind {
    switch self {
    case .hello: .hello
    case .device: .device
    case .devices: .devices
    case .revoke: .revoke
    case .renew: .renew
    case .join: .join
    case .leave: .leave
    case .send: .send
    case .change(.edit, _, _): .edit
    case .change(.delete, _, _): .delete
    case .change(.react, _, _): .react
    case .govern: .govern
    case .invite: .invite
    case .report: .report
    case .reports: .reports
    case .resolve: .resolve
    case .history: .history
    case .search: .search
    case .members: .members
    case .rooms: .rooms
    case .read: .read
    case .marks: .marks
    case .mentions: .mentions
    case .typing: .typing
    case .ping: .ping
    }
  }

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
