import JSON

/// A webhook as operators are told of it.
package struct ListedHook: Equatable, Sendable {
  /// When somebody posted by it last, refused or not.
  package enum LastUse: Equatable, Sendable {
    case never
    /// Milliseconds since 1970, to within a minute; up to an hour early for a hook without a rate.
    case at(Int64)
    /// Not known: a hook without a rate, of a version that did not note it.
    case unknown
  }

  package let hook: Hook
  /// `nil` while none of its posts was refused.
  package let refusals: HookRefusals?
  package let lastUse: LastUse

  package init(_ hook: Hook, refusals: HookRefusals?, lastUse: LastUse = .never) {
    self.hook = hook
    self.refusals = refusals
    self.lastUse = lastUse
  }

  package var json: [UInt8] {
    JSONWriter.object { writer in
      hook.write(to: &writer)
      if case .at(let time) = lastUse { writer.member("used", time) }
      if let refusals { writer.member("refused", object: { refusals.write(to: &$0) }) }
    }
  }

  /// Whether it looks as if `RemoveHook` would remove it for that: one that nobody ever used has been there for so long.
  package func isUnused(for seconds: Int, at now: Int64) -> Bool {
    let limit = now - Int64(seconds) * 1_000
    switch lastUse {
    case .never: return hook.created <= limit
    case .at(let time): return time + (hook.rate == 0 ? Self.noteInterval : 0) <= limit
    case .unknown: return false
    }
  }

  /// How often it is noted that a hook without a rate was used: milliseconds.
  package static let noteInterval: Int64 = 3_600_000
}
