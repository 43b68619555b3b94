import Base
import EventLoop
import HTTP
import NetClient
import TestBackend
import Testing

@Suite struct HTTPClientTests {
  private let backend: Backend
  private let client: HTTPClient

  init() throws {
    let backend = try Backend()
    self.backend = backend
    client = HTTPClient(backend.reactor, longestBody: 1_000, to: { [unowned backend] in backend.address })
  }

  private func request(_ target: String) -> Request {
    Request(method: "GET", target: target, fields: ["Host": "backend"])
  }

  /// The answer to a request, or why there is none.
  private func ask(_ target: String, timeout: TimeSpan = .seconds(60)) throws -> Result<Response, ConnectionEnd> {
    var results: [Result<Response, ConnectionEnd>] = []
    client.call(request(target), timeout: timeout) { results.append($0) }
    #expect(results.isEmpty, "nothing is told from within the call")
    try backend.turn { !results.isEmpty }
    #expect(results.count == 1 && !client.isBusy)
    return try #require(results.first)
  }

  @Test func `requests go one after the other on one connection`() throws {
    backend.onRequest = { request, connection in
      connection.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\(request.target)")
    }
    #expect(try ask("/1").get().body == Array("/1".utf8))
    #expect(try ask("/2").get().body == Array("/2".utf8))
    #expect(backend.connections.count == 1)
  }

  @Test func `a server that closes after its answer gets another connection for the next`() throws {
    backend.onRequest = { _, connection in
      connection.answer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    }
    #expect(try ask("/").get().status == 200)
    #expect(try ask("/").get().status == 200)
    #expect(backend.connections.count == 2)
  }

  @Test func `an answer without a length ends with the connection`() throws {
    backend.onRequest = { _, connection in
      connection.answer("HTTP/1.1 200 OK\r\n\r\nall")
      connection.hangUp()
    }
    #expect(try ask("/").get().body == Array("all".utf8))
  }

  @Test(arguments: [
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "the connection broke off"),
    ("", "the connection broke off"),
    ("SSH-2.0\r\n", "the server's answer is no HTTP: the status line is malformed"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", "the server's answer is no HTTP: the body is too long"),
  ])
  func `what is no whole answer is told as what it is`(_ bytes: String, _ why: String) throws {
    backend.onRequest = { _, connection in
      connection.answer(bytes)
      connection.hangUp()
    }
    #expect(try ask("/") == .failure(.failed(why)))
  }

  @Test func `silence has an end, after which the next request takes another connection`() throws {
    #expect(try ask("/", timeout: .milliseconds(50)) == .failure(.silent))
    backend.onRequest = { _, connection in connection.answer("HTTP/1.1 204 No Content\r\n\r\n") }
    #expect(try ask("/").get().status == 204)
    #expect(backend.connections.count == 2)
  }

  @Test func `a server that is not there is named, and a request that can't be written too`() throws {
    backend.stopListening()
    guard case .failure(.failed(let why)) = try ask("/") else { throw ConnectionEnd.silent }
    #expect(why.contains("refused"))
    #expect(throws: ConnectionEnd.self) { try ask("/a b").get() }
  }

  @Test func `what nobody asked for is not taken for the answer to the next request`() throws {
    backend.onRequest = { request, connection in
      connection.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\(request.target)")
      guard request.target == "/1" else { return }
      connection.answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
    }
    #expect(try ask("/1").get().body == Array("/1".utf8))
    backend.turn(for: .milliseconds(20))
    #expect(try ask("/2").get().body == Array("/2".utf8))
    #expect(backend.connections.count == 2)
  }

  @Test func `a dropped call tells nothing`() throws {
    var isTold = false
    backend.onRequest = { _, connection in connection.answer("HTTP/1.1 204 No Content\r\n\r\n") }
    client.call(request("/"), timeout: .milliseconds(50)) { _ in isTold = true }
    client.drop()
    backend.turn(for: .milliseconds(100))
    #expect(!isTold && !client.isBusy)
  }

  @Test func `a renewed connection replaces the old one once it has answered, and not before`() throws {
    backend.onRequest = { _, connection in connection.answer("HTTP/1.1 204 No Content\r\n\r\n") }
    _ = try ask("/").get()
    client.renew()
    _ = try ask("/").get()
    #expect(backend.connections.count == 2)
    try backend.turn { backend.connections[0].isClosed }
    client.renew()
    backend.stopListening()
    #expect(try ask("/").get().status == 204, "by the connection that was to be left")
    #expect(!backend.connections[1].isClosed)
  }

  @Test func `one request alone needs nobody to hold anything`() throws {
    backend.onRequest = { _, connection in connection.answer("HTTP/1.1 204 No Content\r\n\r\n") }
    var status: Int?
    HTTPClient.once(request("/"), on: backend.reactor, timeout: .seconds(60), to: { [backend] in backend.address }) {
      status = try? $0.get().status
    }
    try backend.turn { status != nil && backend.connections.first?.isClosed == true }
    #expect(status == 204)
  }
}
