import Broker

/// A broker's backend that does some calls by itself, and the others in one way.
package protocol PartialBackend: BrokerBackend {
  func otherwise<Call: BrokerCall>(_ call: Call, reply: @escaping Call.Completion)
}

extension PartialBackend {
  package func run(_ call: Publish, reply: @escaping Publish.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: FindReceipt, reply: @escaping FindReceipt.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: Synchronize, reply: @escaping Synchronize.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ReadHistory, reply: @escaping ReadHistory.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ReadPolicy, reply: @escaping ReadPolicy.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: KeepInvitationKey, reply: @escaping KeepInvitationKey.Completion) {
    otherwise(call, reply: reply)
  }
  package func run(_ call: FindInvitationKey, reply: @escaping FindInvitationKey.Completion) {
    otherwise(call, reply: reply)
  }
  package func run(_ call: AddReport, reply: @escaping AddReport.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListReports, reply: @escaping ListReports.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: RemoveReports, reply: @escaping RemoveReports.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: UnlistRoom, reply: @escaping UnlistRoom.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: SurveyStore, reply: @escaping SurveyStore.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: RemoveRoom, reply: @escaping RemoveRoom.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: Erase, reply: @escaping Erase.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: TrimBacklog, reply: @escaping TrimBacklog.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: BlankTexts, reply: @escaping BlankTexts.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ClaimCleaning, reply: @escaping ClaimCleaning.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: NoteBlanked, reply: @escaping NoteBlanked.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: NoteStoreFiles, reply: @escaping NoteStoreFiles.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: RewriteStoreFile, reply: @escaping RewriteStoreFile.Completion) {
    otherwise(call, reply: reply)
  }
  package func run(_ call: ReadStoreFiles, reply: @escaping ReadStoreFiles.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: Subscribe, reply: @escaping Subscribe.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: CreateSession, reply: @escaping CreateSession.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: CreateUserSession, reply: @escaping CreateUserSession.Completion) {
    otherwise(call, reply: reply)
  }
  package func run(_ call: CreateBotSession, reply: @escaping CreateBotSession.Completion) {
    otherwise(call, reply: reply)
  }
  package func run(_ call: AddDeviceCode, reply: @escaping AddDeviceCode.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: CreateDeviceSession, reply: @escaping CreateDeviceSession.Completion) {
    otherwise(call, reply: reply)
  }
  package func run(_ call: RenewSession, reply: @escaping RenewSession.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: FindSession, reply: @escaping FindSession.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: EndSession, reply: @escaping EndSession.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListSessions, reply: @escaping ListSessions.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: RevokeSessions, reply: @escaping RevokeSessions.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ChangeStanding, reply: @escaping ChangeStanding.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ReadStanding, reply: @escaping ReadStanding.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: FindUser, reply: @escaping FindUser.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: UpdatePresence, reply: @escaping UpdatePresence.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListMembers, reply: @escaping ListMembers.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: NoteActivity, reply: @escaping NoteActivity.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListRooms, reply: @escaping ListRooms.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ReadMaintenance, reply: @escaping ReadMaintenance.Completion) {
    otherwise(call, reply: reply)
  }
  package func run(_ call: SetMaintenance, reply: @escaping SetMaintenance.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: RecordDirect, reply: @escaping RecordDirect.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListDirectRooms, reply: @escaping ListDirectRooms.Completion) {
    otherwise(call, reply: reply)
  }
  package func run(_ call: MoveReadMarks, reply: @escaping MoveReadMarks.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListReadMarks, reply: @escaping ListReadMarks.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: NoteMentions, reply: @escaping NoteMentions.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListMentions, reply: @escaping ListMentions.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ForgetUser, reply: @escaping ForgetUser.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: AddHook, reply: @escaping AddHook.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListHooks, reply: @escaping ListHooks.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: RemoveHook, reply: @escaping RemoveHook.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: UseHook, reply: @escaping UseHook.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: AddBot, reply: @escaping AddBot.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: ListBots, reply: @escaping ListBots.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: RemoveBot, reply: @escaping RemoveBot.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: StorePage, reply: @escaping StorePage.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: FindPageFile, reply: @escaping FindPageFile.Completion) { otherwise(call, reply: reply) }
  package func run(_ call: NoteHookRefusal, reply: @escaping NoteHookRefusal.Completion) {
    otherwise(call, reply: reply)
  }
}
