import JSON
import KeptSamples
import Testing

@testable import ChatClient

/// What the servers of older versions sent, as it is kept in Tests/Samples.
@Suite("An object of an older server")
struct SampleTests {
  static let samples = KeptSample.all("objects.jsonl")

  /// Of no interest to a participant.
  private static let ignored: Set<String> = ["pong", "rooms"]

  @Test("is there to be read")
  func kept() { #expect(!Self.samples.isEmpty) }

  @Test("is understood", arguments: samples)
  func understood(sample: KeptSample) throws {
    let object = try JSONParser.parseObject(Array(sample.line.utf8))
    guard let type = object["type"]?.string, !Self.ignored.contains(type) else { return }
    switch ServerEvent(object) {
    case .unknown: Issue.record("\(type) is not understood")
    case .message(let message, let stored):
      #expect(message.text == object["text"]?.string && message.position == object["position"]?.string)
      #expect(stored.object == object && stored.seq == message.seq)
      #expect(message.id == object["id"]?.string && message.from.name == object["from"]?.object?["name"]?.string)
      #expect(message.everybody?.rawValue == object["everybody"]?.string)
    case .policy(let policy, let stored):
      #expect(stored.object == object && stored.seq == policy.seq && policy.position == object["position"]?.string)
      #expect(policy.id == object["id"]?.string && policy.from.name == object["from"]?.object?["name"]?.string)
      #expect(policy.change.settings.mode?.rawValue == object["set"]?.object?["mode"]?.string)
      #expect(policy.change.settings.topic == object["set"]?.object?["topic"]?.string)
      #expect(policy.change.settings.everybody?.rawValue == object["set"]?.object?["everybody"]?.string)
      #expect(policy.change.person?.id == object["user"]?.object?["id"]?.string)
    case .joined(let reply):
      #expect(reply.position == object["position"]?.string && reply.isRecovered == object["recovered"]?.bool)
      let events = ["missed", "changes"].compactMap { object[$0]?.integer }.reduce(0, +)
      #expect(Int64(clamping: reply.missed) == events)
    case .welcome(let welcome): #expect(welcome.user.name == object["user"]?.object?["name"]?.string)
    default: break
    }
  }
}
