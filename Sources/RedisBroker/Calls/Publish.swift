import Base
import Broker
import ChatProtocol
import RedisClient

extension Publish: ScriptedCall {
  static let script = RedisScript("publish", PackageResources.publish_lua)

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
    guard let gate = broker.gate else { return store(call, reply) }
    gate.pass(reply) { [weak broker] completion in
      guard let broker else { return completion(.failure(.unavailable(reason: "this instance ends"))) }
      RedisBackend(broker: broker).store(call, completion)
    }
  }

  private func store(_ call: Publish, _ reply: @escaping Publish.Completion) {
    broker.context.isStoreFilling = broker.writeProbe.space?.isFilling == true
    run(call, on: broker.publications) { [writeProbe = broker.writeProbe] result in
      writeProbe.published(result)
      reply(result)
    }
  }
}
