import Bytes

/// What every connection says first: who it is and which database it means.
func admission(_ writer: inout CommandWriter, _ configuration: RedisConfiguration) -> [RedisLink.Greeting] {
  var greetings: [RedisLink.Greeting] = []
  let server = configuration.server
  if let command = authentication(&writer, server) { greetings.append(.init(command: command) { _ in }) }
  if server.database != 0 {
    writer.begin(2)
    writer.add("SELECT" as StaticString)
    writer.add(server.database)
    greetings.append(.init(command: writer.end()) { _ in })
  }
  return greetings
}

/// Says who one is; `nil` when the configuration has no password.
func authentication(_ writer: inout CommandWriter, _ server: RedisServer) -> ByteSlice? {
  guard let password = server.password else { return nil }
  writer.begin(server.user == nil ? 2 : 3)
  writer.add("AUTH" as StaticString)
  if let user = server.user { writer.add(user) }
  writer.add(password)
  return writer.end()
}

extension RedisLink.Greeting {
  /// Asks for the server's role, and refuses a replica: it would answer and publish, but store nothing.
  static func primaryOnly(_ writer: inout CommandWriter) -> RedisLink.Greeting {
    writer.begin(1)
    writer.add("ROLE" as StaticString)
    return RedisLink.Greeting(command: writer.end()) { reply throws(RedisFailure) in
      var reply = reply
      guard reply.array() != nil, let role = reply.text() else { throw .unreadable }
      guard role == "master" else { throw RedisFailure(.wrongServer, "this Redis is a replica") }
    }
  }
}
