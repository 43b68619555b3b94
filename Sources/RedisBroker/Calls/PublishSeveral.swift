import Base
import Broker
import ChatProtocol
import RedisClient

/// Answered with the receipts of the first ones, as far as nothing was unusual.
struct PlainPublications: ScriptedCall {
  typealias Reply = [Receipt]

  let call: PublishSeveral

  static let script = RedisScript("publish_several", PackageResources.publish_several_lua)

  /// `nil` where something is asked for that publish.lua alone does, and where it is not known which room is meant.
  init?(_ call: PublishSeveral) {
    guard call.known != nil, let judgement = call.judgement, judgement.slow == nil,
      !call.publications.contains(where: { $0.header.kind == .policy })
    else { return nil }
    self.call = call
  }

  var place: Place { .room(call.room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(call.room)
    let retention = context.retention
    command.key(channel, RoomKey.meta)
    command.key(channel, RoomKey.stream)
    command.add(channel)
    command.add(retention.messages)
    command.add(context.isStoreFilling ? retention.sparingRequestSeconds : retention.requestSeconds)
    command.add(retention.renewal)
    command.add(call.known?.epoch ?? "")
    command.add(call.known?.generation ?? 0)
    command.add(call.known?.seq ?? 0)
    command.add(context.replicationID)
    command.add(context.words.publish)
    command.add(call.judgement?.version ?? "")
    for publication in call.publications {
      command.add(RedisKeys.request(publication.id, of: publication.author, in: call.room))
      command.add(publication.identity)
      command.add(publication.digest)
      command.add(MessagePayload.encode(publication.header, publication.body))
    }
  }

  func read(_ reply: inout ReplyCursor) -> [Receipt]? {
    guard let count = reply.array(), (0...call.publications.count).contains(count) else { return nil }
    var receipts: [Receipt] = []
    for _ in 0..<count {
      guard let bytes = reply.bytes() else { return nil }
      var words = WordScanner(bytes)
      guard let position = Position(&words), let time = words.number(Int64.self) else { return nil }
      receipts.append(Receipt(position: position, time: time, isDuplicate: false))
    }
    return receipts
  }
}

extension RedisBackend {
  /// By one script, and what is unusual of them each by itself. Where replicas are waited for all are, as each has its own turn in the
  /// gate.
  func run(_ call: PublishSeveral, reply: @escaping PublishSeveral.Completion) {
    guard !call.publications.isEmpty else { return broker.reactor.soon { reply(.success([])) } }
    guard broker.configuration.replicas == 0, call.publications.count > 1, let plain = PlainPublications(call) else {
      return runEach(of: call, reply: reply)
    }
    runPublications(plain) { result in
      switch result {
      case .success(let receipts):
        let stored = receipts.map { Result<Receipt, BrokerFailure>.success($0) }
        runEach(of: call.dropFirst(receipts.count)) { rest in reply(rest.map { stored + $0 }) }
      case .failure(let failure): reply(.success(call.publications.map { _ in .failure(failure) }))
      }
    }
  }

  private func runPublications(
    _ plain: PlainPublications, reply: @escaping (Result<[Receipt], BrokerFailure>) -> Void
  ) {
    switch broker.store {
    case .one(let shard): shard.store(plain, broker.context) { reply(plain.reading($0)) }
    case .cluster(let cluster):
      let context = broker.context
      cluster.route(plain.place, .publications) {
        reply(plain.reading($0))
      } attempt: { shard, asks, completion in
        shard.store(plain, asks: asks, context, completion: completion)
      }
    }
  }
}

extension Shard {
  fileprivate func store(
    _ plain: PlainPublications, asks: Bool = false, _ context: CallContext,
    completion: @escaping CommandConnection.Completion
  ) {
    context.isStoreFilling = writeProbe.space?.isFilling == true
    run(plain, .publications, asks: asks, context, completion: completion)
  }
}
