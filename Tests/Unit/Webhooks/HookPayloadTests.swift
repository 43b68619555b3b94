import Testing

@testable import Webhooks

@Suite struct HookPayloadTests {
  private func payload(_ body: String) throws(HookRefusal) -> HookPayload { try HookPayload(Array(body.utf8)) }

  @Test func `the common fields are read`() throws {
    let read = try payload(
      ##"{"text":"done <!here>","username":"CI","channel":"#ops","icon_url":"https://x/y.png","icon_emoji":":x:","dedupe":7}"##
    )
    #expect(read.text == "done @here" && read.username == "CI" && read.channel == "#ops" && read.dedupe == "7")
    let bare = try payload(#"{"text":"x","username":null,"channel":"","blocks":null}"#)
    #expect(bare.username == nil && bare.channel == nil && bare.dedupe == nil)
    #expect(try payload(#"{"text":42}"#).text == "42")
  }

  @Test(arguments: [
    "payload=%7B%22text%22%3A%22a+b%2Bc+%C3%A9%22%7D", "payload={\"text\":\"a+b%2Bc+é\"}",
    "x=1&payload=%7b%22text%22%3a%22a%20b%2bc%20%c3%a9%22%7d&y", " \r\n{\"text\":\"a b+c é\"}",
  ])
  func `a form's field and bare JSON are told apart by the body itself`(_ body: String) throws {
    #expect(try payload(body).text == "a b+c é")
  }

  /// What servers of other makes take, as their clients send it.
  static let careless: [(body: [UInt8], text: String)] = [
    // Zabbix, Harbor: a text pasted into JSON.
    (Array("{\"text\":\"disk\nfull\t90 %\r\n\u{1}\"}".utf8), "disk\nfull\t90 %"),
    // What is left of an emoji that was cut at a number of UTF-16 units.
    (Array(#"{"text":"cut \ud83d","x":"\ude00"}"#.utf8), "cut \u{FFFD}"),
    // PowerShell 5.1: Latin-1; with what Windows-1252 has besides.
    (Array(#"{"text":"caf"#.utf8) + [0xE9] + Array(#" 5 "#.utf8) + [0x80] + Array(#""}"#.utf8), "café 5 €"),
    (Array(#"{"text":""#.utf8) + [0xAB, 0xE9, 0xA0, 0xBB, 0x20, 0xE0, 0xFC] + Array(#""}"#.utf8), "«é\u{A0}» àü"),
    // Cut within a character.
    (Array(#"{"text":"größer als Ü"#.utf8) + [0xC3] + Array(#""}"#.utf8), "größer als Ü\u{FFFD}"),
    ([0xEF, 0xBB, 0xBF] + Array(#"{"text":"é"}"#.utf8), "é"),
    // Ansible's rocketchat: a form that is not encoded.
    (Array(#"payload={"text": "a & b = 100% +5", "link_names": 1}"#.utf8), "a & b = 100% +5"),
    (Array(#"payload={"text": "50%zz %4"}"#.utf8), "50%zz %4"),
    (Array(#"payload={"text": "a %26 b"}&x=1"#.utf8), "a & b"),
    (Array("payload=%7B%22text%22%3A%22caf%E9+%%22%7D".utf8), "café %"),
  ]

  @Test(arguments: careless)
  func `what a careless client means is read where it is plain`(_ case: (body: [UInt8], text: String)) throws {
    #expect(try HookPayload(`case`.body).text == `case`.text)
  }

  @Test func `Rocket.Chat's words for name and picture are known`() throws {
    #expect(try payload(#"{"text":"x","alias":"Jenkins","emoji":":x:","avatar":"y"}"#).username == "Jenkins")
    #expect(try payload(#"{"text":"x","alias":"a","username":"b"}"#).username == "b")
    #expect(try payload(#"{"text":"x","alias":{}}"#).username == nil)
  }

  static let invalid = [
    "", " ", "text", "{", "[]", "[{\"text\":\"x\"}]", "\"x\"", "payload=", "payload=%7", "payload=%zz", "payload=x",
    "xpayload={}", #"{"text":["x"]}"#, #"{"text":"x","username":{}}"#, #"{"text":"x","channel":[]}"#,
    #"{"text":"x","attachments":"[]"}"#, #"{"text":"x","blocks":{}}"#, #"{"text":"x","text":"y"}"#,
    "{\"text\":\"x\"}}", String(repeating: "[", count: 10_000),
  ]

  @Test(arguments: invalid)
  func `what is no payload is refused as invalid`(_ body: String) {
    #expect { try payload(body) } throws: { error in
      if case HookRefusal.invalidPayload = error { true } else { false }
    }
  }

  @Test(arguments: [
    "{}", #"{"text":""}"#, #"{"text":" \n\t "}"#, #"{"text":null,"attachments":[]}"#,
    #"{"blocks":[{"type":"divider"}]}"#, #"{"title":"Alert","message":"of another form"}"#,
    #"{"blocks":[{"type":"chart"}],"attachments":[{"contentType":"card"}]}"#,
    ##"{"channel":"#x"}"##, #"{"text":"\u0007"}"#, #"{"attachments":[1,null,"x",{}]}"#,
  ])
  func `a payload that shows nothing has no text`(_ body: String) {
    #expect(throws: HookRefusal.noText) { try payload(body) }
  }

  @Test func `blocks are shown in their order, with what they lead to`() throws {
    let read = try payload(
      #"""
      {"text":"Build 7 failed","blocks":[
        {"type":"header","text":{"type":"plain_text","text":"Build 7 failed"}},
        {"type":"section","text":{"type":"mrkdwn","text":"*main* by <@ann>"},"fields":[{"type":"mrkdwn","text":"*Took* 3 min"}],
         "accessory":{"type":"button","text":{"type":"plain_text","text":"Log"},"url":"https://ci/7"}},
        {"type":"divider"},
        {"type":"context","elements":[{"type":"image","alt_text":"logo","image_url":"https://x"},{"type":"mrkdwn","text":"a &amp; b"}]},
        {"type":"image","image_url":"https://x/y.png","alt_text":"a graph"},
        {"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Again"},"value":"v"}]},
        {"type":"rich_text","elements":[
          {"type":"rich_text_section","elements":[{"type":"text","text":"see "},{"type":"link","url":"https://ci"},
            {"type":"emoji","name":"tada","unicode":"1f389"},{"type":"emoji","name":"own"},{"type":"broadcast","range":"here"}]},
          {"type":"rich_text_list","style":"ordered","elements":[
            {"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},
            {"type":"rich_text_section","elements":[{"type":"user","user_id":"U1"}]}]},
          {"type":"rich_text_quote","elements":[{"type":"text","text":"q1\nq2"}]},
          {"type":"rich_text_preformatted","elements":[{"type":"text","text":"x = 1"}]}]},
        {"type":"table","rows":[[{"type":"raw_text","text":"a"},{"type":"raw_text","text":"b"}]]},
        {"type":"unheard_of"}, 5]}
      """#)
    #expect(
      read.text == """
        Build 7 failed
        *main* by @ann
        *Took* 3 min
        Log (https://ci/7)
        logo a & b
        a graph (https://x/y.png)
        Again
        see https://ci🎉:own:@here
        1. one
        2. @U1
        > q1
        > q2
        ```
        x = 1
        ```
        a | b
        [not shown: unheard_of]
        """)
  }

  /// What somebody in Slack would see and nobody sees here, beside what is shown.
  static let unshown: [(body: String, text: String)] = [
    // Home Assistant, shoutrrr: a title beside the text.
    (#"{"text":"The door is open","title":"Home &amp; garden"}"#, "Home & garden\nThe door is open"),
    (#"{"text":"Home: the door is open","title":"Home"}"#, "Home: the door is open"),
    // Controls without a label.
    (#"{"text":"x","blocks":[{"type":"actions","elements":[{"type":"select"}]}]}"#, "x\n[not shown: actions]"),
    // What Slack may have one day, with what can be told of it.
    (
      #"{"text":"x","blocks":[{"type":"chart","title":"Load"},{"type":"chart","a":[1]},{"a":1}]}"#,
      "x\nLoad\n[not shown: chart, block]"
    ),
    // Nothing but space is nothing.
    (#"{"text":"x","blocks":[{"type":"section","text":{"type":"mrkdwn","text":" "}},{"type":"divider"}]}"#, "x"),
    // A card of Teams'.
    (
      #"{"text":"x","attachments":[{"contentType":"application/vnd.card","content":{}},{"color":"red"},{}]}"#,
      "x\n[not shown: application/vnd.card, attachment]"
    ),
    (#"{"text":"x","attachments":[{"text":"y","blocks":[{"type":"input"}]}]}"#, "x\ny\n[not shown: input]"),
    (
      #"{"text":"x","blocks":[{"type":"a\n"},{"type":"b"},{"type":"c"},{"type":"d"},{"type":"e"},{"type":"f"},{"type":"g"}]}"#,
      "x\n[not shown: a, b, c, d, e, …]"
    ),
    // Mattermost's.
    (#"{"text":"x","props":{"card":"more","attachments":[{"text":"y"}]}}"#, "x\ny\nmore"),
  ]

  @Test(arguments: unshown)
  func `what is not shown is told beside what is`(_ case: (body: String, text: String)) throws {
    #expect(try payload(`case`.body).text == `case`.text)
  }

  @Test func `what an attachment leads to is shown, a small picture where there is nothing else`() throws {
    let read = try payload(
      #"""
      {"attachments":[
        {"author_name":"Ann","author_link":"https://g/ann","audio_url":"https://g/a","video_url":"https://g/v",
         "message_link":"https://g/m","thumb_url":"https://g/t"},
        {"thumb_url":"https://g/only"}]}
      """#)
    #expect(
      read.text == """
        Ann (https://g/ann)
        https://g/a
        https://g/v
        https://g/m
        https://g/only
        """)
  }

  @Test func `the text leads where the blocks say something else`() throws {
    let read = try payload(#"{"text":"Summary","blocks":[{"type":"markdown","text":"Detail"}]}"#)
    #expect(read.text == "Summary\nDetail")
  }

  @Test func `attachments are shown in the order in which they would be seen`() throws {
    let read = try payload(
      #"""
      {"text":"Alert","attachments":[
        {"fallback":"not shown","pretext":"New","author_name":"Mon","title":"Disk &gt; 90%","title_link":"https://m/1",
         "text":"on <https://h|host1>","fields":[{"title":"Level","value":"high","short":true},{"title":"Since","value":3}],
         "image_url":"https://m/1.png","actions":[{"type":"button","text":"Ack","url":"https://m/ack"}],"footer":"v2","ts":1},
        {"fallback":"only a fallback","color":"danger"},
        {"blocks":[{"type":"section","text":{"type":"plain_text","text":"in a block"}}]}]}
      """#)
    #expect(
      read.text == """
        Alert
        New
        Mon
        Disk > 90% (https://m/1)
        on host1 (https://h)
        Level: high
        Since: 3
        https://m/1.png
        Ack (https://m/ack)
        v2
        only a fallback
        in a block
        """)
  }

  @Test func `control characters, needless lines and the ends' white space are left out`() {
    #expect(
      HookText.joined([" a\r\nb\r\n\r\n\r\n\r\nc\u{0}\u{1B}[0m\u{85}\u{7F}\td  \n", "", " \n"]) == "a\nb\n\nc[0m\td")
  }

  @Test func `a long text is cut between characters and says so`() {
    #expect(HookText.cut("12345", limit: 5) == "12345")
    #expect(HookText.cut("123456", limit: 5) == "1234…")
    #expect(HookText.cut("123 56", limit: 5) == "123…")
    // A family is one character of seven scalars.
    #expect(HookText.cut("ab👨‍👩‍👧‍👦cd", limit: 8) == "ab…")
    let accents = HookText.cut("a" + String(repeating: "\u{301}", count: 100), limit: 10)
    #expect(accents.unicodeScalars.count == 10 && accents.unicodeScalars.last == "…")
  }

  @Test func `any bytes and any JSON give a payload or a refusal`() {
    var random = SystemRandomNumberGenerator()
    let words = [
      "{", "}", "[", "]", ",", ":", "\"text\"", "\"blocks\"", "\"attachments\"", "\"elements\"", "\"type\"",
      "\"rich_text\"",
      "\"section\"", "\"fields\"", "\"<!here|\"", "\"&lt\"", "null", "-1e9", "payload=", "%7B", "&",
      "\"\\ud83d\\ude00\"",
    ]
    for _ in 0..<3_000 {
      let body = (0..<Int.random(in: 0...30, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }
        .joined()
      if let read = try? payload(body) { #expect(!read.text.isEmpty) }
      _ = try? HookPayload((0..<20).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }
}
