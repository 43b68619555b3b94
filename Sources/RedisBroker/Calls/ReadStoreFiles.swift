import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: ReadStoreFiles, reply: @escaping ReadStoreFiles.Completion) {
    let shards = broker.shards
    guard !shards.isEmpty else {
      return broker.reactor.soon { reply(.failure(.unavailable(reason: "no node of the cluster is known"))) }
    }
    readFiles(of: shards[...], found: [], reply)
  }

  /// One after the other.
  private func readFiles(
    of shards: ArraySlice<Shard>, found: [StoreFiles], _ reply: @escaping ReadStoreFiles.Completion
  ) {
    guard let shard = shards.first else { return reply(.success(found)) }
    shard.info("persistence") { persistence in
      shard.info("replication") { replication in
        let files = Result { () throws(BrokerFailure) in
          StoreFiles(of: shard.name, persistence: try persistence.get(), replication: try replication.get())
        }
        switch files {
        case .success(let files): readFiles(of: shards.dropFirst(), found: found + [files], reply)
        case .failure(let failure): reply(.failure(failure))
        }
      }
    }
  }
}

extension StoreFiles {
  fileprivate init(of server: String, persistence: [String: String], replication: [String: String]) {
    let underWay = ["rdb_bgsave_in_progress", "aof_rewrite_in_progress", "aof_rewrite_scheduled"]
    let failed =
      (persistence["aof_last_bgrewrite_status"] == "err" ? [RewriteStoreFile.File.log] : [])
      + (persistence["rdb_last_bgsave_status"] == "err" ? [.snapshot] : [])
    let replicas = replication.keys.filter { $0.hasPrefix("slave") }.sorted()
    self.init(
      of: server, isWriting: underWay.contains { persistence[$0] == "1" }, failed: failed,
      offset: replication["master_repl_offset"].flatMap { Int64($0) } ?? 0,
      replicas: replicas.compactMap { replication[$0].flatMap { Replica(info: $0) } })
  }
}

extension StoreFiles.Replica {
  /// `ip=…,port=…,state=…,offset=…,lag=…`
  fileprivate init?(info: String) {
    let pairs = info.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    let fields = Dictionary(pairs.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }) { $1 }
    guard let host = fields["ip"], let port = fields["port"], let offset = fields["offset"].flatMap({ Int64($0) })
    else { return nil }
    self.init(address: "\(host):\(port)", offset: offset)
  }
}
