import Base

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

  /// Asks which primary it is: every promotion gives a server another `master_replid`.
  static func replicationID(
    _ writer: inout CommandWriter, _ take: @escaping (String) -> Void
  ) -> RedisLink.Greeting {
    writer.begin(2)
    writer.add("INFO" as StaticString)
    writer.add("replication" as StaticString)
    return RedisLink.Greeting(command: writer.end()) { reply throws(RedisFailure) in
      var reply = reply
      guard let id = reply.replicationID() else { throw .unreadable }
      take(id)
    }
  }
}

extension ReplyCursor {
  /// The `master_replid` in what `INFO replication` answers: 40 hexadecimal digits.
  mutating func replicationID() -> String? {
    guard let lines = text()?.split(whereSeparator: \.isNewline),
      let id = lines.first(where: { $0.hasPrefix("master_replid:") })?.dropFirst("master_replid:".count)
    else { return nil }
    return id.count == 40 && id.allSatisfy(\.isHexDigit) ? String(id) : nil
  }
}
