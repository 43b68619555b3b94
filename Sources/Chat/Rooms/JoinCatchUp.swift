import Base
import Broker
import ChatProtocol

/// What a client that joins is handed: a page from the store, if one was read, and what the log has behind it.
package struct JoinCatchUp {
  let verdict: SyncVerdict
  package let page: LogSlice?
  package var rest: LogSlice
  /// Where the client stands then.
  let end: Position
  /// Whether nothing is missing then, so that what comes next comes live.
  package var isWhole: Bool

  /// How many events it is.
  var count: Int { (page?.count ?? 0) + rest.count }
  /// How many of them are changes to others.
  var changeCount: Int { (page?.changeCount ?? 0) + rest.changeCount }
  var frames: [ByteSlice] { (page?.frames ?? []) + rest.frames }
}
