import Testing

@testable import Chat
@testable import JSON
@testable import Webhooks

@Suite struct HookTemplateTests {
  private static let json = #"""
    {"title":"Boom","n":3,"half":1.5,"yes":true,"no":false,"nil":null,"empty":"","tags":["a","b"],"pairs":[["k","v"],["x",1]],
     "user":{"name":"Ann","due date":"today"},"errors":[{"id":1,"at":"f.py"},{"id":2}],"none":[],"nothing":{}}
    """#

  private func render(_ template: String, _ json: String = json) throws -> String {
    let value = try #require(Array(json.utf8).withUnsafeBytes { try? JSONParser.parse($0) })
    return try HookTemplate(template).render(value)
  }

  static let renderings: [(String, String)] = [
    ("as it is }} { {}", "as it is }} { {}"), ("{{title}}!", "Boom!"), ("{{ user.name }}", "Ann"),
    ("{{.title}}", "Boom"),
    ("{{n}} {{half}} {{yes}} {{no}}", "3 1.5 true false"), ("[{{nil}}{{empty}}{{missing}}{{title.x}}{{tags.9}}]", "[]"),
    ("{{tags.1}} {{errors.0.at}} {{pairs.1.1}}", "b f.py 1"), ("{{tags}}; {{pairs}}", "a, b; k, v, x, 1"),
    ("{{user}}", "name: Ann, due date: today"), (#"{{user."due date"}}"#, "today"), (#"{{."title"}}"#, "Boom"),
    (#"{{missing | "none"}} {{title | "none"}} {{empty|nil|user.name}}"#, "none Boom Ann"),
    (#"{{missing | ""}}{{"{{"}}{{"\"\\\n."}}"#, "{{\"\\\n."), ("a{{! not shown }} b", "a b"),
    ("{{#errors}}{{.id}}@{{.at | \"?\"}} of {{title}};{{/errors}}", "1@f.py of Boom;2@? of Boom;"),
    ("{{#tags}}<{{.}}>{{/tags}}", "<a><b>"), ("{{#user}}{{.name}}{{/user}}", "Ann"), ("{{#n}}{{.}}{{/n}}", "3"),
    (
      "{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{#nil}}3{{/nil}}{{#none}}4{{/none}}{{#nothing}}5{{/nothing}}{{#empty}}6{{/empty}}",
      "1"
    ),
    ("{{^yes}}1{{/yes}}{{^no}}2{{/no}}{{^none}}3{{/none}}{{^missing}}4{{/missing}}{{^title}}5{{/title}}", "234"),
    ("{{#pairs}}{{#.}}{{.}}{{/.}},{{/pairs}}", "kv,x1,"),
    ("Errors:\n  {{#errors}}\n- {{.id}}\n{{/errors}} \t\nend", "Errors:\n- 1\n- 2\nend"),
    ("{{#tags}}\n{{/tags}}", ""), ("a\n{{! x }}\nb", "a\nb"), ("{{title}}\n{{n}}", "Boom\n3"),
  ]

  @Test(arguments: renderings)
  func `tags show what they name`(_ template: String, _ text: String) throws {
    #expect(try render(template) == text)
  }

  static let mistakes: [(String, Int, Int)] = [
    ("", 1, 1), ("{{", 1, 1), ("ab {{title", 1, 4), ("{{}}", 1, 3), ("{{a b}}", 1, 5), ("x\n ü{{a..b}}", 2, 7),
    ("{{a.}}", 1, 5),
    ("{{a|}}", 1, 5), ("{{\"x}}", 1, 3), ("{{#a}}x", 1, 1), ("x{{/a}}", 1, 2), ("{{#a}}{{/b}}", 1, 7), ("{{!", 1, 1),
    ("{{#a}}\n{{#b}}\n{{/a}}{{/b}}", 3, 1), ("{{a}", 1, 4), ("{{#}}", 1, 4), ("{{a | b", 1, 1), ("{{{a}}}", 1, 3),
    (String(repeating: "{{#a}}", count: 9), 1, 49), (String(repeating: "x", count: 4_097), 1, 1),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with its line and column`(_ template: String, _ line: Int, _ column: Int) {
    #expect { try HookTemplate(template) } throws: { error in
      let mistake = error as? HookTemplate.Mistake
      return mistake?.line == line && mistake?.column == column
    }
  }

  @Test func `the README's templates make what it says`() throws {
    let errors = """
      {{event.title | message | "An error"}} in {{project_name | project}} ({{event.level | "error"}})
      {{#event.exception.values}}
        {{.type}}: {{.value}}
      {{/event.exception.values}}
      {{url}}
      """
    let error = #"""
      {"project_name":"web","url":"https://e.example/1",
       "event":{"title":"KeyError: 'id'","exception":{"values":[{"type":"KeyError","value":"'id'"}]}}}
      """#
    #expect(try render(errors, error) == "KeyError: 'id' in web (error)\n  KeyError: 'id'\nhttps://e.example/1")
    let calendar =
      "Starting now: {{summary}}{{#location}} in {{.}}{{/location}}{{#attendees}} @{{.name}}{{/attendees}} {{link | htmlLink}}"
    let event = #"""
      {"summary":"Planning","location":"Room 4","attendees":[{"name":"Ann"},{"name":"Bob"}],"link":"https://c.example/7"}
      """#
    #expect(try render(calendar, event) == "Starting now: Planning in Room 4 @Ann @Bob https://c.example/7")
  }

  @Test func `the result and the work are bounded, however the sections nest`() throws {
    let list = "[" + Array(repeating: "1", count: 1_000).joined(separator: ",") + "]"
    let loops = String(repeating: "{{#a}}", count: 8) + "{{missing}}" + String(repeating: "{{/a}}", count: 8)
    #expect(try render(loops, "{\"a\":\(list)}") == "")
    let long = try render("{{#a}}{{b}}{{/a}}", "{\"a\":\(list),\"b\":\"\(String(repeating: "é", count: 9_000))\"}")
    #expect(long.utf8.count < 40_000)
  }

  @Test func `terms, and members that are looked through, are work`() throws {
    let list = "[" + Array(repeating: "1", count: 1_000).joined(separator: ",") + "]"
    let terms = Array(repeating: "b", count: 500).joined(separator: "|")
    #expect(try render("{{#a}}{{\(terms) | \"z\"}}{{/a}}", "{\"a\":\(list)}").count == 19)
    let members = (0..<950).map { "\"m\($0)\":0" }.joined(separator: ",")
    let wide = try render("{{#a}}{{b | \"z\"}}{{/a}}", "{\"a\":\(list),\(members)}").count
    #expect((100..<1_000).contains(wide))
    #expect(try render("{{#a}}{{b | \"z\"}}{{/a}}", "{\"a\":\(list)}").count == 1_000)
  }

  @Test func `of a list or an object no more is shown than a message takes`() throws {
    let word = String(repeating: "w", count: 100)
    let list = "[" + Array(repeating: "\"\(word)\"", count: 1_000).joined(separator: ",") + "]"
    #expect(try render("{{a}}", "{\"a\":\(list)}").utf8.count == HookText.longest)
    #expect(try render("{{a}}", #"{"a":[1,"",{"b":null,"c":[]}]}"#) == "1, , b: , c: ")
  }

  @Test func `any text is a template or a mistake, and a template renders any JSON`() throws {
    var random = SystemRandomNumberGenerator()
    let words = [
      "{{", "}}", "#", "^", "/", "!", ".", "a", "b", "0", "\"", "\\", "|", " ", "\n", "é", "{{#a}}", "{{/a}}", "{{a}}",
      "{{.}}",
      "-", "9999999999999999999", "\u{0}", "🙂",
    ]
    let values = [
      "1", "{}", "[]", #"{"a":[{"a":[1,{"a":"x"}],"b":null}],"b":{"0":"y"}}"#, #"[[["a"]]]"#, "\"a\"", "null",
    ]
    .compactMap { json in Array(json.utf8).withUnsafeBytes { try? JSONParser.parse($0) } }
    var parsed = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
        .joined()
      guard let template = try? HookTemplate(text) else { continue }
      parsed += 1
      for value in values { _ = template.render(value) }
    }
    #expect(parsed > 1_000)
  }
}
