/// One message between the relay and `tchatter-https`: four bytes of length, one that says what it is, four of the call that it
/// is about, and the rest. Numbers are big-endian; the length counts all behind itself.
package struct CallFrame: Equatable, Sendable {
  /// The form of what goes to and fro. A program that is asked for another one than its own refuses to start: after an update of the files
  /// a relay that still runs may be of the release before.
  package static let form = "calls-1"
  /// More than any request or answer needs, and what is held at most of one that does not end.
  package static let longest = 1 << 20

  package enum Kind: UInt8, Sendable {
    /// To the program: a request to be made.
    case call = 1
    /// To the program: nobody waits for that call any more. It is answered all the same.
    case drop = 2
    /// From the program: something of the answer has come.
    case heard = 3
    /// From the program: the answer.
    case answer = 4
    /// From the program: why there is none, in words.
    case failure = 5
  }

  static let lengthSize = 4
  /// The kind and the number.
  static let headSize = 5

  package let kind: Kind
  package let call: UInt32
  package let rest: [UInt8]

  package init(_ kind: Kind, of call: UInt32, _ rest: [UInt8] = []) {
    self.kind = kind
    self.call = call
    self.rest = rest
  }

  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.lengthSize + Self.headSize + rest.count)
    Self.append(UInt32(clamping: Self.headSize + rest.count), to: &bytes)
    bytes.append(kind.rawValue)
    Self.append(call, to: &bytes)
    bytes.append(contentsOf: rest)
    return bytes
  }

  private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
    for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
  }
}
