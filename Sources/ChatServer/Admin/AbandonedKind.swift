/// What can be abandoned, as requests and commands name it.
package enum AbandonedKind: String, CaseIterable, Sendable {
  case rooms, hooks, bots
}
