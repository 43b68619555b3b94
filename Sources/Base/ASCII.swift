/// Kinds of ASCII characters, asked of bytes: what is beyond ASCII is none of them.
public enum ASCII {
  @inlinable @inline(__always) public static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
  @inlinable @inline(__always) public static func isLowercase(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }
  @inlinable @inline(__always) public static func isLetter(_ byte: UInt8) -> Bool { isLowercase(byte | 0x20) }
  @inlinable public static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
  /// What leaves a mark on paper: neither a space nor a control character.
  @inlinable public static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  /// The small letter of a capital one; any other byte as it is.
  @inlinable public static func lowercased(_ byte: UInt8) -> UInt8 { isLetter(byte) ? byte | 0x20 : byte }
}
