/// Folds one text.
struct Folder {
  private let table: FoldingTable
  private var codes: [UInt32] = []
  private var hasMark = false
  /// Of the character that is composed, and the class of each.
  private var parts: [(code: UInt32, ownClass: UInt8)] = []
  private static let fewMarks = 16

  init(_ table: FoldingTable) { self.table = table }

  mutating func fold(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    codes.reserveCapacity(text.count)
    var decoder = Unicode.UTF8.ForwardParser()
    var bytes = text.makeIterator()
    while case .valid(let encoded) = decoder.parseScalar(from: &bytes) {
      append(Unicode.UTF8.decode(encoded).value)
    }
    if hasMark { compose() }
    return encoded
  }

  private mutating func append(_ code: UInt32) {
    switch table.fold(code) {
    case .same: keep(code)
    case .other(let other): keep(other)
    case .sequence(let several): for each in several { keep(each) }
    }
  }

  @inline(__always) private mutating func keep(_ code: UInt32) {
    codes.append(code)
    if code >= 0x300, table.isMark(code) { hasMark = true }
  }

  private var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(codes.count * 3)
    for code in codes {
      switch code {
      case ..<0x80: bytes.append(UInt8(code))
      case ..<0x800:
        bytes.append(0xC0 | UInt8(code >> 6))
        bytes.append(0x80 | UInt8(code & 0x3F))
      case ..<0x10000:
        bytes.append(0xE0 | UInt8(code >> 12))
        bytes.append(0x80 | UInt8(code >> 6 & 0x3F))
        bytes.append(0x80 | UInt8(code & 0x3F))
      default:
        bytes.append(0xF0 | UInt8(code >> 18 & 0x07))
        bytes.append(0x80 | UInt8(code >> 12 & 0x3F))
        bytes.append(0x80 | UInt8(code >> 6 & 0x3F))
        bytes.append(0x80 | UInt8(code & 0x3F))
      }
    }
    return bytes
  }

  // MARK: - Marks

  /// NFC, of characters that are so each by itself.
  private mutating func compose() {
    let before = codes
    codes.removeAll(keepingCapacity: true)
    var index = 0
    while index < before.count {
      var end = index + 1
      while end < before.count, before[end] >= 0x300, table.isMark(before[end]) { end += 1 }
      if end == index + 1 {
        codes.append(before[index])
      } else {
        compose(before[index..<end])
      }
      index = end
    }
  }

  /// One character and the marks behind it.
  private mutating func compose(_ cluster: ArraySlice<UInt32>) {
    parts.removeAll(keepingCapacity: true)
    for code in cluster { decompose(code) }
    sortMarks()
    var base: Int?
    var lastClass: UInt8 = 0
    for (code, ownClass) in parts {
      if let base, base == codes.count - 1 || 0 < lastClass && lastClass < ownClass,
        let whole = table.whole(codes[base], code)
      {
        codes[base] = whole
        continue
      }
      if ownClass == 0 { base = codes.count }
      lastClass = ownClass
      codes.append(code)
    }
  }

  private mutating func decompose(_ code: UInt32) {
    guard let (base, mark) = table.parts(code) else { return parts.append((code, table.combiningClass(code))) }
    decompose(base)
    parts.append((mark, table.combiningClass(mark)))
  }

  /// In canonical order: by their classes between two characters of class 0, those of one class as they come.
  private mutating func sortMarks() {
    var start = 0
    while start < parts.count {
      guard parts[start].ownClass > 0 else {
        start += 1
        continue
      }
      var end = start + 1
      var isSorted = true
      while end < parts.count, parts[end].ownClass > 0 {
        isSorted = isSorted && parts[end - 1].ownClass <= parts[end].ownClass
        end += 1
      }
      if !isSorted { sort(start..<end) }
      start = end
    }
  }

  private mutating func sort(_ range: Range<Int>) {
    if range.count > Self.fewMarks { return sortMany(range) }
    for end in range.dropFirst() {
      var index = end
      while index > range.lowerBound, parts[index - 1].ownClass > parts[index].ownClass {
        parts.swapAt(index - 1, index)
        index -= 1
      }
    }
  }

  /// The same in time that grows with how many they are alone: there may be thousands.
  private mutating func sortMany(_ range: Range<Int>) {
    var places = [Int](repeating: 0, count: 257)
    for part in parts[range] { places[Int(part.ownClass) + 1] += 1 }
    for index in 1...256 { places[index] += places[index - 1] }
    for part in Array(parts[range]) {
      parts[range.lowerBound + places[Int(part.ownClass)]] = part
      places[Int(part.ownClass)] += 1
    }
  }
}
