import Testing

@testable import JSON

@Suite("The JSON parser")
struct JSONParserTests {
  private func parse(_ text: String) throws -> JSONValue { try parse(Array(text.utf8)) }
  private func parse(_ bytes: [UInt8]) throws -> JSONValue { try bytes.withUnsafeBytes { try JSONParser.parse($0) } }

  @Test(
    "reads what RFC 8259 allows",
    arguments: [
      ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .integer(0)),
      ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)), ("1.5e2", .number(150)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("\"\"", .string("")),
      ("\"a\\n\\u00e9\\ud83d\\ude00\\/\"", .string("a\né😀/")), ("[]", .array([])),
      ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])), ("\"é\u{2028}\"", .string("é\u{2028}")),
    ])
  func reads(text: String, value: JSONValue) throws {
    #expect(try parse(text) == value)
  }

  @Test("keeps the members of an object in order")
  func objects() throws {
    let object = try #require(try parse(#"{"b":1,"a":{"c":[null]},"":""}"#).object)
    #expect(object.members.map(\.name) == ["b", "a", ""])
    #expect(object["a"]?.object?["c"] == .array([.null]))
    #expect(object["missing"] == nil)
  }

  @Test("reads a list of objects however long it is, and nothing else as one")
  func lists() throws {
    let many = "[" + Array(repeating: #"{"a":1}"#, count: 3_000).joined(separator: " , ") + "] "
    #expect(try JSONParser.parseObjects(Array(many.utf8)).count == 3_000)
    #expect(try JSONParser.parseObjects(Array(#"[ {"a":1}, 2, [], {"b":{}}]"#.utf8)).count == 2)
    #expect(try JSONParser.parseObjects(Array(" []".utf8)).isEmpty)
    for text in ["", "{}", "[", "[{}", "[{},]", "[,{}]", "[{}]]", "[{}] x", "[{} {}]"] {
      #expect(throws: JSONParser.Failure.self) { try JSONParser.parseObjects(Array(text.utf8)) }
    }
  }

  @Test(
    "refuses everything else",
    arguments: [
      "", " ", "nul", "truex", "01", "-", "1.", ".5", "1e", "+1", "1e999999", "--1", "\"", "\"\\", "\"\\u12", "\"\\x\"",
      "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\nb\"", "[", "[1", "[1,", "[1,]", "[,1]", "{", "{\"a\"",
      "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{\"a\":1,\"a\":2}", "{\"a\":1 \"b\":2}", "1 2", "[1]]",
      "\u{FEFF}1",
      "NaN", "Infinity", "'a'", "\"\\u00zz\"",
    ])
  func refuses(text: String) {
    #expect(throws: JSONParser.Failure.self) { try parse(text) }
  }

  @Test(
    "takes half an emoji and bare control characters where it is told to, and nothing else",
    arguments: [
      (#""a\ud83d""#, "a\u{FFFD}"), (#""\ude00b""#, "\u{FFFD}b"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
      (#""\ud83d\n\ud83dx\u0041""#, "\u{FFFD}\n\u{FFFD}xA"), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
      (#""\ud83d\ude00""#, "😀"), ("\"a\n\tb\\n\r\u{1}\"", "a\n\tb\n\r\u{1}"),
    ])
  func lenient(text: String, value: String) throws {
    let read = try Array(text.utf8).withUnsafeBytes { bytes in
      try JSONParser.parse(bytes, taking: [.loneSurrogates, .controlCharacters])
    }
    #expect(read == .string(value))
    for bad in [#""\ud83d\u12""#, #""\ud83d\u""#, #""\ud8""#, "\"\\\n\"", "\"a", #"["\x"]"#] {
      #expect(throws: JSONParser.Failure.self) {
        try Array(bad.utf8).withUnsafeBytes {
          try JSONParser.parse($0, taking: [.loneSurrogates, .controlCharacters])
        }
      }
    }
  }

  @Test("leaves out what is too much where it is told to")
  func widths() throws {
    let width = JSONParser.maximumWidth + 5
    let list = "[" + (0..<width).map(String.init).joined(separator: ",") + "]"
    let object = "{" + (0..<width).map { "\"\($0)\":\($0)" }.joined(separator: ",") + "}"
    for text in [list, object] { #expect(throws: JSONParser.Failure.self) { try parse(text) } }
    let values = try Array(list.utf8).withUnsafeBytes { try JSONParser.parse($0, taking: .widths).array }
    #expect(values?.count == JSONParser.maximumWidth && values?.last == .integer(999))
    let members = try JSONParser.parseObject(Array(object.utf8), taking: .widths).members
    #expect(members.count == JSONParser.maximumWidth && members.last?.name == "999")
  }

  @Test("refuses invalid UTF-8 in strings, with and without escapes")
  func invalidUTF8() {
    for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] {
      #expect(throws: JSONParser.Failure.self) { try parse([0x22] + bad + [0x22]) }
      #expect(throws: JSONParser.Failure.self) { try parse([0x22, 0x5C, 0x6E] + bad + [0x22]) }
    }
  }

  @Test("is bounded in depth, width and the length of numbers")
  func bounds() throws {
    let depth = JSONParser.maximumDepth
    #expect(throws: Never.self) {
      try parse(String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
    }
    #expect(throws: JSONParser.Failure.self) { try parse(String(repeating: "[", count: 100_000)) }
    #expect(throws: JSONParser.Failure.self) { try parse("[" + String(repeating: "1,", count: 2_000) + "1]") }
    #expect(throws: JSONParser.Failure.self) { try parse(String(repeating: "1", count: 1_000_000)) }
  }

  @Test("refuses a duplicate in a wide object")
  func wideDuplicates() throws {
    let names = (0..<500).map { "\"m\($0)\":0" }
    #expect(throws: Never.self) { try parse("{" + names.joined(separator: ",") + "}") }
    #expect(throws: JSONParser.Failure.self) { try parse("{" + (names + ["\"m3\":0"]).joined(separator: ",") + "}") }
  }

  @Test("reads back what the writer writes")
  func roundTrip() throws {
    let text = "quote \" backslash \\ line\n tab\t bell\u{7} delete\u{7F} é 😀 \u{2028}"
    let bytes = JSONWriter.object { writer in
      writer.member("text", text)
      writer.member("number", Int64.min)
      writer.member("flag", true)
      writer.member("inner", object: { $0.member("a", 1) })
      writer.member(
        "list",
        array: { list in
          list.string("x")
          list.object { _ in }
        })
      writer.members(ofObject: Array(#"{"spliced":[1]}"#.utf8))
      writer.members(ofObject: Array("{}".utf8))
      writer.member("last", 0)
    }
    let object = try JSONParser.parseObject(bytes)
    #expect(object["text"]?.string == text)
    #expect(object["number"]?.integer == .min)
    #expect(object["list"] == .array([.string("x"), .object(JSONObject())]))
    #expect(object["spliced"] == .array([.integer(1)]))
    #expect(object.members.last?.name == "last")
    #expect(!bytes.contains { $0 < 0x20 })
  }
}
