import KeptSamples
import Testing

@testable import Chat
@testable import ChatProtocol
@testable import JSON

/// What the clients of older versions sent, as it is kept in Tests/Samples.
@Suite("A request of an older version")
struct SampleTests {
  static let samples = KeptSample.all("requests.jsonl")

  @Test("is there to be read")
  func kept() { #expect(!Self.samples.isEmpty) }

  @Test("is understood", arguments: samples)
  func understood(sample: KeptSample) throws {
    let request = try Array(sample.line.utf8).withUnsafeBytes { try ClientRequest($0) }
    let object = try JSONParser.parseObject(Array(sample.line.utf8))
    #expect(request.id == object["id"]?.string)
  }
}
