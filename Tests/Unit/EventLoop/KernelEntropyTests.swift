import Testing

import EventLoop

@Suite struct KernelEntropyTests {
  @Test func noWordComesTwiceWithinAndBeyondABlock() {
    let entropy = KernelEntropy()
    let words = (0..<1_000).map { _ in entropy.next() }
    #expect(Set(words).count == words.count)
    #expect(!words.contains(0), "a wiped word was handed out")
  }

  @Test func twoSourcesDiffer() {
    #expect(KernelEntropy().next() != KernelEntropy().next())
  }
}
