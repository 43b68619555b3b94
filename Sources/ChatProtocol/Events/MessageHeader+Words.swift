import Base

// A header as a line of words: `<kind> <author> <id>[ <seq> <author> <id>]`.
extension MessageHeader {
  func appendWords(to bytes: inout [UInt8]) {
    bytes += PlainWord.encode(kind.rawValue).utf8
    bytes.appendWord(author)
    bytes.appendWord(id)
    guard let target else { return }
    bytes.appendWord(String(target.seq))
    bytes.appendWord(target.author)
    bytes.appendWord(target.id)
  }

  init?(words bytes: UnsafeRawBufferPointer) {
    var words = WordScanner(bytes)
    guard let kind = words.plainWord(), let author = words.plainWord(), let id = words.plainWord() else { return nil }
    var target: MessageTarget?
    if !words.remainder.isEmpty {
      guard let seq = words.number(UInt64.self), let author = words.plainWord(), let id = words.plainWord()
      else { return nil }
      target = MessageTarget(seq: seq, author: author, id: id)
    }
    self.init(MessageKind(rawValue: kind), author: author, id: id, target: target)
  }
}

extension [UInt8] {
  /// A space, and then the text as `PlainWord` spells it.
  fileprivate mutating func appendWord(_ text: String) {
    append(UInt8(ascii: " "))
    self += PlainWord.encode(text).utf8
  }
}
