/// A bug that a test plants, to see whether other tests find it: it alters what rooms are about to do. Where nobody tests
/// tests there is none.
package protocol RoomTampering: AnyObject {
  /// What is done instead of an action.
  func altered(_ action: RoomSync.Action) -> [RoomSync.Action]
  func altered(_ catchUp: JoinCatchUp) -> JoinCatchUp
}

extension RoomTampering {
  package func altered(_ action: RoomSync.Action) -> [RoomSync.Action] { [action] }
  package func altered(_ catchUp: JoinCatchUp) -> JoinCatchUp { catchUp }
}
