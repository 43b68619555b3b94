import Broker
import RedisClient

extension RedisBackend {
  func run(_ call: ReadStoreFiles, reply: @escaping ReadStoreFiles.Completion) {
    if let replica = call.replica { return readFiles(ofReplica: replica, reply) }
    let shards = broker.shards
    guard !shards.isEmpty else {
      return broker.reactor.soon { reply(.failure(.unavailable(reason: "no node of the cluster is known"))) }
    }
    readFiles(of: shards[...], found: [], reply)
  }

  private func readFiles(ofReplica name: String, _ reply: @escaping ReadStoreFiles.Completion) {
    findReplica(name) { found in
      switch found {
      case .success(let replica):
        replica.perform(
          { commands, finish in
            commands.info("persistence", "replication") { info in finish(info.map { [StoreFiles(of: name, $0)] }) }
          }, completion: reply)
      case .failure(let failure): reply(.failure(failure))
      }
    }
  }

  /// One after the other.
  private func readFiles(
    of shards: ArraySlice<Shard>, found: [StoreFiles], _ reply: @escaping ReadStoreFiles.Completion
  ) {
    guard let shard = shards.first else { return reply(.success(found)) }
    shard.commands.info("persistence", "replication") { info in
      switch info {
      case .success(let info):
        readFiles(of: shards.dropFirst(), found: found + [StoreFiles(of: shard.name, info)], reply)
      case .failure(let failure): reply(.failure(failure))
      }
    }
  }
}

extension StoreFiles {
  fileprivate init(of server: String, _ info: ServerInfo) {
    let underWay = ["rdb_bgsave_in_progress", "aof_rewrite_in_progress", "aof_rewrite_scheduled"]
    let failed =
      (info["aof_last_bgrewrite_status"] == "err" ? [RewriteStoreFile.File.log] : [])
      + (info["rdb_last_bgsave_status"] == "err" ? [.snapshot] : [])
    self.init(
      of: server, isWriting: underWay.contains { info[$0] == "1" }, failed: failed,
      offset: info["master_repl_offset"].flatMap { Int64($0) } ?? 0,
      replicas: info.values(ofNamesWith: "slave").compactMap { Replica(info: $0) })
  }
}

extension StoreFiles.Replica {
  /// `ip=…,port=…,state=…,offset=…,lag=…`
  fileprivate init?(info: Substring) {
    let pairs = info.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    let fields = Dictionary(pairs.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }) { $1 }
    guard let host = fields["ip"], let port = fields["port"], let offset = fields["offset"].flatMap({ Int64($0) })
    else { return nil }
    self.init(
      address: UInt16(port).map { RedisAddress(host: host, port: $0).description } ?? "\(host):\(port)", offset: offset)
  }
}
