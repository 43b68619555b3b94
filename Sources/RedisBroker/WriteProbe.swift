import Base
import Broker
import RedisClient

/// Whether Redis would store something. Three things tell: what became of the latest publication; again and again a write
/// that changes nothing, which whoever is full, whose disk fails or who was demoted refuses all the same; and how much of
/// its memory is taken.
///
/// A publication that was refused counts until one is stored, or there is room again: a Redis that is full by the length of a
/// message takes the write of nothing.
final class WriteProbe {
  private let commands: CommandConnection
  private let key: () -> String?
  private var probeRefusal: String?
  private var publicationRefusal: String?
  /// How much of its memory is taken; `nil` where Redis has no limit, or has not told.
  private(set) var space: StoreSpace?

  /// - Parameter mark: the key to write to, where a cluster's node has only some of them.
  init(
    _ commands: CommandConnection, _ configuration: RedisBrokerConfiguration, mark: @escaping () -> String? = { nil }
  ) {
    self.commands = commands
    let probe = configuration.redis.server.isOfCluster ? nil : RedisKeys.probe(configuration.instance)
    key = { probe ?? mark() }
  }

  /// What Redis says against writing; `nil` when nothing.
  var refusal: String? { publicationRefusal ?? probeRefusal ?? space?.refusal }

  func reset() {
    probeRefusal = nil
    publicationRefusal = nil
    space = nil
  }

  /// A publication was answered.
  func published(_ result: Result<Receipt, BrokerFailure>) {
    switch result {
    case .success(let receipt) where !receipt.isDuplicate: publicationRefusal = nil
    case .failure(.full): publicationRefusal = "Redis is full: it refused a message"
    case .success, .failure: break
    }
  }

  func turn() {
    guard commands.link.isUp else { return }
    if let key = key() { write(nothingTo: key) }
    commands.send { writer in
      writer.add("INFO" as StaticString)
      writer.add("memory" as StaticString)
    } completion: { [weak self] result in
      guard case .success(var reply) = result, let info = reply.serverInfo() else { return }
      self?.heard(of: StoreSpace(info))
    }
  }

  private func heard(of space: StoreSpace?) {
    self.space = space
    if space?.isFull != true { publicationRefusal = nil }
  }

  /// To a key that is not there: so none is made.
  private func write(nothingTo key: String) {
    commands.send { writer in
      writer.add("SETRANGE" as StaticString)
      writer.add(key)
      writer.add(0)
      writer.add("" as StaticString)
    } completion: { [weak self] result in
      switch result {
      case .success: self?.probeRefusal = nil
      case .failure(let failure) where failure.kind == .full || failure.kind == .refused:
        self?.probeRefusal = failure.reason
      case .failure: break
      }
    }
  }
}

extension StoreSpace {
  /// From `used_memory` and `maxmemory`, bytes; 0 is no limit.
  init?(_ info: ServerInfo) {
    guard let used = info["used_memory"].flatMap({ Int($0) }), let limit = info["maxmemory"].flatMap({ Int($0) }),
      used >= 0, limit > 0
    else { return nil }
    self.init(used: used, limit: limit)
  }
}
