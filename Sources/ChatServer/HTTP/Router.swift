import HTTP

/// Which path and method lead where. Paths are compared as they were sent, byte by byte; nothing is decoded, so no other
/// spelling leads anywhere.
struct Router {
  typealias Handler = (Exchange) -> Void

  private var table: [String: [String: Handler]] = [:]
  /// Paths that go on behind their beginning.
  private var beginnings: [(path: String, methods: [String: Handler])] = []
  /// Looks at each request first; whether it goes on. One that does not has been answered.
  var admits: (Exchange) -> Bool = { _ in true }

  mutating func on(_ method: String, _ path: String, _ handler: @escaping Handler) {
    table[path, default: [:]][method] = handler
    if method == "GET" { table[path, default: [:]]["HEAD"] = handler }
  }

  mutating func on(_ method: String, _ path: String, reply: @escaping () -> Reply) {
    on(method, path) { $0.answer(reply()) }
  }

  /// Everything below a path that ends with a slash, unless it has a route of its own.
  mutating func below(_ path: String, on method: String, _ handler: @escaping Handler) {
    if let index = beginnings.firstIndex(where: { $0.path == path }) {
      beginnings[index].methods[method] = handler
    } else {
      beginnings.append((path, [method: handler]))
    }
  }

  /// Every file under its path.
  mutating func serve(_ files: StaticFiles) {
    for path in files.paths {
      guard let file = files[path] else { continue }
      on("GET", path) { $0.answer(.file(file, ifNoneMatch: $0.request.fields["If-None-Match"])) }
    }
  }

  var paths: [String] { table.keys.sorted() }

  func route(_ exchange: Exchange) {
    guard admits(exchange) else { return }
    let path = exchange.request.path
    // Swift compares strings by canonical equivalence: the Kelvin sign would be a K.
    guard path.utf8.allSatisfy({ $0 < 0x80 }), let methods = methods(at: path) else {
      return exchange.answer(.refusal(.notFound, Reply.nothingHere))
    }
    guard let handler = methods[exchange.request.method] else {
      return exchange.answer(Self.notAllowed(methods.keys.sorted()))
    }
    handler(exchange)
  }

  private func methods(at path: String) -> [String: Handler]? {
    table[path] ?? beginnings.first { path.utf8.starts(with: $0.path.utf8) }?.methods
  }

  private static func notAllowed(_ methods: [String]) -> Reply {
    var reply = Reply.refusal(.badRequest, "This is not done here.")
    reply.response.status = 405
    reply.add("Allow", methods.joined(separator: ", "))
    return reply
  }
}
