import Base

/// The paths of the page's files with the version that they belong to: `/v/VERSION/client/outbox.js`. Modules name each other
/// by relative paths, so all files of a load are of the version that the page was.
package enum PageVersion {
  package static let beginning = "/v/"

  package static func path(_ path: String, of version: String) -> String { "\(beginning)\(version)/\(path)" }

  /// The version and the file that a request's path names; `nil` when it has another form.
  package static func parse(_ path: String) -> (version: String, path: String)? {
    let bytes = path.utf8
    guard bytes.count <= 200, bytes.starts(with: beginning.utf8) else { return nil }
    let rest = bytes.dropFirst(beginning.utf8.count)
    guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let version = rest[..<slash]
    guard (1...40).contains(version.count), version.allSatisfy(isOfVersion) else { return nil }
    let file = rest[rest.index(after: slash)...]
    guard !file.isEmpty, file.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
    return (String(version) ?? "", String(file) ?? "")
  }

  private static func isOfVersion(_ byte: UInt8) -> Bool {
    ASCII.isLowercase(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-")
  }

  /// The page with each of its own files that it names in quotes, `"/app.js"`, named with the version.
  package static func naming(_ version: String, in page: [UInt8], filesAt paths: some Sequence<String>) -> [UInt8] {
    var text = String(decoding: page, as: UTF8.self)
    for path in paths { text = text.replacing("\"/\(path)\"", with: "\"\(Self.path(path, of: version))\"") }
    return Array(text.utf8)
  }
}
