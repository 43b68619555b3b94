/// Which side of the connection a codec is.
package enum Role: UInt8, Sendable {
  /// Takes masked frames, sends plain ones.
  case server
  /// Takes plain frames, sends masked ones.
  case client
}
