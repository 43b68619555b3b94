import Testing

@testable import tchatter_load

@Suite("The marker of a message")
struct MarkerTests {
  private func text(_ marker: Marker, size: Int) -> String {
    var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: size)
    bytes.withUnsafeMutableBytes { marker.write(to: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("is found where our server writes the text, and anywhere else", arguments: [16, 17, 128])
  func found(size: Int) {
    let marker = Marker(publisher: 0xabcdef, number: 0x1234_5678)
    for tail in [#""}"#, #"","seq":7}"#, ""] {
      let json = Array((#"{"type":"message","from":{"name":"~Lx"},"text":""# + text(marker, size: size) + tail).utf8)
      #expect(json.withUnsafeBytes { Marker.find(in: $0, textSize: size) } == marker)
    }
  }

  @Test(
    "is not found in what holds none",
    arguments: ["", "{}", "~L", #"{"text":"~Lzzzzzz00000000"}"#, "~L00000100000"])
  func absent(json: String) {
    #expect(Array(json.utf8).withUnsafeBytes { Marker.find(in: $0, textSize: 16) } == nil)
  }
}
