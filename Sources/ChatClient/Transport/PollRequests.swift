import Base
import HTTP
import JSON

/// The HTTP requests of long-polling.
struct PollRequests {
  let address: ChatAddress

  /// A call: what is asked for, and how long it may wait for news of the rooms.
  func poll(session: String, rooms: PolledRooms?, wait: TimeSpan, requests: some Sequence<[UInt8]>) -> Request {
    let body = JSONWriter.object { writer in
      writer.member("wait", wait.milliseconds)
      writer.member(
        "rooms",
        object: { object in
          for (room, position) in rooms?.positions ?? [] { object.member(named: room, position) }
        })
      writer.member("requests", array: { array in for request in requests { array.raw(request) } })
    }
    return post("poll", body, session: session)
  }

  /// Makes a session of a `hello` that has a name.
  func signIn(_ hello: [UInt8]) -> Request { post("session", hello, session: nil) }

  /// Makes a session of an application's token.
  func signIn(with token: String) -> Request { post("session", [], session: token) }

  private func post(_ name: String, _ body: [UInt8], session: String?) -> Request {
    var request = address.request("POST", name, body: body, session: session)
    request.fields.add("Content-Type", literal: "application/json")
    return request
  }
}
