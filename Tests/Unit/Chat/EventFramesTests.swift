import Testing

@testable import Chat

@Suite("Event frames")
struct EventFramesTests {
  private func frames(_ lengths: [Int]) -> [UInt8] {
    var bytes: [UInt8] = []
    for length in lengths { EventFrames.append([UInt8](repeating: 0x78, count: length), to: &bytes) }
    return bytes
  }

  private func lengths(_ bytes: some Collection<UInt8>) -> [Int] {
    Array(bytes).withUnsafeBytes { frames in EventFrames(frames).map(\.count) }
  }

  @Test(
    "are read back as they were written, and what is cut off is left out", arguments: [0, 1, 125, 126, 65_535, 65_536])
  func roundTrip(length: Int) {
    let bytes = frames([length, length])
    #expect(lengths(bytes) == [length, length])
    #expect(lengths(bytes.dropLast(length + 1)) == [length])
  }

  @Test("are a header and then the JSON", arguments: [0, 1, 125, 126, 65_535, 65_536])
  func header(length: Int) {
    var bytes: [UInt8] = []
    EventFrames.appendHeader(length: length, to: &bytes)
    #expect(bytes + [UInt8](repeating: 0x78, count: length) == frames([length]))
  }

  @Test("are whole, unmasked texts: nothing else is taken for one")
  func others() {
    let text = frames([3])
    for first: UInt8 in [0x82, 0x01, 0xC1, 0x89] { #expect(lengths([first] + text.dropFirst()).isEmpty) }
    #expect(lengths([0x81, 0x83, 0, 0, 0, 0, 0x78, 0x78, 0x78]).isEmpty)
  }
}
