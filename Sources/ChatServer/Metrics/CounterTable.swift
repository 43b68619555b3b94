import Chat

/// The hub's counters by name: for `/metrics`, and for the line that an instance leaves behind.
enum CounterTable {
  struct Row: Sendable {
    let name: String
    let meaning: String
    let value: @Sendable (Counters) -> Int
  }

  static let rows: [Row] = [
    Row(name: "publications_received", meaning: "Messages that clients sent.") { $0.publicationsReceived },
    Row(name: "publications_acknowledged", meaning: "Messages stored and acknowledged.") {
      $0.publicationsAcknowledged
    },
    Row(name: "publications_duplicate", meaning: "Repeats acknowledged with the first one's place.") {
      $0.publicationsDuplicate
    },
    Row(name: "publications_refused", meaning: "Messages refused with an error.") { $0.publicationsRefused },
    Row(name: "broadcasts_received", meaning: "Messages that came from the store's broadcast.") {
      $0.broadcastsReceived
    },
    Row(name: "messages_live", meaning: "Broadcast messages applied in their turn.") { $0.messagesLive },
    Row(name: "messages_doubled", meaning: "Broadcast messages that were there already.") { $0.messagesDoubled },
    Row(name: "messages_skipped", meaning: "Broadcast messages left to the store, which was being read.") {
      $0.messagesSkipped
    },
    Row(name: "messages_resynced", meaning: "Messages read from the store to fill a hole.") { $0.messagesResynced },
    Row(name: "messages_restored", meaning: "Messages put back into a store that forgot them.") {
      $0.messagesRestored
    },
    Row(name: "deliveries_queued", meaning: "Messages times members.") { $0.deliveriesQueued },
    Row(name: "recoveries_asked", meaning: "Joins with a position.") { $0.recoveriesAsked },
    Row(name: "recoveries_answered", meaning: "Of them, answered without loss.") { $0.recoveriesAnswered },
    Row(name: "recoveries_gap", meaning: "Of them, with messages gone from the backlog.") { $0.recoveriesGap },
    Row(name: "recoveries_rewind", meaning: "Of them, ahead of a store that failed over.") { $0.recoveriesRewind },
    Row(name: "recoveries_reset", meaning: "Of them, from another history.") { $0.recoveriesReset },
    Row(name: "recoveries_refused", meaning: "Of them, refused with an error.") { $0.recoveriesRefused },
    Row(name: "recoveries_postponed", meaning: "Of them, left for the next poll of a client that had enough.") {
      $0.recoveriesPostponed
    },
    Row(name: "recoveries_vanished", meaning: "Of them, of clients that had gone before the answer.") {
      $0.recoveriesVanished
    },
    Row(name: "recoveries_from_memory", meaning: "Recoveries answered without the store.") {
      $0.recoveriesFromMemory
    },
    Row(name: "messages_recovered", meaning: "Messages sent to those who came back.") { $0.messagesRecovered },
    Row(name: "messages_admitted_lost", meaning: "Messages that the backlog no longer had for those who came back.") {
      $0.messagesAdmittedLost
    },
    Row(name: "resyncs", meaning: "Times a room was compared with the store and filled up.") { $0.resyncs },
    Row(name: "resyncs_failed", meaning: "Of them, without success.") { $0.resyncsFailed },
    Row(name: "moves_asked", meaning: "Clients asked to go on through another connection.") { $0.movesAsked },
    Row(name: "sessions_checked", meaning: "Sessions of connected clients that were looked up again.") {
      $0.sessionsChecked
    },
    Row(name: "clients_ended", meaning: "Clients closed because their session had ended.") { $0.clientsEnded },
    Row(name: "read_marks_refused", meaning: "Moves of read marks refused because too many waited for the store.") {
      $0.readMarksRefused
    },
    Row(name: "read_marks_dropped", meaning: "Moves of read marks that could not be stored.") { $0.readMarksDropped },
    Row(name: "mentions_not_noted", meaning: "Messages of which the store did not take whom they mention.") {
      $0.mentionsNotNoted
    },
    Row(name: "device_codes_wrong", meaning: "Codes for another device that were wrong.") { $0.codesWrong },
    Row(name: "device_codes_not_looked_at", meaning: "Codes refused unseen, as too many of all were wrong.") {
      $0.codesNotLookedAt
    },
    Row(name: "texts_blanked", meaning: "Texts of deleted messages that were taken out of the store.") {
      $0.textsBlanked
    },
    Row(name: "blankings_refused", meaning: "Rooms not cleaned of them, as the store has no memory for a copy.") {
      $0.blankingsRefused
    },
    Row(name: "store_files_written", meaning: "Files that the store wrote anew to lack deleted texts.") {
      $0.storeFilesWritten
    },
    Row(name: "store_files_failed", meaning: "Such files that could not be written, or of which it is not known.") {
      $0.storeFilesFailed
    },
    Row(name: "requests", meaning: "Objects that clients sent.") { $0.requests },
    Row(name: "requests_refused", meaning: "Of them, refused with an error.") { $0.requestsRefused },
    Row(name: "usage_reports_sent", meaning: "Reports to other instances of who has taken much of their quota here.") {
      $0.usageReportsSent
    },
    Row(name: "usage_reports_received", meaning: "Such reports of other instances.") { $0.usageReportsReceived },
    Row(name: "usages_charged", meaning: "Users and addresses in them that were charged here.") { $0.usagesCharged },
  ]
}

extension Instance {
  /// The counters at the end: what came in and what became of it.
  func logCounters() {
    let closed = sockets.counters.closes.values.reduce(0, +)
    var values: [(String, Log.Value)] = [
      ("connections_opened", Log.Value(sockets.counters.opened)), ("connections_closed", Log.Value(closed)),
      ("connections_open", Log.Value(sockets.counters.opened - closed)),
    ]
    for (code, count) in sockets.counters.closes.sorted(by: { $0.key < $1.key }) {
      values.append(("closed_\(code)", Log.Value(count)))
    }
    for row in CounterTable.rows { values.append((row.name, Log.Value(row.value(hub.counters)))) }
    for (code, count) in hub.counters.publicationsRefusedFor.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      values.append(("refused_\(code.rawValue)", Log.Value(count)))
    }
    let traffic = reactor.traffic
    values += [
      ("publications_in_flight", Log.Value(hub.counters.publicationsInFlight)),
      ("messages_held", Log.Value(hub.heldCount)), ("bytes_queued", Log.Value(traffic.queued)),
      ("bytes_written", Log.Value(traffic.written)), ("bytes_given_up", Log.Value(traffic.givenUp)),
      ("bytes_waiting", Log.Value(traffic.waiting)),
    ]
    log.info("counters", values)
  }
}
