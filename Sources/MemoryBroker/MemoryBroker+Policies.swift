import Broker
import ChatProtocol

// What may be done in rooms, who is invited, and what was reported there.
extension MemoryBroker {
  package func run(_ call: ReadPolicy, reply: @escaping ReadPolicy.Completion) {
    reply(.success(store.existingRoom(call.room)?.policy ?? Policy()))
  }

  package func run(_ call: KeepInvitationKey, reply: @escaping KeepInvitationKey.Completion) {
    reply(.success(store.existingRoom(call.room)?.keepInvitationKey(call.key, replaces: call.replaces)))
  }

  package func run(_ call: FindInvitationKey, reply: @escaping FindInvitationKey.Completion) {
    reply(.success(store.existingRoom(call.room)?.invitationKey))
  }

  package func run(_ call: AddReport, reply: @escaping AddReport.Completion) {
    guard !store.space.isFull, let room = store.existingRoom(call.room) else { return reply(.failure(.full)) }
    let report = Report(
      call.position, time: store.now, by: call.user.id, named: call.user.name, reason: call.reason)
    let isNews = room.reports.add(report)
    if isNews { store.tell(room, [.report(report)]) }
    reply(.success(isNews))
  }

  package func run(_ call: ListReports, reply: @escaping ListReports.Completion) {
    reply(.success(store.existingRoom(call.room)?.reports.all(at: store.now) ?? []))
  }

  package func run(_ call: RemoveReports, reply: @escaping RemoveReports.Completion) {
    guard let room = store.existingRoom(call.room) else { return reply(.success(0)) }
    let (count, isLast) = room.reports.remove(about: call.position, by: call.user)
    if count > 0, isLast { store.tell(room, [.resolved(call.position)]) }
    reply(.success(count))
  }
}
