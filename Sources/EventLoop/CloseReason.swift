/// Why a stream has come to its end.
package enum CloseReason: Equatable, Sendable {
  /// This side asked for it: `close`, `abort`, or `closeAfterFlush` that went well.
  case local
  /// The peer ended the connection in an orderly way, and this side had ended writing.
  case peer
  /// This side closed after a flush, and the peer neither read the rest nor ended within `Stream.lingerLimit`.
  case lingered
  /// A system call failed: `ECONNRESET` from the peer, `ECONNREFUSED` or `ETIMEDOUT` while connecting.
  case failure(SystemError)
}
