import Foundation
import Testing

@testable import Chat

/// What the clients of older versions sent, as it is kept in Tests/samples.
@Suite("A request of an older version")
struct SampleTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let version: String
    let line: String
    var testDescription: String { "\(version): \(line.prefix(60))" }
  }

  /// Every line of every version's requests.
  static let samples: [Sample] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../samples").standardized
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return versions.sorted().flatMap { version in
      let file = folder.appending(path: version).appending(path: "requests.jsonl")
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").map { Sample(version: version, line: String($0)) }
    }
  }()

  @Test("is there to be read")
  func kept() { #expect(!Self.samples.isEmpty) }

  @Test("is understood", arguments: samples)
  func understood(sample: Sample) throws {
    let request = try Array(sample.line.utf8).withUnsafeBytes { try ClientRequest($0) }
    let object = try JSONParser.parseObject(Array(sample.line.utf8))
    #expect(request.id == object["id"]?.string)
  }
}
