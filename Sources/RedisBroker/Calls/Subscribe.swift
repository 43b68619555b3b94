import Broker
import ChatProtocol

extension RedisBackend {
  func run(_ call: Subscribe, reply: @escaping Subscribe.Completion) {
    let room = call.room
    broker.subscriber.follow(RedisKeys.channel(room)) { [weak broker] payload in
      broker?.received(payload, in: room)
    } completion: { result in
      reply(result.mapError { $0.brokerFailure })
    }
  }
}
