/// A text as it is compared by whoever searches: Unicode's NFKC_Casefold, so that case, width and other compatible forms do not
/// count, nor whether a letter and its marks are one character, nor what is not seen.
package struct FoldedText: Equatable, Sendable {
  /// UTF-8.
  package let bytes: [UInt8]

  package init(_ text: String) {
    var text = text
    bytes = text.withUTF8 { Self.fold($0) }
  }

  /// Reads by what texts are folded: whoever folds the first one would wait for it.
  package static func prepare() { _ = FoldingTable.ofUnicode }

  private static func fold(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    if text.contains(where: { $0 >= 0x80 }) {
      var folder = Folder(.ofUnicode)
      return folder.fold(text)
    }
    return [UInt8](unsafeUninitializedCapacity: text.count) { folded, count in
      for byte in text {
        folded[count] = byte &- 0x41 < 26 ? byte | 0x20 : byte
        count += 1
      }
    }
  }
}
