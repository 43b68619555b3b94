/// What became of the bytes that streams were given to send: `queued` = `written` + `givenUp` + what still waits.
package struct Traffic: Equatable, Sendable {
  package internal(set) var queued: UInt64 = 0
  /// Taken by the kernel.
  package internal(set) var written: UInt64 = 0
  /// Not sent when their streams closed.
  package internal(set) var givenUp: UInt64 = 0

  package var waiting: UInt64 { queued &- written &- givenUp }
}
