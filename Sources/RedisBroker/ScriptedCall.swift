import Broker
import RedisClient

/// A call that one script does: in `Calls` each names its script, its keys and arguments, and reads what it returns.
protocol ScriptedCall: BrokerCall {
  static var script: RedisScript { get }
  /// Adds the keys and then the arguments, as the script's head names them.
  func write(to command: inout CommandWriter, _ context: CallContext)
  /// `nil` for a reply of another form than the script's.
  func read(_ reply: inout ReplyCursor) throws(BrokerFailure) -> Reply?
}

/// Does each call: most of them by one script, in `Calls`.
struct RedisBackend: BrokerBackend {
  let broker: RedisBroker

  func run<Call: ScriptedCall>(_ call: Call, reply: @escaping Call.Completion) {
    run(call, on: broker.commands, reply: reply)
  }

  func run<Call: ScriptedCall>(_ call: Call, on connection: CommandConnection, reply: @escaping Call.Completion) {
    let context = broker.context
    context.replicationID = connection.replicationID
    connection.call(Call.script) {
      call.write(to: &$0, context)
    } completion: { result in
      reply(result.reading { (cursor) throws(BrokerFailure) in try call.read(&cursor) })
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
