/// What a file is, by the end of its name.
package enum ContentType {
  /// With a character set where there is text. Together with `nosniff`, an unknown file is never run or shown.
  package static func of(_ path: String) -> String {
    guard let dot = path.lastIndex(of: "."), let type = types[String(path[path.index(after: dot)...])] else {
      return "application/octet-stream"
    }
    return type
  }

  private static let types = [
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
  ]
}
