import HTTP
import Testing

@testable import ChatServer
@testable import ServerTestSupport
@testable import NetServer

@Suite struct RoutesTests {
  private static let publicRoutes: [(String, String, Int)] = [
    ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/index.html", 200), ("GET", "/tchatter.js", 200),
    ("GET", "/health", 200), ("HEAD", "/health", 200), ("GET", "/live", 200), ("GET", "/session", 401),
    ("DELETE", "/session", 204), ("POST", "/session", 400), ("GET", "/ws", 426), ("GET", "/nothing", 404),
    ("POST", "/", 405), ("PUT", "/session", 405), ("BREW", "/health", 405), ("GET", "/metrics", 404),
    ("GET", "/test", 404), ("PUT", "/admin/maintenance", 404), ("GET", "/?q=1", 200), ("OPTIONS", "*", 404),
    ("OPTIONS", "/session", 204), ("OPTIONS", "/nothing", 404),
  ]

  @Test func `each route answers with its status and the security fields`() throws {
    let server = try TestServer()
    for (method, path, status) in Self.publicRoutes {
      let response = try server.ask(method, path)
      #expect(response.status == status, "\(method) \(path)")
      for field in SecurityFields.fields {
        #expect(response.fields.all(field.name) == [field.value], "\(method) \(path): \(field.name)")
      }
      if status == 405 || method == "OPTIONS" && status == 204 { #expect(response.fields["Allow"] != nil) }
    }
  }

  @Test func `what is no request at all gets the security fields too, and the connection ends`() throws {
    let server = try TestServer()
    for text in [
      "\u{16}\u{3}\u{1}", "GET / HTTP/1.1\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    ] {
      let client = try server.connect()
      client.send(text + "GET /live HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(server.turn { client.isClosed })
      #expect(client.responses.count == 1 && client.responses.first?.status == 400)
      #expect(client.responses.first?.fields["X-Content-Type-Options"] == "nosniff")
      #expect(client.responses.first?.fields["Connection"] == "close")
    }
  }

  @Test func `a browser's copy of a file is revalidated, not sent again`() throws {
    let server = try TestServer()
    let first = try server.ask("GET", "/tchatter.js")
    let tag = try #require(first.fields["ETag"])
    #expect(first.fields["Cache-Control"] == "no-cache")
    #expect(first.fields["Content-Type"] == "text/javascript; charset=utf-8")
    #expect(first.body == Array("export {}".utf8))
    let second = try server.ask("GET", "/tchatter.js", fields: [("If-None-Match", tag)])
    #expect(second.status == 304 && second.body.isEmpty && second.fields["ETag"] == tag)
    let head = try server.ask("HEAD", "/tchatter.js")
    #expect(head.fields["Content-Length"] == "9" && head.body.isEmpty)
  }

  /// Threat 17.
  @Test func `only the files of the table are ever answered`() throws {
    let server = try TestServer()
    let tricks = [
      "/../index.html", "/..%2findex.html", "/%2e%2e/index.html", "/%252e%252e/index.html", "/./index.html",
      "//index.html", "/index.html/", "/index.html%00", "/index.html%20", "/index.html.", "/client/../tchatter.js",
      "/client/..%5ctchatter.js", "/client%2foutbox.js", "/CLIENT/outbox.js", "/client", "/client/", "/..",
      "/../../../etc/passwd", "/%2e%2e%2f%2e%2e%2fetc/passwd", "/..;/index.html", "/con", "/aux.js", "/.git/config",
      "/file:///etc/passwd", "/index.html::$DATA", "/index%2ehtml", "/%69ndex.html", "/\u{212A}", "/tchatter.js~",
    ]
    for path in tricks {
      let response = try server.ask("GET", path)
      #expect([400, 404].contains(response.status), "\(path)")
    }
  }

  @Test func `the admin side has its own routes, and none of the public's`() throws {
    let server = try TestServer()
    for (path, status) in [
      ("/health", 200), ("/live", 200), ("/metrics", 200), ("/test", 200), ("/admin/maintenance", 200), ("/", 404),
      ("/ws", 404), ("/session", 404), ("/admin", 308), ("/admin/", 200), ("/admin/fleet.js", 200),
      ("/admin/fleet", 200),
      ("/admin/index.html", 404),
    ] {
      let response = try server.ask("GET", path, .operators)
      #expect(response.status == status, "\(path)")
      #expect(response.fields["Content-Security-Policy"] != nil)
    }
  }
}
