import Base
import Broker
import ChatProtocol
import RedisClient

extension RedisBackend {
  func run(_ call: FindReceipt, reply completion: @escaping FindReceipt.Completion) {
    var epoch: Result<String, BrokerFailure>?
    askEpoch(of: call.room) { epoch = $0 }
    send(to: .room(call.room)) { command in
      command.add("GET" as StaticString)
      command.add(RedisKeys.request(call.id, of: call.author, in: call.room))
    } completion: { result in
      completion(
        Result { () throws(BrokerFailure) in
          let receipt = try result.reading { (reply: inout ReplyCursor) -> Receipt?? in
            if reply.nothing() { return .some(nil) }
            return Receipt(answered: &reply).map { $0 }
          }.get()
          guard let epoch else { throw RedisFailure.unreadable.brokerFailure }
          // An id of an epoch that is lost went with its message.
          return try receipt?.position.epoch == epoch.get() ? receipt : nil
        })
    }
  }
}

extension Receipt {
  /// What publish.lua keeps of a request: `<epoch> <generation> <seq> <identity> <time> <digest>`
  fileprivate init?(answered reply: inout ReplyCursor) {
    guard let bytes = reply.bytes() else { return nil }
    var words = WordScanner(bytes)
    guard let position = Position(&words), let time = words.number(Int64.self) else { return nil }
    self.init(position: position, time: time, isDuplicate: true)
  }
}
