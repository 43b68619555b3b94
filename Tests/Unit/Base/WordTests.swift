import Base
import Testing

@Suite("Words")
struct WordTests {
  private func decode(_ word: String) -> String? { Array(word.utf8).withUnsafeBytes { PlainWord.decode($0) } }

  @Test(
    "spell any text, each in one way, and no two the same",
    arguments: [
      ("Ab-9_", "Ab-9_"), ("a b", ".612062"), ("", "."), (".61", ".2e3631"), ("\n\0", ".0a00"), ("é", ".c3a9"),
      (String(repeating: "k", count: 64), String(repeating: "k", count: 64)),
      (String(repeating: "k", count: 65), "." + String(repeating: "6b", count: 65)),
    ])
  func plain(text: String, word: String) {
    #expect(PlainWord.encode(text) == word)
    #expect(decode(word) == text)
  }

  @Test("are none with a dot and no digits behind it", arguments: [".6", ".6g", ".6A", "..", ". 6", ".612"])
  func broken(word: String) { #expect(decode(word) == nil) }

  @Test("numbers are read when they fit")
  func numbers() {
    func read(_ text: String) -> UInt32? { Array(text.utf8).withUnsafeBytes { decimal($0) } }
    #expect(read("0") == 0 && read("4294967295") == 4_294_967_295)
    for text in ["", "4294967296", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616", "999999999999999999999"] {
      #expect(read(text) == nil)
    }
  }

  @Test("are taken from a line one by one, up to its end")
  func line() {
    Array("a .62 7 c\nd e".utf8).withUnsafeBytes { line in
      var words = WordScanner(line)
      #expect(words.word() == "a" && words.plainWord() == "b" && words.number(Int.self) == 7)
      #expect(words.word(until: UInt8(ascii: "\n")) == "c" && words.remainder.elementsEqual("d e".utf8))
      #expect(words.number(Int.self) == nil && words.plainWord() == "e" && words.plainWord() == nil)
    }
  }
}
