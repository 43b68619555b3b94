import Base

/// The page: every file of a folder, held in memory from the start.
///
/// A request's path is looked up as it was sent, without decoding anything and without ever becoming a path of the file
/// system; so there is nothing to traverse (threat 17), and no request opens a file.
///
/// The page itself names its files by paths that hold their version (`PageVersion`), so that a browser never runs modules of
/// two versions together. By its plain path a file is whatever this instance has.
package struct StaticFiles {
  /// One file as it is served.
  package struct File {
    package let contentType: String
    /// With its quotes (RFC 9110, section 8.8.3).
    package let entityTag: String
    package let body: ByteSlice
    package let caching: Caching

    package init(_ path: String, _ bytes: [UInt8], _ caching: Caching) {
      contentType = ContentType.of(path)
      entityTag = EntityTag.of(bytes)
      body = ByteSlice(copying: bytes)
      self.caching = caching
    }
  }

  /// What a browser may do with its copy of a file.
  package enum Caching {
    /// Keep it, but ask each time whether it is still the one.
    case askEachTime
    /// Keep it: its path names its version.
    case forGood
  }

  private var files: [String: File] = [:]
  /// By path below the folder.
  package let contents: [String: [UInt8]]
  /// A word that is another one when any of the files is: `[a-z0-9-]{1,40}`; empty without files.
  package let version: String

  /// No files at all.
  package init() { self.init(contents: [:]) }

  /// - Parameter contents: by path below the folder, such as `client/outbox.js`.
  package init(contents: [String: [UInt8]]) {
    self.contents = contents
    version = Self.version(of: contents)
    for (path, bytes) in contents {
      if path == "index.html" {
        let file = File(path, PageVersion.naming(version, in: bytes, filesAt: contents.keys), .askEachTime)
        (files["/"], files["/index.html"]) = (file, file)
      } else {
        files["/" + path] = File(path, bytes, .askEachTime)
        files[PageVersion.path(path, of: version)] = File(path, bytes, .forGood)
      }
    }
  }

  private static func version(of contents: [String: [UInt8]]) -> String {
    let tags = contents.sorted { $0.key < $1.key }.map { "\($0.key) \(EntityTag.of($0.value))" }
    return tags.isEmpty ? "" : EntityTag.of(Array(tags.joined(separator: "\n").utf8)).filter { $0 != "\"" }
  }

  /// The file at a request's path, which must match byte for byte.
  package subscript(path: String) -> File? {
    // Swift compares strings by canonical equivalence; file names are ASCII, so that nothing else can be equal.
    path.utf8.allSatisfy { $0 < 0x80 } ? files[path] : nil
  }

  /// The paths that are answered.
  package var paths: [String] { files.keys.sorted() }
}
