import HTTP

/// Which path and method lead where. Paths are compared as they were sent, byte by byte; nothing is decoded, so no other
/// spelling leads anywhere.
package struct Router {
  package typealias Handler = (Exchange) -> Void

  private var table: [String: [String: Handler]] = [:]
  /// Paths that go on behind their beginning.
  private var beginnings: [(path: String, methods: [String: Handler])] = []
  /// Who is told of requests below these paths that reach no route.
  private var observers: [(path: String, tell: (RefusedRequest) -> Void)] = []
  /// Paths with one part that may be anything.
  private var patterns: [(before: String, after: String, methods: [String: (Exchange, String) -> Void])] = []
  /// Looks at each request first; whether it goes on. One that does not has been answered.
  package var admits: (Exchange) -> Bool = { _ in true }

  package init() {}

  package mutating func on(_ method: String, _ path: String, _ handler: @escaping Handler) {
    table[path, default: [:]][method] = handler
    if method == "GET" { table[path, default: [:]]["HEAD"] = handler }
  }

  package mutating func on(_ method: String, _ path: String, reply: @escaping () -> Reply) {
    on(method, path) { $0.answer(reply()) }
  }

  /// Everything below a path that ends with a slash, unless it has a route of its own.
  package mutating func below(_ path: String, on method: String, _ handler: @escaping Handler) {
    if let index = beginnings.firstIndex(where: { $0.path == path }) {
      beginnings[index].methods[method] = handler
    } else {
      beginnings.append((path, [method: handler]))
    }
  }

  /// Tells of each request below a path for what is not done there, or that can't be read; it is answered as everywhere.
  package mutating func observe(below path: String, _ tell: @escaping (RefusedRequest) -> Void) {
    observers.append((path, tell))
  }

  func tell(_ refused: RefusedRequest) {
    for observer in observers where refused.request.path.hasPrefix(observer.path) { observer.tell(refused) }
  }

  /// Every path of this form, unless it has a route of its own.
  /// - Parameter pattern: with a `*` for one part of the path, which the handler is told: `/votes/*/ballots`.
  package mutating func on(_ method: String, matching pattern: String, _ handler: @escaping (Exchange, String) -> Void)
  {
    let ends = pattern.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let (before, after) = (ends[0], ends.count > 1 ? ends[1] : "")
    let index = patterns.firstIndex { $0.before == before && $0.after == after } ?? patterns.count
    if index == patterns.count { patterns.append((before, after, [:])) }
    patterns[index].methods[method] = handler
    if method == "GET" { patterns[index].methods["HEAD"] = handler }
  }

  /// Every file under its path.
  package mutating func serve(_ files: StaticFiles) {
    for path in files.paths {
      guard let file = files[path] else { continue }
      on("GET", path) { $0.answer(.file(file, ifNoneMatch: $0.request.fields["If-None-Match"])) }
    }
  }

  package var paths: [String] { table.keys.sorted() }

  package func route(_ exchange: Exchange) {
    guard admits(exchange) else { return }
    let path = exchange.request.path
    // Swift compares strings by canonical equivalence: the Kelvin sign would be a K.
    guard path.utf8.allSatisfy({ $0 < 0x80 }), let methods = methods(at: path) else {
      return exchange.answer(.refusal(.notFound, Reply.nothingHere))
    }
    guard let handler = methods[exchange.request.method] else {
      tell(RefusedRequest(request: exchange.request, client: exchange.client, error: nil))
      return exchange.answer(Self.notAllowed(methods.keys.sorted(), exchange.request.method))
    }
    handler(exchange)
  }

  private func methods(at path: String) -> [String: Handler]? {
    table[path] ?? matching(path) ?? beginnings.first { path.utf8.starts(with: $0.path.utf8) }?.methods
  }

  private func matching(_ path: String) -> [String: Handler]? {
    for pattern in patterns where path.hasPrefix(pattern.before) && path.hasSuffix(pattern.after) {
      let part = path.dropFirst(pattern.before.count).dropLast(pattern.after.count)
      guard !part.isEmpty, !part.contains("/") else { continue }
      return pattern.methods.mapValues { handler in { handler($0, String(part)) } }
    }
    return nil
  }

  /// What may be asked for there, to who asks for that or for something else.
  private static func notAllowed(_ methods: [String], _ method: String) -> Reply {
    var reply = method == "OPTIONS" ? Reply(204) : .refusal(.badRequest, "This is not done here.")
    if method != "OPTIONS" { reply.response.status = 405 }
    reply.add("Allow", methods.joined(separator: ", "))
    return reply
  }
}
