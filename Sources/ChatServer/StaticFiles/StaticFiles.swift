import Base

/// The page: every file of a folder, held in memory from the start.
///
/// A request's path is looked up as it was sent, without decoding anything and without ever becoming a path of the file
/// system; so there is nothing to traverse (threat 17), and no request opens a file.
package struct StaticFiles {
  /// One file as it is served.
  package struct File {
    package let contentType: String
    /// With its quotes (RFC 9110, section 8.8.3).
    package let entityTag: String
    package let body: ByteSlice
  }

  private var files: [String: File] = [:]

  /// No files at all.
  package init() {}

  /// - Parameter contents: by path below the folder, such as `client/outbox.js`.
  package init(contents: [String: [UInt8]]) {
    for (path, bytes) in contents {
      let file = File(
        contentType: ContentType.of(path), entityTag: EntityTag.of(bytes), body: ByteSlice(copying: bytes))
      files["/" + path] = file
      if path == "index.html" { files["/"] = file }
    }
  }

  /// The file at a request's path, which must match byte for byte.
  package subscript(path: String) -> File? {
    // Swift compares strings by canonical equivalence; file names are ASCII, so that nothing else can be equal.
    path.utf8.allSatisfy { $0 < 0x80 } ? files[path] : nil
  }

  /// A word that is another one when any of the files is.
  package var tag: String {
    let tags = files.keys.sorted().map { "\($0) \(files[$0]?.entityTag ?? "")" }
    return files.isEmpty ? "" : EntityTag.of(Array(tags.joined(separator: "\n").utf8)).filter { $0 != "\"" }
  }

  /// The paths that are answered.
  package var paths: [String] { files.keys.sorted() }
}
