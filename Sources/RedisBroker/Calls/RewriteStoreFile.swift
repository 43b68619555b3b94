import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: RewriteStoreFile, reply: @escaping RewriteStoreFile.Completion) {
    if let shard = broker.shards.first(where: { $0.name == call.server }) {
      return shard.commands.rewrite(call.file, reply)
    }
    findReplica(call.server) { found in
      switch found {
      case .success(let replica): replica.perform({ $0.rewrite(call.file, $1) }, completion: reply)
      case .failure(let failure): reply(.failure(failure))
      }
    }
  }

  /// A connection to a replica that a primary knows by this name at the moment.
  func findReplica(_ name: String, completion: @escaping (Result<ReplicaConnection, BrokerFailure>) -> Void) {
    run(ReadStoreFiles()) { result in
      switch result {
      case .success(let servers):
        let replicas = servers.flatMap(\.replicas)
        guard replicas.contains(where: { $0.address == name }), let address = RedisAddress(told: name) else {
          return completion(.failure(.unavailable(reason: "no server is called \(name)")))
        }
        completion(.success(ReplicaConnection(broker.reactor, broker.configuration.redis, at: address)))
      case .failure(let failure): completion(.failure(failure))
      }
    }
  }
}

extension Shard {
  /// Where it is, for people.
  var name: String { (address ?? commands.link.server?.address)?.description ?? "" }
}

extension CommandConnection {
  fileprivate func rewrite(_ file: RewriteStoreFile.File, _ reply: @escaping RewriteStoreFile.Completion) {
    isKept(file) { kept in
      guard case .success(true) = kept else { return reply(kept.map { _ in .unused }) }
      self.send { command in
        command.add(file == .log ? "BGREWRITEAOF" : "BGSAVE" as StaticString)
      } completion: { result in
        // One that is under way may have begun before what is to be left out was taken out.
        if case .failure(let failure) = result, failure.saysBusy {
          return reply(.success(.busy))
        }
        reply(result.reading { $0.text() == nil ? nil : .begun })
      }
    }
  }

  private func isKept(
    _ file: RewriteStoreFile.File, completion: @escaping (Result<Bool, BrokerFailure>) -> Void
  ) {
    info("persistence", "replication") { info in
      guard case .success(let info) = info else { return completion(info.map { _ in false }) }
      let hasLog = info["aof_enabled"] == "1"
      guard file == .snapshot else { return completion(.success(hasLog)) }
      self.snapshotSettings([:], Self.snapshotSettings[...]) { settings in
        completion(settings.map { info.mayHaveSnapshot($0, hasLog: hasLog) })
      }
    }
  }

  private static let snapshotSettings: [StaticString] = ["save", "rdb-del-sync-files", "repl-diskless-sync"]

  /// One after the other, as Redis calls them.
  private func snapshotSettings(
    _ found: [String: String], _ names: ArraySlice<StaticString>,
    completion: @escaping (Result<[String: String], BrokerFailure>) -> Void
  ) {
    guard let name = names.first else { return completion(.success(found)) }
    send { command in
      command.add("CONFIG" as StaticString)
      command.add("GET" as StaticString)
      command.add(name)
    } completion: { result in
      let value: Result<String, BrokerFailure> = result.reading { reply in
        reply.array() == 2 && reply.text() != nil ? reply.text() : nil
      }
      switch value {
      case .success(let value):
        var found = found
        found["\(name)"] = value
        self.snapshotSettings(found, names.dropFirst(), completion: completion)
      case .failure(let failure): completion(.failure(failure))
      }
    }
  }

  /// Sections of what Redis tells about itself.
  func info(_ sections: StaticString..., completion: @escaping (Result<ServerInfo, BrokerFailure>) -> Void) {
    send { command in
      command.add("INFO" as StaticString)
      for section in sections { command.add(section) }
    } completion: { result in
      completion(result.reading { $0.serverInfo() })
    }
  }
}

extension ServerInfo {
  /// Whether there may be a file, also where none is asked for: replicas are given one when they begin to follow, and keep it, and a
  /// primary has it from its own time as a replica, or wrote it for one.
  fileprivate func mayHaveSnapshot(_ settings: [String: String], hasLog: Bool) -> Bool {
    if settings["save"]?.isEmpty == false { return true }
    if !hasLog, settings["rdb-del-sync-files"] == "yes" { return false }
    if self["role"] != "master" || self["second_repl_offset"].map({ $0 != "-1" }) == true { return true }
    return self["connected_slaves"].map { $0 != "0" } == true && settings["repl-diskless-sync"] == "no"
  }
}

extension RedisAddress {
  /// As `description` writes it.
  fileprivate init?(told text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
      return nil
    }
    self.init(host: String(text[..<colon].trimmingPrefix("[").prefix { $0 != "]" }), port: port)
  }
}

extension RedisFailure {
  /// `… already in progress`, or `Another child process is active …`
  fileprivate var saysBusy: Bool { reason.contains("already in progress") || reason.contains("process is active") }
}
