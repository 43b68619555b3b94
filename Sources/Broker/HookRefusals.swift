import JSON

/// What came of those of a webhook's posts that were refused: how many there were, and the last of them.
package struct HookRefusals: Equatable, Sendable {
  package let count: Int64
  /// Milliseconds since 1970, by the store's clock.
  package let time: Int64
  package let refusal: NoteHookRefusal.Refusal

  package init(count: Int64, time: Int64, refusal: NoteHookRefusal.Refusal) {
    self.count = count
    self.time = time
    self.refusal = refusal
  }

  /// The members of its object, as operators see it.
  package func write(to writer: inout JSONWriter) {
    writer.member("count", count)
    writer.member("time", time)
    writer.member("code", refusal.code)
    writer.member("reason", refusal.reason)
  }
}
