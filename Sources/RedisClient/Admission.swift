import Base

/// What every connection says first: who it is, whether this is a server to talk to, and which database it means.
func admission(_ writer: inout CommandWriter, _ configuration: RedisConfiguration) -> [RedisLink.Greeting] {
  var greetings: [RedisLink.Greeting] = []
  let server = configuration.server
  if let command = authentication(&writer, server) { greetings.append(.init(command: command) { _ in }) }
  // Before the database: a cluster has none, and refuses each but the first in words that do not say so.
  greetings.append(.suitableServer(&writer, isOfCluster: server.isOfCluster))
  if server.database != 0 {
    let command = writer.command {
      $0.add("SELECT" as StaticString)
      $0.add(server.database)
    }
    greetings.append(.init(command: command) { _ in })
  }
  return greetings
}

/// Says who one is; `nil` when the configuration has no password.
func authentication(_ writer: inout CommandWriter, _ server: RedisServer) -> ByteSlice? {
  guard let password = server.password else { return nil }
  return writer.command {
    $0.add("AUTH" as StaticString)
    if let user = server.user { $0.add(user) }
    $0.add(password)
  }
}

extension RedisLink.Greeting {
  /// Asks what server it is, and refuses one that would admit us and then fail what it is asked to store.
  /// - Parameter isOfCluster: whether it is to be a node of a cluster.
  static func suitableServer(_ writer: inout CommandWriter, isOfCluster: Bool) -> RedisLink.Greeting {
    let command = writer.command {
      $0.add("INFO" as StaticString)
      $0.add("server" as StaticString)
    }
    return RedisLink.Greeting(command: command) { reply throws(RedisFailure) in
      var reply = reply
      guard let text = reply.text() else { throw .unreadable }
      if let refusal = ServerFacts(info: text).refusal(isOfCluster: isOfCluster) {
        throw RedisFailure(.wrongServer, refusal)
      }
    }
  }

  /// Asks for the server's role, and refuses a replica: it would answer and publish, but store nothing.
  static func primaryOnly(_ writer: inout CommandWriter) -> RedisLink.Greeting {
    let command = writer.command { $0.add("ROLE" as StaticString) }
    return RedisLink.Greeting(command: command) { reply throws(RedisFailure) in
      var reply = reply
      guard reply.array() != nil, let role = reply.text() else { throw .unreadable }
      guard role == "master" else { throw RedisFailure(.wrongServer, "this Redis is a replica") }
    }
  }

  /// Asks which primary it is: every promotion gives a server another `master_replid`.
  static func replicationID(
    _ writer: inout CommandWriter, _ take: @escaping (String) -> Void
  ) -> RedisLink.Greeting {
    let command = writer.command {
      $0.add("INFO" as StaticString)
      $0.add("replication" as StaticString)
    }
    return RedisLink.Greeting(command: command) { reply throws(RedisFailure) in
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
