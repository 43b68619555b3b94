/// How a transport marks off one JSON object from the next, given from outside so that the core knows no transport.
package protocol Framing {
  /// Appends what goes before a text of `length` bytes. Nothing goes behind it.
  func appendHeader(ofTextLength length: Int, to bytes: inout [UInt8])
}
