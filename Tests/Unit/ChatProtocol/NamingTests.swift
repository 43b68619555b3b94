import Testing

@testable import ChatProtocol

@Suite("Names")
struct NamingTests {
  @Test(
    "of users are trimmed and kept as written",
    arguments: [("Ann", "Ann"), ("  Ann   Lee ", "Ann Lee"), ("Zoë", "Zoë"), ("李雷", "李雷"), ("Ali", "Ali")])
  func accepts(raw: String, text: String) throws {
    #expect(try UserName(raw).text == text)
  }

  @Test(
    "of users are refused when they hide something",
    arguments: [
      "", "   ", "@ann", "a@b", "a\u{202E}b", "a\u{200B}b", "a\u{0}b", "a\u{7}b", "\u{2066}x", "a\u{E000}",
      String(repeating: "x", count: 33), String(repeating: "e\u{301}\u{302}\u{303}\u{304}", count: 30),
      String(repeating: "x", count: 100_000),
    ])
  func refuses(raw: String) {
    #expect(throws: Refusal.self) { try UserName(raw) }
  }

  @Test(
    "of users that look alike are one",
    arguments: [
      ("admin", "Admin"), ("admin", "adm1n"), ("admin", "ａｄｍｉｎ"), ("admin", "ᴀᴅᴍɪɴ"), ("Pope", "Роре"),
      ("Ian", "lan"), ("bob", "b0b"), ("modern", "modem"), ("Ann Lee", "annlee"), ("Caroline", "Сагоӏіпе"),
    ])
  func alike(one: String, other: String) throws {
    #expect(try UserName(one).skeleton == UserName(other).skeleton)
  }

  @Test(
    "of users are those that people have, all over the world",
    arguments: [
      "Nguyễn Thị Hằng", "Nguye\u{302}\u{303}n", "น้ำฝน ที่รัก", "ज़ैनब सिंह", "ज़ुंबा", "مُحَمَّد", "عبد اللَّٰه", "שִּׁמְעוֹן",
      "སྒྲོལ་མ", "မြို့ ညွှန့်", "ខ្ញុំ", "Ṣọlá Ẹ̀bùn", "O’Brien-Smith", "Ağaoğlu", "Иван Ёлкин", "Γιώργος", "Ελένη 7",
      "田中ひろし", "ガンダム太郎 Jr.", "ｶﾞﾝﾀﾞﾑ", "김철수 Kim", "金 철수", "ㄅㄆ 王", "Ann 🦊👩🏽", "🇩🇪 Jo", "a_b-c.d!", "Հայկ", "გიორგი", "ሰላም",
    ])
  func people(name: String) throws {
    #expect(try UserName(name).text == name)
  }

