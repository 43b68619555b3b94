/// Takes a line of words apart, as it is written to Redis: separated by single spaces.
@frozen public struct WordScanner {
  @usableFromInline var rest: UnsafeRawBufferPointer

  @inlinable public init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  /// What has not been taken.
  @inlinable public var remainder: UnsafeRawBufferPointer { rest }

  /// The bytes up to `end`, which is passed over; all that is left when `end` is not there. `nil` at the end.
  @inlinable public mutating func take(until end: UInt8 = UInt8(ascii: " ")) -> UnsafeRawBufferPointer? {
    guard !rest.isEmpty else { return nil }
    let place = rest.firstIndex(of: end) ?? rest.count
    defer { rest = UnsafeRawBufferPointer(rebasing: rest[min(place + 1, rest.count)...]) }
    return UnsafeRawBufferPointer(rebasing: rest[..<place])
  }

  @inlinable public mutating func word(until end: UInt8 = UInt8(ascii: " ")) -> String? {
    take(until: end).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A text that `PlainWord` spelt.
  package mutating func plainWord() -> String? { take().flatMap { PlainWord.decode($0) } }

  @inlinable public mutating func number<Number: FixedWidthInteger>(
    _: Number.Type = Number.self, until end: UInt8 = UInt8(ascii: " ")
  ) -> Number? {
    take(until: end).flatMap { decimal($0) }
  }
}

/// The number that `bytes` spell in decimal digits; `nil` for anything else, and for one too great.
@inlinable public func decimal<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer) -> Number? {
  guard (1...20).contains(bytes.count) else { return nil }
  var number: UInt64 = 0
  for byte in bytes {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    let (tens, isTooGreat) = number.multipliedReportingOverflow(by: 10)
    let (sum, isGreater) = tens.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
    guard !isTooGreat, !isGreater else { return nil }
    number = sum
  }
  return Number(exactly: number)
}
