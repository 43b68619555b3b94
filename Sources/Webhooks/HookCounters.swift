/// What became of the posts of webhooks on this instance.
package struct HookCounters: Equatable, Sendable {
  /// Those that are stored.
  package internal(set) var stored = 0
  /// Those that had to wait for their turn, whatever became of them then.
  package internal(set) var delayed = 0
  /// By `HookRefusal.code`.
  package internal(set) var refused: [String: Int] = [:]

  package init() {}

  /// Every refusal there is, those that did not happen as well.
  package var refusals: [(code: String, count: Int)] { HookRefusal.codes.map { ($0, refused[$0] ?? 0) } }
}