  @Test(
    "of users have joiners and selectors where their script or their emoji wants them, and are compared without",
    arguments: [
      // Sinhala: Sri, Kandya; Persian: Alireza, Mehdi Khani, with a vowel; Malayalam and Bengali; Hindi.
      "ශ්\u{200D}රී", "කන්ද්\u{200D}ය පෙරේරා", "علی\u{200C}رضا", "مهدی خانی\u{200C}فر", "نامَ\u{200C}ها", "അവന്\u{200D}",
      "അവന്\u{200D} ക", "র\u{200D}্যাচেল", "क्\u{200D}ष", "क्\u{200C}ष",
      // A phone's emoji: heart, a family, a pirate, a keycap, a rainbow, England, a sleuth of a tone.
      "Ann ❤\u{FE0F}", "❤\u{FE0E} Jo", "👩\u{200D}👩\u{200D}👧", "🏴\u{200D}☠\u{FE0F} Jack", "Jo 1\u{FE0F}\u{20E3}",
      "🏳\u{FE0F}\u{200D}🌈", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F} Al",
      "🕵🏽\u{200D}♀\u{FE0F}", "👁\u{FE0F}\u{200D}🗨\u{FE0F}",
    ])
  func shaped(name: String) throws {
    let read = try UserName(name)
    #expect(read.text.unicodeScalars.elementsEqual(name.unicodeScalars))
    let shapers: Set<Unicode.Scalar> = ["\u{200C}", "\u{200D}", "\u{FE0E}", "\u{FE0F}"]
    let bare = String(
      String.UnicodeScalarView(name.unicodeScalars.filter { !shapers.contains($0) && $0.value < 0xE0000 }))
    #expect(try UserName(bare).skeleton == read.skeleton)
  }

  @Test(
    "of users are refused where joiners, selectors and tags only hide",
    arguments: [
      "a\u{200D}b", "a\u{200C}b", "Ann\u{200D}", "Ann\u{FE0F}", "\u{FE0F}Ann", "1\u{FE0F}", "1\u{FE0F}2", "\u{200D}❤",
      "❤\u{200D}", "❤\u{200D}a", "❤\u{FE0F}\u{FE0F}", "❤\u{200D}\u{200D}❤", "ශ්\u{200D}\u{200D}රී", "ශ\u{200D}රී",
      "ශ්\u{200C}", "علی\u{200C}", "علی\u{200C}\u{200C}رضا", "علی\u{200C} رضا", "علی\u{200C}1", "\u{200C}علی",
      "علی\u{200D}رضا", "क्\u{200D}\u{301}", "🏴\u{E0067}", "🏴\u{E0067}\u{E0062}\u{E0065}",
      "🏴\u{E0041}\u{E0042}\u{E0043}\u{E007F}", "🏴\u{E007F}", "a\u{E0067}\u{E0062}\u{E0065}\u{E007F}",
      "🏳\u{E0067}\u{E0062}\u{E0065}\u{E007F}", "\u{FE0F}", "\u{200D}", "a\u{180B}", "a\u{FE00}", "a\u{E0100}",
    ])
  func hidden(raw: String) {
    #expect(throws: Refusal.self) { try UserName(raw) }
  }

  @Test(
    "of users are refused when their letters are of several scripts",
    arguments: ["аdmin", "Раul", "Ann Иванова", "Ωmega", "אabc", "ひらがなก", "한ひ", "ㄅ한", "Ж李", "каmа", "Ꭰb"])
  func mixed(raw: String) {
    #expect(throws: Refusal.self) { try UserName(raw) }
  }

  @Test(
    "of users are refused in scripts that are not in everyday use: Lisu, Coptic, Cherokee, Gothic, braille, runes",
    arguments: ["ꓮꓠꓠ", "ⲁⲃⲅ", "ᎠᎡᎢ", "𐌰𐌱", "⠁⠃", "ᚠᚢ", "Annꓮ"])
  func unusual(raw: String) {
    #expect(throws: Refusal(.badRequest, "A name is written in a script that is in everyday use today.")) {
      try UserName(raw)
    }
  }

  @Test(
    "of users are refused when a part of them looks like nothing",
    arguments: ["\u{2800}", "\u{3164}", "\u{1D159}", "\u{FFFC}", "\u{115F}\u{1160}", "\u{FFA0}", "\u{17B4}", "\u{301}"]
  )
  func blank(character: String) {
    #expect(throws: Refusal.self) { try UserName(character) }
    if character == "\u{301}" { return }
    for raw in ["a\(character)b", "Ann\(character)", character + character, "\(character)Ann"] {
      #expect(throws: Refusal.self) { try UserName(raw) }
    }
  }

  @Test(
    "of users are refused when marks are piled up in them, or stand on nothing",
    arguments: [
      "q\u{301}\u{302}\u{303}", "e\u{301}\u{302}\u{303}\u{304}", "\u{20DD}a", "я\u{336}\u{336}\u{336}",
      "ก\u{E49}\u{E49}\u{E49}\u{E49}\u{E49}", "李\u{301}\u{301}\u{301}", "🦊\u{301}\u{301}\u{301}",
      "a\u{64E}\u{64E}\u{64E}",
    ])
  func piled(raw: String) {
    #expect(throws: Refusal.self) { try UserName(raw) }
  }

  @Test(
    "of users that would pass for the chat are nobody's",
    arguments: ["admin", "Adm1n", "ᴀᴅᴍɪɴ", "TCHATTER", "Sys tem", "server", "everyone", "HERE"])
  func reserved(raw: String) throws {
    let name = try UserName(raw)
    #expect(name.isReserved(for: .user) && name.isReserved(for: .bot))
  }

  @Test("of users may hold such a word, and look like another", arguments: ["Ali", "all", "Adminka", "There", "Rooty"])
  func unreserved(raw: String) throws {
    #expect(try !UserName(raw).isReserved(for: .user))
  }

  @Test("of users are no vote bot's, but a bot may have it", arguments: ["Vote", "VOTE", "v0te", "Ｖote"])
  func voteBot(raw: String) throws {
    let name = try UserName(raw)
    #expect(name.isReserved(for: .user) && !name.isReserved(for: .bot))
  }

  @Test("of users that differ are two", arguments: [("ann", "anna"), ("bot1", "bot2"), ("李雷", "李蕾"), ("zoe", "joe")])
  func different(one: String, other: String) throws {
    #expect(try UserName(one).skeleton != UserName(other).skeleton)
  }

  @Test(
    "of rooms admit what is safe in a key", arguments: ["a", "lobby", "team-1_x", String(repeating: "z", count: 64)])
  func rooms(text: String) throws {
    #expect(try #require(RoomName(text)).text == text)
    #expect(RoomName(stored: text)?.text == text)
  }

  @Test(
    "of rooms refuse everything else",
    arguments: [
      "", "A", "a b", "a:b", "{x}", "*", "a\r\n", "é", "a.b", "@a.b", String(repeating: "z", count: 65), "a\u{0}",
    ])
  func badRooms(text: String) {
    #expect(RoomName(text) == nil)
  }

  @Test("of direct rooms are the same for both sides")
  func direct() throws {
    let room = RoomName(between: "bbb", and: "aaa")
    #expect(room == RoomName(between: "aaa", and: "bbb"))
    #expect(RoomName(stored: room.text) == room)
    #expect(try #require(room.participants) == ("aaa", "bbb"))
    for bad in ["@", "@a", "@b.a", "@a.a", "@a.b.c", "@A.b", "@a.", "@.b"] { #expect(RoomName(stored: bad) == nil) }
  }
}

@Suite("A position")
struct PositionTests {
  @Test("reads back what it wrote")
  func roundTrip() throws {
    let position = Position(epoch: "abc", generation: 7, seq: 123_456_789, identity: "x1")
    #expect(Position(position.text) == position)
    let start = Position(epoch: "abc", generation: 0, seq: 0, identity: "-")
    #expect(Position(start.text) == start)
  }

  @Test(
    "refuses everything else",
    arguments: [
      "", "...", "a.0.1", "a.0.1.x.y", "a.-1.1.x", "a.0.-1.x", "a.0.18446744073709551616.x", "a.0.9007199254740993.x",
      "A.0.1.x", "a.0.1.-", "a.4294967296.1.x", "a.0.1.\u{E9}", String(repeating: "a", count: 70) + ".0.1.x",
    ])
  func refuses(text: String) {
    #expect(Position(text) == nil)
  }
}
