import Base

/// What every connection says first: who it is, whether this is a server to talk to, and which database it means.
/// - Parameter check: refuses a server, by what it says of itself, that others may talk to.
func admission(
  _ writer: inout CommandWriter, _ configuration: RedisConfiguration,
  check: @escaping (ServerFacts) throws(RedisFailure) -> Void = { _ in }
) -> [RedisLink.Greeting] {
  var greetings: [RedisLink.Greeting] = []
  let server = configuration.server
  if let command = authentication(&writer, server) { greetings.append(.init(command: command) { _ in }) }
  // Before the database: a cluster has none, and refuses each but the first in words that do not say so.
  greetings.append(.suitableServer(&writer, isOfCluster: server.isOfCluster, check))
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
  fileprivate static func suitableServer(
    _ writer: inout CommandWriter, isOfCluster: Bool, _ check: @escaping (ServerFacts) throws(RedisFailure) -> Void
  ) -> RedisLink.Greeting {
    // Once, for all that has to be known. No sections are named: one that is too old, and has to say so, takes but one name.
    let command = writer.command { $0.add("INFO" as StaticString) }
    return RedisLink.Greeting(command: command) { reply throws(RedisFailure) in
      var reply = reply
      guard let info = reply.serverInfo() else { throw .unreadable }
      let facts = ServerFacts(info)
      if let refusal = facts.refusal(isOfCluster: isOfCluster) { throw RedisFailure(.wrongServer, refusal) }
      try check(facts)
    }
  }
}

extension ServerFacts {
  /// Refuses a replica: it would answer and publish, but store nothing.
  func requirePrimary() throws(RedisFailure) {
    guard let isPrimary else { throw .unreadable }
    guard isPrimary else { throw RedisFailure(.wrongServer, "this Redis is a replica") }
  }
}
