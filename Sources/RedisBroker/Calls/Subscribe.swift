import Broker
import ChatProtocol

extension RedisBackend {
  func run(_ call: Subscribe, reply: @escaping Subscribe.Completion) {
    let room = call.room
    switch broker.store {
    case .one(let shard):
      shard.subscriber.follow(RedisKeys.channel(room)) { [weak broker] payload in
        broker?.received(payload, in: room)
      } completion: { result in
        reply(result.mapError { $0.brokerFailure })
      }
    case .cluster(let cluster):
      cluster.subscriptions.begin(room) { result in reply(result.mapError { $0.brokerFailure }) }
    }
  }
}
