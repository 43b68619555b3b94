import Foundation
import Testing

/// A line of what a version of the project stored or said, as it is kept in Tests/Samples.
package struct KeptSample: Sendable, CustomTestStringConvertible {
  package let version: String
  package let line: String

  package var testDescription: String { "\(version): \(line.prefix(60))" }

  /// Every line that all versions have in the file of that name.
  package static func all(_ name: String) -> [KeptSample] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Samples").standardized
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return versions.sorted().flatMap { version in
      let text = try? String(contentsOf: folder.appending(path: version).appending(path: name), encoding: .utf8)
      return (text ?? "").split(separator: "\n").map { KeptSample(version: version, line: String($0)) }
    }
  }
}
