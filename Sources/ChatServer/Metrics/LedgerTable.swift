import Chat

extension Instance {
  /// The books at the end: what came in and what became of it.
  func logLedger() {
    let ledger = hub.ledger
    let sockets = transport.counters
    log.info(
      "ledger",
      [
        "connections_opened": Log.Value(sockets.opened),
        "connections_closed": Log.Value(sockets.closes.values.reduce(0, +)),
        "connections_open": Log.Value(sockets.opened - sockets.closes.values.reduce(0, +)),
        "closes": .text(
          sockets.closes.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")),
        "publications_received": Log.Value(ledger.publicationsReceived),
        "publications_acknowledged": Log.Value(ledger.publicationsAcknowledged),
        "publications_duplicate": Log.Value(ledger.publicationsDuplicate),
        "publications_refused": Log.Value(ledger.publicationsRefused),
        "publications_in_flight": Log.Value(ledger.publicationsInFlight),
        "broadcasts_received": Log.Value(ledger.broadcastsReceived),
        "messages_live": Log.Value(ledger.messagesLive),
        "messages_healed": Log.Value(ledger.messagesHealed),
        "messages_doubled": Log.Value(ledger.messagesDoubled),
        "deliveries_queued": Log.Value(ledger.deliveriesQueued),
        "recoveries_asked": Log.Value(ledger.recoveriesAsked),
        "recoveries_answered": Log.Value(ledger.recoveriesAnswered),
        "recoveries_gap": Log.Value(ledger.recoveriesGap),
        "recoveries_rewind": Log.Value(ledger.recoveriesRewind),
        "recoveries_reset": Log.Value(ledger.recoveriesReset),
        "recoveries_refused": Log.Value(ledger.recoveriesRefused),
        "messages_recovered": Log.Value(ledger.messagesRecovered),
      ])
  }
}
