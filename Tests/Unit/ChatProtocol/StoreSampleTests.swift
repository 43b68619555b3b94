import ChatProtocol
import JSON
import KeptSamples
import Testing

/// What older versions stored of messages, as it is kept in Tests/Samples.
@Suite("A message that an older version stored")
struct StoreSampleTests {
  /// The entries of the rooms' streams.
  static let samples = KeptSample.all("store.jsonl").filter { $0.line.hasPrefix("[\"XADD\"") }

  @Test("is there to be read")
  func kept() { #expect(Self.samples.count > 10) }

  @Test("is understood, and shown without its header", arguments: samples)
  func understood(sample: KeptSample) throws {
    let entry = try JSONParser.parseObject(Array(#"{"words":\#(sample.line)}"#.utf8))
    let payload = try #require(entry["words"]?.array?.last?.string)
    let object = try JSONParser.parseObject(Array(payload.utf8))
    let message = Array(payload.utf8).withUnsafeBytes {
      StoredMessage(generation: 0, seq: 9, identity: "i", time: 5, payload: $0)
    }
    #expect(message.header.kind.rawValue == object["type"]?.string ?? "message")
    #expect(message.header.id == object["id"]?.string)
    #expect(message.header.author == object["from"]?.object?["id"]?.string)
    #expect(message.header.target?.id == object["target"]?.object?["id"]?.string)
    #expect(message.header.target?.seq == object["of"]?.integer.map { UInt64($0) })
    let room = try #require(RoomName("lobby"))
    let event = try JSONParser.parseObject(MessageEvent.json(message, at: Position(of: message, epoch: "e"), in: room))
    #expect(Array(event.members.dropFirst(5)) == object.members.filter { !["type", "h1"].contains($0.name) })
  }
}
