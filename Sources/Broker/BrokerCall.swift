/// Something that a broker is asked to do, and how it is answered: one struct in `Calls` for each, whose comment is its
/// contract.
///
/// Whoever stands between a hub and its broker, as tests do, passes calls on without knowing which there are. A broker
/// implements them all: a new one does not compile before each `BrokerBackend` does it, but for one that is made of others
/// (`PublishSeveral`).
package protocol BrokerCall {
  associatedtype Reply
  typealias Completion = (Result<Reply, BrokerFailure>) -> Void

  /// Has the backend do it: each call names itself here.
  func run(on backend: some BrokerBackend, reply: @escaping Completion)
}

/// What a broker does for each call.
package protocol BrokerBackend {
  func run(_ call: Publish, reply: @escaping Publish.Completion)
  func run(_ call: PublishSeveral, reply: @escaping PublishSeveral.Completion)
  func run(_ call: FindReceipt, reply: @escaping FindReceipt.Completion)
  func run(_ call: Synchronize, reply: @escaping Synchronize.Completion)
  func run(_ call: ReadHistory, reply: @escaping ReadHistory.Completion)
  func run(_ call: ReadPolicy, reply: @escaping ReadPolicy.Completion)
  func run(_ call: KeepInvitationKey, reply: @escaping KeepInvitationKey.Completion)
  func run(_ call: FindInvitationKey, reply: @escaping FindInvitationKey.Completion)
  func run(_ call: AddReport, reply: @escaping AddReport.Completion)
  func run(_ call: ListReports, reply: @escaping ListReports.Completion)
  func run(_ call: RemoveReports, reply: @escaping RemoveReports.Completion)
  func run(_ call: Erase, reply: @escaping Erase.Completion)
  func run(_ call: TrimBacklog, reply: @escaping TrimBacklog.Completion)
  func run(_ call: BlankTexts, reply: @escaping BlankTexts.Completion)
  func run(_ call: ClaimCleaning, reply: @escaping ClaimCleaning.Completion)
  func run(_ call: NoteBlanked, reply: @escaping NoteBlanked.Completion)
  func run(_ call: NoteStoreFiles, reply: @escaping NoteStoreFiles.Completion)
  func run(_ call: RewriteStoreFile, reply: @escaping RewriteStoreFile.Completion)
  func run(_ call: ReadStoreFiles, reply: @escaping ReadStoreFiles.Completion)
  func run(_ call: Subscribe, reply: @escaping Subscribe.Completion)
  func run(_ call: CreateSession, reply: @escaping CreateSession.Completion)
  func run(_ call: CreateUserSession, reply: @escaping CreateUserSession.Completion)
  func run(_ call: CreateBotSession, reply: @escaping CreateBotSession.Completion)
  func run(_ call: AddDeviceCode, reply: @escaping AddDeviceCode.Completion)
  func run(_ call: CreateDeviceSession, reply: @escaping CreateDeviceSession.Completion)
  func run(_ call: RenewSession, reply: @escaping RenewSession.Completion)
  func run(_ call: FindSession, reply: @escaping FindSession.Completion)
  func run(_ call: EndSession, reply: @escaping EndSession.Completion)
  func run(_ call: ListSessions, reply: @escaping ListSessions.Completion)
  func run(_ call: RevokeSessions, reply: @escaping RevokeSessions.Completion)
  func run(_ call: ChangeStanding, reply: @escaping ChangeStanding.Completion)
  func run(_ call: ReadStanding, reply: @escaping ReadStanding.Completion)
  func run(_ call: FindUser, reply: @escaping FindUser.Completion)
  func run(_ call: UpdatePresence, reply: @escaping UpdatePresence.Completion)
  func run(_ call: ListMembers, reply: @escaping ListMembers.Completion)
  func run(_ call: NoteActivity, reply: @escaping NoteActivity.Completion)
  func run(_ call: ListRooms, reply: @escaping ListRooms.Completion)
  func run(_ call: UnlistRoom, reply: @escaping UnlistRoom.Completion)
  func run(_ call: RemoveRoom, reply: @escaping RemoveRoom.Completion)
  func run(_ call: SurveyStore, reply: @escaping SurveyStore.Completion)
  func run(_ call: ReadMaintenance, reply: @escaping ReadMaintenance.Completion)
  func run(_ call: SetMaintenance, reply: @escaping SetMaintenance.Completion)
  func run(_ call: RecordDirect, reply: @escaping RecordDirect.Completion)
  func run(_ call: ListDirectRooms, reply: @escaping ListDirectRooms.Completion)
  func run(_ call: MoveReadMarks, reply: @escaping MoveReadMarks.Completion)
  func run(_ call: ListReadMarks, reply: @escaping ListReadMarks.Completion)
  func run(_ call: NoteMentions, reply: @escaping NoteMentions.Completion)
  func run(_ call: ListMentions, reply: @escaping ListMentions.Completion)
  func run(_ call: ForgetUser, reply: @escaping ForgetUser.Completion)
  func run(_ call: AddHook, reply: @escaping AddHook.Completion)
  func run(_ call: ListHooks, reply: @escaping ListHooks.Completion)
  func run(_ call: RemoveHook, reply: @escaping RemoveHook.Completion)
  func run(_ call: UseHook, reply: @escaping UseHook.Completion)
  func run(_ call: AddBot, reply: @escaping AddBot.Completion)
  func run(_ call: ListBots, reply: @escaping ListBots.Completion)
  func run(_ call: RemoveBot, reply: @escaping RemoveBot.Completion)
  func run(_ call: StorePage, reply: @escaping StorePage.Completion)
  func run(_ call: FindPageFile, reply: @escaping FindPageFile.Completion)
  func run(_ call: NoteHookRefusal, reply: @escaping NoteHookRefusal.Completion)
}
