import Broker
import RedisClient

/// A call that one script does: in `Calls` each names its script, its keys and arguments, and reads what it returns.
protocol ScriptedCall {
  associatedtype Reply
  static var script: RedisScript { get }
  /// Who has its keys.
  var place: Place { get }
  /// Adds the keys and then the arguments, as the script's head names them.
  func write(to command: inout CommandWriter, _ context: CallContext)
  /// `nil` for a reply of another form than the script's.
  func read(_ reply: inout ReplyCursor) throws(BrokerFailure) -> Reply?
}

extension ScriptedCall {
  var place: Place { .people }
}

/// Does each call: most of them by one script, in `Calls`.
struct RedisBackend: BrokerBackend {
  let broker: RedisBroker

  var keys: RedisKeys { broker.context.keys }

  func run<Call: ScriptedCall>(
    _ call: Call, reply: @escaping (Result<Call.Reply, BrokerFailure>) -> Void
  ) {
    runScript(of: call, reply: reply)
  }

  func runScript<Call: ScriptedCall>(
    of call: Call, reply: @escaping (Result<Call.Reply, BrokerFailure>) -> Void
  ) {
    switch broker.store {
    case .one(let shard): shard.run(call, .commands, broker.context) { reply(call.reading($0)) }
    case .cluster(let cluster):
      cluster.perform(call, .commands, broker.context) { reply(call.reading($0)) }
    }
  }

  /// Sends a command; `write` adds its words.
  func send(
    to place: Place, _ write: @escaping (inout CommandWriter) -> Void,
    completion: @escaping CommandConnection.Completion
  ) {
    switch broker.store {
    case .one(let shard): shard.commands.send(write, completion: completion)
    case .cluster(let cluster):
      cluster.route(place, .commands, completion) { shard, asks, completion in
        shard.commands.send(asks: asks, write, completion: completion)
      }
    }
  }
}

extension ScriptedCall {
  func reading(_ result: Result<ReplyCursor, RedisFailure>) -> Result<Reply, BrokerFailure> {
    result.reading { (cursor) throws(BrokerFailure) in try read(&cursor) }
  }
}

extension Shard {
  /// - Parameter asks: for what is on its way here.
  func run<Call: ScriptedCall>(
    _ call: Call, _ lane: Lane, asks: Bool = false, _ context: CallContext,
    completion: @escaping CommandConnection.Completion
  ) {
    let connection = connection(lane)
    context.replicationID = connection.replicationID
    connection.call(Call.script, asks: asks, { call.write(to: &$0, context) }, completion: completion)
  }
}

extension Cluster {
  func perform<Call: ScriptedCall>(
    _ call: Call, _ lane: Shard.Lane, _ context: CallContext, completion: @escaping CommandConnection.Completion
  ) {
    route(call.place, lane, completion) { shard, asks, completion in
      shard.run(call, lane, asks: asks, context, completion: completion)
    }
  }
}

extension Result<ReplyCursor, RedisFailure> {
  /// What a reply says. A reply of another form than expected is a failure.
  func reading<Value>(
    _ read: (inout ReplyCursor) throws(BrokerFailure) -> Value?
  ) -> Result<Value, BrokerFailure> {
    switch self {
    case .failure(let failure): .failure(failure.brokerFailure)
    case .success(var reply):
      Result<Value, BrokerFailure> { () throws(BrokerFailure) in
        guard let value = try read(&reply) else { throw RedisFailure.unreadable.brokerFailure }
        return value
      }
    }
  }
}

extension RedisFailure {
  var brokerFailure: BrokerFailure { kind == .full ? .full : .unavailable(reason: reason) }
}
