import Base
import Broker
import ChatProtocol
import RedisClient

extension Publish: ScriptedCall {
  static let script = RedisScript("publish", PackageResources.publish_lua)

  var place: Place { .room(publication.room) }

  func write(to command: inout CommandWriter, _ context: CallContext) {
    let channel = RedisKeys.channel(publication.room)
    let retention = context.retention
    command.key(channel, RoomKey.meta)
    command.key(channel, RoomKey.stream)
    command.key(RedisKeys.request(publication.id, of: publication.author, in: publication.room))
    if concernsPolicy { command.key(channel, RoomKey.policy) }
    if judgement?.slow != nil { command.key(RedisKeys.writing(of: publication.author, in: publication.room)) }
    command.add(channel)
    command.add(context.makeEpoch())
    command.add(publication.identity)
    command.add(publication.digest)
    command.add(MessagePayload.encode(publication.header, publication.body))
    command.add(retention.messages)
    command.add(retention.backlogSeconds)
    command.add(retention.epochSeconds)
    command.add(context.isStoreFilling && !isPutBack ? retention.sparingRequestSeconds : retention.requestSeconds)
    command.add(retention.renewal)
    command.add(known?.epoch ?? "")
    command.add(known?.generation ?? 0)
    command.add(known?.seq ?? 0)
    command.add(context.replicationID)
    command.add(context.words.publish)
    guard concernsPolicy else { return }
    command.add(judgement?.version ?? "*")
    command.add(judgement?.slow.map { String($0 * 1_000) } ?? "")
    guard let change = publication.policyChange else { return }
    // A change of nothing that this version knows is one all the same.
    for (field, value) in PolicyFields.pairs(of: change) + [("v", publication.identity)] {
      command.add(field)
      command.add(value)
    }
  }

  /// Others may put the same back within half a day (`RoomSync`), and must find that it was.
  private var isPutBack: Bool { judgement == nil }

  /// Whether there is more to say than that the room has no policy.
  private var concernsPolicy: Bool { judgement?.version != "" || publication.header.kind == .policy }

  func read(_ reply: inout ReplyCursor) throws(BrokerFailure) -> Receipt? {
    guard let bytes = reply.bytes() else { return nil }
    let mark = bytes.first
    let isDuplicate = mark == UInt8(ascii: "=")
    let isRefusal = mark == UInt8(ascii: "-")
    var words = WordScanner(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(isDuplicate || isRefusal ? 1 : 0)))
    if isRefusal { return try refuse(&words) }
    guard let position = Position(&words), let time = words.number(Int64.self) else { return nil }
    return Receipt(position: position, time: time, isDuplicate: isDuplicate)
  }

  /// - Returns: `nil` for a refusal that is none of the script's.
  private func refuse(_ words: inout WordScanner) throws(BrokerFailure) -> Receipt? {
    switch words.word() {
    case "c": throw .conflict
    case "s": throw .stale
    case "p": throw .otherPolicy
    case "w": throw .tooSoon(wait: words.number(Int.self) ?? 0)
    default: return nil
    }
  }
}

extension RedisBackend {
  func run(_ call: Publish, reply: @escaping Publish.Completion) {
    switch broker.store {
    case .one(let shard): shard.publish(call, broker.context, reply: reply)
    case .cluster(let cluster):
      let context = broker.context
      cluster.route(call.place, .publications) { (result: Result<Publish.Outcome, RedisFailure>) in
        reply(result.mapError(\.brokerFailure).flatMap { $0 })
      } attempt: { shard, asks, completion in
        var redirection: RedisFailure?
        shard.publish(call, asks: asks, context) {
          if $0.redirection != nil { redirection = $0 }
        } reply: { result in
          completion(redirection.map { .failure($0) } ?? .success(result))
        }
      }
    }
  }
}

extension Publish {
  fileprivate typealias Outcome = Result<Receipt, BrokerFailure>
}

extension Shard {
  /// - Parameter failed: told first of what Redis refuses.
  fileprivate func publish(
    _ call: Publish, asks: Bool = false, _ context: CallContext, failed: ((RedisFailure) -> Void)? = nil,
    reply: @escaping Publish.Completion
  ) {
    guard let gate else { return store(call, asks, context, failed, reply) }
    gate.pass(reply) { [weak self] completion in
      guard let self else { return completion(.failure(.unavailable(reason: "this instance ends"))) }
      self.store(call, asks, context, failed, completion)
    }
  }

  private func store(
    _ call: Publish, _ asks: Bool, _ context: CallContext, _ failed: ((RedisFailure) -> Void)?,
    _ reply: @escaping Publish.Completion
  ) {
    context.isStoreFilling = writeProbe.space?.isFilling == true
    run(call, .publications, asks: asks, context) { [writeProbe] result in
      if case .failure(let failure) = result { failed?(failure) }
      let outcome = call.reading(result)
      writeProbe.published(outcome)
      reply(outcome)
    }
  }
}
