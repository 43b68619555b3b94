/// Requests that two parsers could read in two ways, or that no client sends without ill will, each with the status
/// that refuses it.
enum AmbiguousRequests {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let bytes: [UInt8]
    let status: Int
    var description: String { name }

    init(_ name: String, _ text: String, _ status: Int = 400) {
      self.init(name, Array(text.utf8), status)
    }

    init(_ name: String, _ bytes: [UInt8], _ status: Int = 400) {
      self.name = name
      self.bytes = bytes
      self.status = status
    }
  }

  static let all = joined(lines, versions, targets, hosts, names, values, lineEnds, lengths, codings, chunks)

  private static func joined(_ lists: [Case]...) -> [Case] { lists.flatMap { $0 } }
  private static func each(_ texts: [String], _ make: (String) -> Case) -> [Case] { texts.map(make) }

  private static func get(_ fields: String) -> String { "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n" }
  private static func post(_ fields: String, _ body: String = "") -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
  }
  private static func visible(_ byte: UInt8) -> String { "0x" + String(byte, radix: 16) }

  /// Everything that is not `method SP target SP version` (RFC 9112 §3).
  private static let lines: [Case] = joined(
    each(
      [
        "", " ", "GET", "GET /", "GET  / HTTP/1.1", "GET /  HTTP/1.1", " GET / HTTP/1.1", "GET / HTTP/1.1 ",
        "GET\t/ HTTP/1.1", "GET /\tHTTP/1.1", "GET / HTTP/1.1\t", "GET / x HTTP/1.1", "GET / HTTP/1.1 x", "/ HTTP/1.1",
        "GET HTTP/1.1", "G ET / HTTP/1.1", "GET: / HTTP/1.1", "G@T / HTTP/1.1", "GE(T / HTTP/1.1", "\"GET\" / HTTP/1.1",
        "{} / HTTP/1.1", "GET\u{0b}/ HTTP/1.1", "GET\u{0c}/ HTTP/1.1", "GÉT / HTTP/1.1", "HTTP/1.1 200 OK",
        "GET / HTTP/1.1\u{0}", "\u{0}GET / HTTP/1.1", "GET / HTTP /1.1", "[GET] / HTTP/1.1", "GET,POST / HTTP/1.1",
      ]) { text in Case("line \(text.debugDescription)", "\(text)\r\nHost: a\r\n\r\n") },
    [
      Case("an empty line ahead", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
      Case("a TLS greeting", [0x16, 0x03, 0x01, 0x02, 0x00]),
      Case("a CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501),
    ])

  private static let versions: [Case] = joined(
    each(
      [
        "HTTP/2.0", "HTTP/1.2", "HTTP/1.9", "HTTP/0.9", "HTTP/3.0", "HTTP/0.0", "HTTP/9.9",
      ]) { text in Case("version \(text)", "GET / \(text)\r\nHost: a\r\n\r\n", 505) },
    each(
      [
        "http/1.1", "Http/1.1", "HTTP/1", "HTTP/11", "HTTP/1.10", "HTTP/01.1", "HTTP/1.1.1", "HTTP/1,1", "HTTP/+1.1",
        "HTTP/ 1.1", "HTTP1.1", "HTTP/1.x", "HTTP/x.1", "HTTPS/1.1", "HTTP\\1.1", "ICY/1.1", "HTTP/-1.1", "HTTP/1.1x",
      ]) { text in Case("version \(text)", "GET / \(text)\r\nHost: a\r\n\r\n") },
    [
      Case("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)
    ])

  private static let targets: [Case] = joined(
    each(
      [
        "*", "a", "index.html", "a/b", "?q", "#f", "/#f", "/a#f", "//a#f", "ftp://a/", "http:/a", "http:a", "http://",
        "http:///", "https://", "http://a,b/", "http://u@a/", "http://u:p@a/", "http://b/", "http://a:80/",
        "http://a.b/",
        "/\u{7f}", "/\u{1}", "/\u{1f}", "/é", "/\u{80}", "ws://a/", "javascript:a", "\\", "..", "a:80", "http://a#f",
      ]) { text in Case("target \(text.debugDescription)", "GET \(text) HTTP/1.1\r\nHost: a\r\n\r\n") },
    [
      Case("POST *", "POST * HTTP/1.1\r\nHost: a\r\n\r\n"),
      Case("a target beyond ASCII", Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)),
    ])

  /// RFC 9112 §3.2.
  private static let hosts: [Case] = joined(
    [
      Case("no Host", "GET / HTTP/1.1\r\n\r\n"),
      Case("no Host but other fields", "GET / HTTP/1.1\r\nX-Host: a\r\n\r\n"),
      Case("two Hosts", get("Host: b")), Case("the same Host twice", get("Host: a")),
      Case("two Hosts in other case", get("hOST: b")), Case("three Hosts", get("Host: b\r\nHost: c")),
      Case("two Hosts on 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"),
    ],
    each(
      [
        "", " ", "a b", "a,b", "a, b", "a/b", "a@b", "u:p@a", "a?b", "a#b", "http://a", "a\tb", "a\\b", "\"a\"", "<a>",
        "a|b", "{a}", "é", "a^b", "`a`",
      ]) { text in Case("Host \(text.debugDescription)", "GET / HTTP/1.1\r\nHost: \(text)\r\n\r\n") })

  private static let names: [Case] = joined(
    each(
      [
        "", " ", "X ", "X\t", " X", "\tX", "X Y", "X\u{0}", "\u{0}X", "X\u{b}", "X(Y)", "X,Y", "X/Y", "X;Y", "X<Y",
        "X=Y",
        "X>", "X?Y", "X@Y", "[X]", "X\\Y", "{X}", "\"X\"", "é", "X\u{7f}", "X\u{1f}", "Content-Length ",
        "Transfer-Encoding ", "Transfer-Encoding\t", "\u{b}Transfer-Encoding", "Content-Length\u{0}",
      ]) { text in Case("name \(text.debugDescription)", get("\(text): 1")) },
    [
      Case("a field without colon", get("X")), Case("a field without colon but a space", get("X y")),
      Case("a folded line", get("X: a\r\n b")), Case("a line folded by a tab", get("X: a\r\n\tb")),
      Case("a folded line of nothing", get("X: a\r\n ")),
      Case("a folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
      Case("a folded length", post("Content-Length:\r\n 5", "hello")),
      Case("a folded coding", post("Transfer-Encoding:\r\n chunked", "0\r\n\r\n")),
    ])

  private static let values: [Case] = (0...0x7F).flatMap { (byte: UInt8) -> [Case] in
    guard byte < 0x20 || byte == 0x7F, ![0x09, 0x0A, 0x0D].contains(byte) else { return [] }
    let control = String(UnicodeScalar(byte))
    return [
      Case("a value with \(visible(byte))", get("X: a\(control)b")),
      Case("a value beginning with \(visible(byte))", get("X:\(control)b")),
    ]
  }

  private static let lineEnds: [Case] = [
    Case("LF for CRLF in the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
    Case("LF for CRLF in a field", "GET / HTTP/1.1\r\nHost: a\n\r\n"),
    Case("LF for the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
    Case("LF everywhere", "GET / HTTP/1.1\nHost: a\n\n"),
    Case("CR in the request line", "GET /\rHTTP/1.1\r\nHost: a\r\n\r\n"),
    Case("CR for CRLF in the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n"),
    Case("CR for CRLF in a field", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"),
    Case("CR in a value", get("X: a\rb")), Case("CR in a name", get("X\rY: b")),
    Case("CR before a colon", get("X\r: b")),
    Case("two CR before LF", get("X: a\r")),
    Case("two CR before LF in the request line", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
    Case("CR before the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n"),
    Case("LF CR for CRLF", "GET / HTTP/1.1\n\rHost: a\r\n\r\n"),
    Case("a hidden field behind CR", get("X: a\rContent-Length: 5")),
    Case("a hidden field behind LF", "GET / HTTP/1.1\r\nHost: a\r\nX: a\nContent-Length: 5\r\nY: b\n\r\n"),
    Case("a lone LF", "\n"), Case("a lone CR and more", "\rG"),
  ]

  /// RFC 9112 §6.3: one length, `1*DIGIT`.
  private static let lengths: [Case] = joined(
    each(
      [
        "", " ", "+5", "-5", "-0", "5 5", "5,5", "5, 5", "5, 6", ",5", "5,", "0x5", "5h", "h", "5.0", "5e0", "1_0",
        "5;",
        "\"5\"", "٥", "５", "5\u{a0}", "NaN", "∞", "5/1", "(5)", "0, 5", "05 ,5", "5\t5",
      ]) { text in Case("length \(text.debugDescription)", post("Content-Length: \(text)", "hello")) },
    each(
      [
        "65537", "99999999", "2147483648", "4294967301", "9223372036854775807", "9223372036854775808",
        "18446744073709551621", "99999999999999999999999999", "00000000000000000000000000000005",
      ]) { text in Case("length \(text)", post("Content-Length: \(text)", "hello"), 413) },
    [
      Case("two lengths", post("Content-Length: 5\r\nContent-Length: 6", "hello!")),
      Case("the same length twice", post("Content-Length: 5\r\nContent-Length: 5", "hello")),
      Case("two lengths in other case", post("Content-Length: 5\r\ncontent-length: 6", "hello!")),
      Case("two lengths, one empty", post("Content-Length: 5\r\nContent-Length:", "hello")),
      Case("two lengths of a GET", get("Content-Length: 0\r\nContent-Length: 0")),
      Case("length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
      Case("coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
      Case("length 0 and coding", post("Content-Length: 0\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
      Case("length and another coding", post("Content-Length: 5\r\nTransfer-Encoding: identity", "hello")),
      Case("length and empty coding", post("Content-Length: 5\r\nTransfer-Encoding:", "hello")),
      Case("length and coding in other case", post("content-length: 5\r\ntransfer-encoding: CHUNKED", "0\r\n\r\n")),
      Case("length and coding of a GET", get("Content-Length: 5\r\nTransfer-Encoding: chunked")),
    ])

  /// RFC 9112 §6.1, and RFC 9110 §10.1.1.
  private static let codings: [Case] = joined(
    each(
      [
        "", "identity", "gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked", "chunked,", ",chunked",
        "x-chunked",
        "chunkedx", "xchunked", "chunked;q=1", "chunked; a", "\"chunked\"", "'chunked'", "chun ked", "chunk", "chunke",
        "identity, chunked", "chunked, identity", "cow", "chunKed\u{a0}", "trailers", "deflate", "compress",
        "chunked chunked", "[chunked]", "chunked/1", "ⅽhunked",
      ]) { text in Case("coding \(text.debugDescription)", post("Transfer-Encoding: \(text)", "0\r\n\r\n"), 501) },
    [
      Case("two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
      Case("two codings, one unknown", post("Transfer-Encoding: cow\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
      Case("two codings, one empty", post("Transfer-Encoding: chunked\r\nTransfer-Encoding:", "0\r\n\r\n")),
      Case("two codings in other case", post("Transfer-Encoding: chunked\r\ntransfer-encoding: identity", "0\r\n\r\n")),
      Case("a coding on 1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
      Case("an unknown coding on 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: identity\r\n\r\n"),
      Case(
        "a coding and a length on 1.0",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello"),
      Case("an unknown expectation", post("Content-Length: 5\r\nExpect: wonders", "hello"), 417),
      Case("two expectations", post("Content-Length: 5\r\nExpect: 100-continue\r\nExpect: 100-continue", "hello"), 417),
    ])

  /// RFC 9112 §7.1.
  private static let chunks: [Case] = joined(
    each(
      [
        "", " ", "\r\n", "g\r\n", "-1\r\n", "+5\r\n", "0x5\r\n", " 5\r\n", "5 \r\n", "5\t\r\n", "\t5\r\n", "5 ;a\r\n",
        "5,5\r\n", "5.0\r\n", "h5\r\n", "5h\r\n", "5\n", "5\r", "5;a\n", "5;\u{0}\r\n", "5;a\rb\r\n", "5;a\nb\r\n",
        "1000000000000000\r\n", "ffffffffffffffff\r\n", "10000000000000005\r\n", "00000000000000005\r\n", ";a\r\n",
        "5;é\r\n", "5;\u{7f}\r\n", "５\r\n", "0\n", "0 \r\n", "00000000000000000\r\n", "_5\r\n", "5_0\r\n",
        "5;" + String(repeating: "a", count: 300) + "\r\n", String(repeating: "0", count: 300) + "\r\n",
      ]) { text in
        Case(
          "chunk \(text.prefix(20).debugDescription)", post("Transfer-Encoding: chunked", text + "hello\r\n0\r\n\r\n"))
      },
    each(
      [
        "10001\r\n", "ffffffff\r\n", "7ffffffffffffff\r\n", "fffffffffffffff\r\n",
        "8000\r\n" + String(repeating: "a", count: 0x8000) + "\r\n8001\r\n",
      ]) { text in
        Case(
          "chunk too long \(text.prefix(20).debugDescription)", post("Transfer-Encoding: chunked", String(text)), 413)
      },
    each(
      [
        "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\r0\r\n\r\n", "5\r\nhello!\r\n0\r\n\r\n",
        "5\r\nhell\r\n0\r\n\r\n", "5\r\nhello\r\r\n0\r\n\r\n", "5\r\nhello \r\n0\r\n\r\n", "0\r\n\n", "0\r\n \r\n\r\n",
        "0\r\nX\r\n\r\n", "0\r\nX : a\r\n\r\n", "0\r\nX: a\r\n b\r\n\r\n", "0\r\nX: a\n\r\n", "0\r\nX: \u{0}\r\n\r\n",
        "0\r\n: a\r\n\r\n", "0\r\nX: a\rb\r\n\r\n", "0\r\nX Y: a\r\n\r\n", "0\r\n\rX: a\r\n\r\n",
      ]) { text in Case("chunked body \(text.debugDescription)", post("Transfer-Encoding: chunked", text)) })
}
