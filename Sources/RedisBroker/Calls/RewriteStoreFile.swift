import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: RewriteStoreFile, reply: @escaping RewriteStoreFile.Completion) {
    guard let shard = broker.shards.first(where: { $0.name == call.server }) else {
      return broker.reactor.soon { reply(.failure(.unavailable(reason: "no primary is called \(call.server)"))) }
    }
    shard.isKept(call.file) { kept in
      guard case .success(true) = kept else { return reply(kept.map { _ in .unused }) }
      shard.commands.send { command in
        command.add(call.file == .log ? "BGREWRITEAOF" : "BGSAVE" as StaticString)
      } completion: { result in
        // One that is under way may have begun before what is to be left out was taken out.
        if case .failure(let failure) = result, failure.saysBusy {
          return reply(.success(.busy))
        }
        reply(result.reading { $0.text() == nil ? nil : .begun })
      }
    }
  }
}

extension Shard {
  /// Where it is, for people.
  var name: String { (address ?? commands.link.server?.address)?.description ?? "" }

  fileprivate func isKept(
    _ file: RewriteStoreFile.File, completion: @escaping (Result<Bool, BrokerFailure>) -> Void
  ) {
    switch file {
    case .log: info("persistence") { completion($0.map { $0["aof_enabled"] == "1" }) }
    case .snapshot:
      commands.send { command in
        command.add("CONFIG" as StaticString)
        command.add("GET" as StaticString)
        command.add("save" as StaticString)
      } completion: { result in
        completion(result.reading { $0.array() == 2 && $0.text() != nil ? $0.text().map { !$0.isEmpty } : nil })
      }
    }
  }

  /// Sections of what Redis tells about itself.
  func info(_ sections: StaticString..., completion: @escaping (Result<ServerInfo, BrokerFailure>) -> Void) {
    commands.send { command in
      command.add("INFO" as StaticString)
      for section in sections { command.add(section) }
    } completion: { result in
      completion(result.reading { $0.serverInfo() })
    }
  }
}

extension RedisFailure {
  /// `… already in progress`, or `Another child process is active …`
  fileprivate var saysBusy: Bool { reason.contains("already in progress") || reason.contains("process is active") }
}
