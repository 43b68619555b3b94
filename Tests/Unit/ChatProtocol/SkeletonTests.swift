import Testing

@testable import ChatProtocol

@Suite("A name's skeleton")
struct SkeletonTests {
  @Test("is what it was in every version, for ASCII: names of running fleets are keyed by it")
  func characters() {
    let skeletons = (0x20...0x7E).map { Skeleton.of(String(Unicode.Scalar(UInt8($0)))) }
    #expect(skeletons[0].isEmpty)
    let expected = ##"!"#$%&'()*+,-./ol23456789:;<=>?@abcdefghljklmnopqrstuvwxyz[\]^_`abcdefghljklmnopqrstuvwxyz{l}~"##
    #expect(skeletons.joined() == expected)
  }

  @Test(
    "is what it was in every version, for names in ASCII",
    arguments: [
      ("Ian", "lan"), ("Ann Lee", "annlee"), ("Arnold", "amold"), ("savvy_01", "sawy_ol"), ("bot-17", "bot-l7"),
      ("~[x]|'\"", "~[x]l'\""), ("MILLI", "mllll"), ("corvvette", "corwette"), ("r n", "m"),
    ])
  func names(name: String, skeleton: String) {
    #expect(Skeleton.of(name) == skeleton)
  }

  /// What was folded before Unicode's table was.
  private static let folded = [
    ("a", "аαɑ"), ("b", "ƅьб"), ("c", "сᴄ"), ("d", "ԁɗ"), ("e", "еҽєё"), ("f", "ƒքẝ"), ("g", "ɡցġ"),
    ("h", "һհ"), ("j", "јϳ"), ("k", "кκқ"), ("l", "i1|ıіιӏɩǀł"), ("m", "мṃ"), ("n", "пηոռ"),
    ("o", "0оοօσᴏø"), ("p", "рρ"), ("q", "ԛգզ"), ("r", "гᴦ"), ("s", "ѕꜱ"), ("t", "тτ"),
    ("u", "υսᴜ"), ("v", "ѵνᴠ"), ("w", "ԝωшա"), ("x", "хχ×"), ("y", "уγү"), ("z", "ᴢ"),
  ]

  @Test("folds what it always has", arguments: folded)
  func kept(letter: String, lookalikes: String) {
    for each in lookalikes.unicodeScalars { #expect(Skeleton.of(String(each)) == letter, "\(each)") }
  }

  @Test(
    "folds what Unicode says is alike",
    arguments: [
      ("admin", "ᴀᴅᴍɪɴ"), ("admin", "𝓪𝓭𝓶𝓲𝓷"), ("admin", "ⓐⓓⓜⓘⓝ"), ("admin", "𜳖𝐝ⓜin"), ("bob", "ВОВ"), ("hank", "ΗΑΝΚ"),
      ("Caroline", "Сагоӏіпе"), ("hat", "Нат"), ("aesop", "æsop"), ("č", "c\u{306}"), ("ɡ\u{307}o", "go"),
      ("'x'", "’x‘"), ("Ian", "Ｉan"), ("rnr", "ｒnr"), ("llo", "اا٥"), ("cook", "ϲοοκ"), ("cat", "ϹΑΤ"),
      ("3PO", "ЗРО"), ("x-y", "x‐y"),
    ])
  func alike(one: String, other: String) {
    #expect(Skeleton.of(one) == Skeleton.of(other))
  }

  @Test(
    "leaves letters that differ",
    arguments: [("zoe", "zoë"), ("李雷", "李蕾"), ("жук", "зук"), ("weiß", "weis"), ("김", "검")])
  func different(one: String, other: String) {
    #expect(Skeleton.of(one) != Skeleton.of(other))
  }

  @Test(
    "does not ask for case", arguments: [("Сергей", "СЕРГЕЙ"), ("Зоя", "ЗОЯ"), ("Ölaf", "ölaF"), ("Πέτρος", "πέτρος")])
  func cases(one: String, other: String) {
    #expect(Skeleton.of(one) == Skeleton.of(other))
  }

  @Test("is short and not empty, whatever a character folds into")
  func anything() {
    for scalar in (UInt32(0x21)...0x33FF).compactMap(Unicode.Scalar.init) where UserName.admits(scalar) {
      let skeleton = Skeleton.of(String(scalar))
      #expect(scalar.properties.isWhitespace || !skeleton.isEmpty, "\(scalar.value)")
      #expect(skeleton.utf8.count <= 64, "\(scalar.value)")
    }
  }
}
