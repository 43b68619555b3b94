import Base
import Testing

@testable import ChatProtocol

@Suite("Codes for another device")
struct DeviceCodeTests {
  private final class Counting: Entropy {
    private var state: UInt64 = 1
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private func read(_ text: String) -> String? {
    DeviceCode.characters(of: text).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("each is read as it was made, and none like another")
  func making() {
    let entropy = Counting()
    let codes = (0..<500).map { _ in DeviceCode.make(entropy) }
    #expect(Set(codes).count == codes.count)
    #expect(Set(codes.joined()) == Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), "all of them are used")
    for code in codes {
      #expect(code.utf8.count == 11 && Array(code.utf8)[5] == UInt8(ascii: "-"))
      #expect(read(code) == code.filter { $0 != "-" })
    }
  }

  @Test(
    "it is read as people type it",
    arguments: [
      "7K3QD-M0V91", "7k3qdm0v91", " 7k3 qd – mov9l\n", "7K3QD—MOV9I", "7-K-3-Q-D-M-0-V-9-1", "7K3QD\u{2011}M0V91",
    ])
  func reading(text: String) { #expect(read(text) == "7K3QDM0V91") }

  @Test(
    "what can't be one is none",
    arguments: [
      "", "-", "7K3QD-M0V9", "7K3QD-M0V911", "7K3QD-M0V9U", "7K3QD-M0V9é", "7K3QD-M0V9１", "7K3QD_M0V91",
      "7K3QD-M0V9\0", String(repeating: " ", count: 64) + "7K3QDM0V91",
    ])
  func nonsense(text: String) { #expect(read(text) == nil) }
}
