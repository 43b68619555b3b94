import Chat
import HTTP
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import NetServer

/// Two instances of different releases, as they are during an update.
@Suite struct PageShareTests {
  private let old = StaticFiles(contents: ["index.html": Array(#""/app.js""#.utf8), "app.js": Array("old".utf8)])
  private let new = StaticFiles(contents: ["index.html": Array(#""/app.js""#.utf8), "app.js": Array("new".utf8)])

  private func path(of files: StaticFiles, _ file: String = "app.js") -> String { "/v/\(files.version)/\(file)" }

  @Test func `each serves the other's files, which a browser keeps for good`() throws {
    let first = try TestServer(files: old)
    let second = try TestServer(beside: first, files: new)
    first.turn(seconds: 0.05) { false }
    for server in [first, second] {
      for (files, text) in [(old, "old"), (new, "new")] {
        let answer = try server.ask("GET", path(of: files))
        #expect(answer.status == 200 && answer.body == Array(text.utf8))
        #expect(answer.fields["Content-Type"] == "text/javascript; charset=utf-8")
        #expect(answer.fields["Cache-Control"] == "public, max-age=31536000, immutable")
        let tag = try #require(answer.fields["ETag"])
        #expect(try server.ask("HEAD", path(of: files)).status == 200)
        #expect(try server.ask("GET", path(of: files), fields: [("If-None-Match", tag)]).status == 304)
      }
      #expect(try server.ask("GET", "/").fields["Cache-Control"] == "no-cache")
      #expect(try server.ask("GET", "/app.js").fields["Cache-Control"] == "no-cache")
    }
  }

  @Test func `what nobody has is not found, and never another version of it`() throws {
    let server = try TestServer(files: old)
    for path in [
      path(of: old, "none.js"), path(of: old, "index.html"), path(of: new), "/v/x/app.js", "/v/", "/v/x", "/v/X/app.js",
    ] {
      let answer = try server.ask("GET", path)
      #expect(answer.status == 404 && answer.fields["Cache-Control"] == "no-store", "\(path)")
    }
    #expect(try server.ask("POST", path(of: old), body: "x").status == 405)
    #expect(try server.ask("POST", "/v/x/app.js", body: "x").status == 405)
  }

  @Test func `looking for others' files has its price`() throws {
    let server = try TestServer(files: old) { configuration in
      configuration.hub.quotas = .on
      configuration.hub.addressQuota.requests = 1
    }
    var statuses: [Int] = []
    for _ in 0..<100 where statuses.last != 429 { statuses.append(try server.ask("GET", "/v/x/app.js").status) }
    #expect(statuses.first == 404 && statuses.last == 429)
    #expect(try server.ask("GET", path(of: old)).status == 200)
  }

  @Test func `a page that is too large to be shared is served all the same`() throws {
    let large = StaticFiles(contents: ["app.js": [UInt8](repeating: 32, count: PageShare.limit + 1)])
    let first = try TestServer(files: large)
    let second = try TestServer(beside: first, files: new)
    first.turn(seconds: 0.05) { false }
    #expect(try first.ask("HEAD", path(of: large)).status == 200)
    #expect(try second.ask("GET", path(of: large)).status == 404)
  }
}
