import Base
import Broker
import ChatProtocol

/// `q1 <instance>\n`, then for each user `u<id>` or address `a<digest>` a line with what was taken: `<limit> <milliseconds>`,
/// any number of times. Who knows only another version passes over all of it.
extension UsageReport {
  private static let version = 1

  var payload: String {
    var text = "q\(Self.version) \(PlainWord.encode(instance))\n"
    for usage in usages {
      text += usage.holder.word
      for amount in usage.amounts { text += " \(amount.limit) \(amount.milliseconds)" }
      text += "\n"
    }
    return text
  }

  /// - Parameter bytes: what follows the tag.
  init?(payload bytes: UnsafeRawBufferPointer) {
    var lines = WordScanner(bytes)
    guard var head = lines.take(until: UInt8(ascii: "\n")).map({ WordScanner($0) }),
      head.number(Int.self) == Self.version, let instance = head.plainWord()
    else { return nil }
    var usages: [Usage] = []
    while usages.count < Self.maximum, let line = lines.take(until: UInt8(ascii: "\n")) {
      if let usage = Usage(line: line) { usages.append(usage) }
    }
    self.init(from: instance, usages)
  }
}

extension Usage {
  /// How many limits of one holder are read: more than there are.
  private static let maximum = 32

  /// `nil` for a kind of holder that is not known here.
  fileprivate init?(line: UnsafeRawBufferPointer) {
    var words = WordScanner(line)
    guard let holder = words.word().flatMap({ QuotaHolder(word: $0) }) else { return nil }
    var amounts: [Amount] = []
    while amounts.count < Self.maximum, let limit = words.word() {
      guard let milliseconds = words.number(Int.self) else { return nil }
      amounts.append(Amount(limit, milliseconds: milliseconds))
    }
    self.init(of: holder, amounts)
  }
}

extension QuotaHolder {
  fileprivate var word: String {
    switch self {
    case .user(let id): "u" + id
    case .address(let digest): "a" + digest.text
    }
  }

  fileprivate init?(word: String) {
    let name = String(word.dropFirst())
    switch word.utf8.first {
    case UInt8(ascii: "u"):
      guard User.isID(name) else { return nil }
      self = .user(name)
    case UInt8(ascii: "a"):
      guard let digest = AddressDigest(text: name) else { return nil }
      self = .address(digest)
    default: return nil
    }
  }
}
