import Testing

@testable import RedisClient

@Suite("Texts that are sent and read")
struct TextTests {
  @Test("texts have one form each, and no two the same")
  func forms() {
    #expect(KeyText.plain("Ab-9_") == "Ab-9_")
    #expect(KeyText.plain("a b") == ".612062")
    #expect(KeyText.plain("") == ".")
    #expect(KeyText.plain(".61") == ".2e3631")
    #expect(KeyText.plain(String(repeating: "k", count: 65)).utf8.count == 131)
  }

  @Test("numbers are read when they fit")
  func numbers() {
    func read(_ text: String) -> UInt32? { Array(text.utf8).withUnsafeBytes { decimal($0) } }
    #expect(read("0") == 0 && read("4294967295") == 4_294_967_295)
    for text in ["", "4294967296", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616", "999999999999999999999"] {
      #expect(read(text) == nil)
    }
  }

  @Test("errors mean what older and newer versions of Redis write")
  func errors() {
    let kinds: [(String, RedisFailure.Kind)] = [
      ("OOM command not allowed when used memory > 'maxmemory'. script: a, on @user_script:1.", .full),
      ("ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed", .full),
      ("READONLY You can't write against a read only replica.", .wrongServer),
      ("ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write", .wrongServer),
      ("NOAUTH Authentication required.", .wrongServer),
      ("NOSCRIPT No matching script.", .scriptMissing),
      ("LOADING Redis is loading the dataset in memory", .unknown),
      ("MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk.", .refused),
      ("ERR Error running script (call to f_1): @user_script:1: -MISCONF Errors writing", .refused),
      ("NOREPLICAS Not enough good replicas to write.", .refused),
      ("ERR wrong number of arguments", .unknown), ("", .unknown), ("WRONGTYPE Operation", .unknown),
    ]
    for (text, kind) in kinds { #expect(RedisFailure(reply: text).kind == kind, "\(text)") }
    #expect(!RedisFailure(reply: "ERR a\r\nb").reason.contains { $0.isNewline })
  }
}
