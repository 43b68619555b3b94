import Testing

@testable import Webhooks

@Suite struct SlackMarkupTests {
  static let marks: [(String, String)] = [
    ("plain, *bold* and :tada:", "plain, *bold* and :tada:"),
    ("<https://ci.example/7>", "https://ci.example/7"),
    ("see <https://ci.example/7|build 7>!", "see build 7 (https://ci.example/7)!"),
    ("<https://ci.example/7|https://ci.example/7>", "https://ci.example/7"),
    ("<https://ci.example/7|ci.example/7>", "https://ci.example/7"),
    ("<HTTPS://CI.example|x>", "x (HTTPS://CI.example)"),
    ("<https://a/?b=1&amp;c=2|R&amp;D &lt;3>", "R&D <3 (https://a/?b=1&c=2)"),
    ("<mailto:ann@example.org|Ann>", "Ann (ann@example.org)"),
    ("<mailto:ann@example.org|ann@example.org>", "ann@example.org"),
    ("<https://a|b|c>", "b|c (https://a)"), ("<https://a|>", "https://a"),
    ("<!here> <!channel> <!everyone>", "@here @channel @everyone"), ("<!here|here>", "@here"),
    ("<!subteam^S1|@crew> <!subteam^S1>", "@crew @team"),
    ("<!date^1392734382^{date}|noon>", "noon"),
    ("<@ann> <@U1|bob> <@U2|@eve>", "@ann @bob @eve"), ("<#C1|ops> <#C1>", "#ops #C1"),
    // A text that was escaped is no markup, and is unescaped once.
    ("&lt;!here&gt; &amp;lt; &quot;x&quot; &#39;y&#39;", "<!here> &lt; \"x\" 'y'"),
    ("AT&T & co; &unknown; &", "AT&T & co; &unknown; &"),
    // What other clients write without knowing of marks.
    ("if a<b && c>d", "if a<b && c>d"), ("<b>x</b> <!-- y --> <!x>", "<b>x</b> <!-- y --> <!x>"),
    ("<> <|> <@> <#> <!> < <<https://a>", "<> <|> <@> <#> <!> < <https://a"),
    ("<javascript:alert(1)|x>", "<javascript:alert(1)|x>"), ("<https://|x>", "<https://|x>"),
    ("<https://a b|x>", "<https://a b|x>"), ("<https://a\n|x>", "<https://a\n|x>"), ("<https://a", "<https://a"),
    ("<https://a\u{A0}b|x>", "<https://a\u{A0}b|x>"), ("<https://ä.example|ö>", "ö (https://ä.example)"),
    ("<tel:110|110> <ftp://a> <mailto:>", "110 ftp://a <mailto:>"), ("<@|x> <!date^1>", "<@|x> <!date^1>"),
    ("<@@ann> <##ops>", "@ann #ops"), ("<https&#58;//a>", "<https&#58;//a>"),
    ("&#x27;&apos;&#34;&amp", "\'\'\"&amp"),
    ("a < b\n<!here>", "a < b\n@here"), ("", ""), ("<", "<"), ("&", "&"),
  ]

  @Test(arguments: marks)
  func `marks and entities are read, and what is none stays`(_ markup: String, _ plain: String) {
    #expect(SlackMarkup.plain(markup) == plain)
  }

  @Test func `a text of brackets alone is read in time that grows with its length`() {
    let brackets = String(repeating: "<", count: 200_000)
    #expect(SlackMarkup.plain(brackets) == brackets)
    let marks = String(repeating: "<!here>", count: 30_000)
    #expect(SlackMarkup.plain(marks) == String(repeating: "@here", count: 30_000))
  }
}
