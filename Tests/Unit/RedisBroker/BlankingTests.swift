import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// What the contract does not ask of `blank_texts.lua`: what is left in Redis.
@Suite("Taking texts out of Redis")
struct BlankingTests {
  private let fleet: RedisFleet
  private let room: RoomName
  private let ann: ContractInstance

  init() throws {
    fleet = try RedisFleet()
    room = try .sample()
    ann = try ContractInstance("a", on: fleet)
  }

  private func publish(_ id: String, _ body: [UInt8], _ kind: MessageKind = .message) throws -> Position {
    let target = kind.isChange ? MessageTarget(seq: 1, author: "bob", id: "m") : nil
    return try ann.publish(
      Publication(
        room: room, header: MessageHeader(kind, author: "ann", id: id, target: target), identity: "i\(id)", body: body,
        digest: id)
    ).position
  }

  private func blank() throws -> Int {
    var (count, steps) = (0, 0)
    while steps < 100 {
      let step = try ann.answer(BlankTexts(of: room))
      count += step.count
      steps += 1
      if step.isDone { return count }
    }
    return -1
  }

  private func bodies() throws -> [String] {
    try ann.history(room, .after(seq: 0), limit: 1_000).messages.map { String(decoding: $0.body, as: UTF8.self) }
  }

  @Test("leaves no text, data or name, whatever they hold, and all else")
  func payloads() throws {
    let user = User(id: "ann", name: "Ann \"secret\" \\", kind: .user)
    let texts = [
      "secret", "secret \"quoted\"", "secret \\", "\\\\\"secret\\\"", "\",\"text\":\"secret", "secret {\u{1F375}}",
    ]
    var places: [Position] = []
    for (number, text) in texts.enumerated() {
      let data = try MessageData.sample(#"{"a":{"text":"secret","b":["}","\"secret"]}}"#)
      places.append(
        try publish("m\(number)", MessageBody.message(MessageContent(text), id: "m\(number)", from: user)))
      places.append(
        try publish(
          "d\(number)",
          MessageBody.message(MessageContent(text, reply: nil, data: data), id: "d\(number)", from: user)))
      let target = MessageTarget(seq: 1, author: "bob", id: "m")
      places.append(
        try publish(
          "e\(number)", MessageBody.change(.edit(text: text), of: target, id: "e\(number)", from: user), .edit))
    }
    let target = MessageTarget(seq: 1, author: "bob", id: "m")
    let reaction = MessageBody.change(.react(reaction: "\u{1F375}", isOn: true), of: target, id: "r", from: user)
    places.append(try publish("r", reaction, .reaction))
    let other = try publish("o", MessageBody.message(MessageContent("secret of others"), id: "o", from: user))
    for place in places { try ann.answer(Erase(.deleted(place), in: room)) }
    #expect(try blank() == places.count)
    // Without the notes what is there is handed out as it is.
    try fleet.redis.command("DEL", "tc:{\(room.text)}:x")
    let bodies = try bodies()
    let name = #""name":"Ann \"secret\" \\""#
    #expect(bodies.count == Int(other.seq) && bodies.last?.contains("secret of others") == true)
    for body in bodies.dropLast() {
      #expect(!body.replacing(name, with: "").contains("secret"), "\(body)")
      #expect((try? MessageData.sample(body)) != nil, "\(body)")
    }
    #expect(bodies[bodies.count - 2].contains(#""name":"""#) && bodies[bodies.count - 2].contains("\u{1F375}"))
  }

  @Test("keeps the time at which the messages expire, and leaves no copy")
  func expiry() throws {
    try ann.publish(300, in: room)
    let stream = "tc:{\(room.text)}:s"
    try fleet.redis.command("EXPIRE", stream, "1000")
    #expect(try blank() == 0)
    // More than the copy is kept for.
    let left = try fleet.redis.command("TTL", stream).filter(\.isNumber)
    #expect((601...1_000).contains(Int(left) ?? 0), "\(left)")
    #expect(try fleet.redis.command("EXISTS", "tc:{\(room.text)}:b").filter(\.isNumber) == "0")
  }

  @Test("begins again when the room has begun another history meanwhile")
  func anotherHistory() throws {
    let place = try ann.publish(300, in: room)[0].position
    try ann.answer(Erase(.deleted(place), in: room))
    #expect(try ann.answer(BlankTexts(of: room)).isDone == false)
    try fleet.redis.command("DEL", "tc:{\(room.text)}:m")
    for number in 1_001...1_300 { try ann.publish(.sample(number, in: room)) }
    let before = try ann.history(room, .after(seq: 0), limit: 1_000).messages
    #expect(try blank() == 0)
    #expect(try ann.history(room, .after(seq: 0), limit: 1_000).messages == before && before.count == 300)
  }
}
