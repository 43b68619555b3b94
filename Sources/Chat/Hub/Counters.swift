import ChatProtocol

/// What has happened so far: every message and every request is counted where it comes in and where it ends, so that the
/// numbers add up.
package struct Counters: Equatable, Sendable {
  // publicationsReceived = acknowledged + duplicates + refused + in flight
  package var publicationsReceived = 0
  package var publicationsAcknowledged = 0
  package var publicationsDuplicate = 0
  /// By the reason that was given.
  package private(set) var publicationsRefusedFor: [ErrorCode: Int] = [:]

  // broadcasts = live + doubled + resynced over + held until something missing is read. applied = live + resynced.
  package var broadcastsReceived = 0
  package var messagesLive = 0
  package var messagesDoubled = 0
  /// Let go because the store has them and is being read.
  package var messagesSkipped = 0
  package var messagesResynced = 0
  /// Read to fill a room's log when it is first joined here; nobody was owed them.
  package var messagesLoaded = 0

  /// For each applied message, the members at that moment.
  package var deliveriesQueued = 0

  // recoveriesAsked = answered + gap + rewind + reset + refused + postponed + vanished
  package var recoveriesAsked = 0
  package var recoveriesAnswered = 0
  package var recoveriesGap = 0
  package var recoveriesRewind = 0
  package var recoveriesReset = 0
  package var recoveriesRefused = 0
  /// Left for the next call of a polling client that had enough for now.
  package var recoveriesPostponed = 0
  /// Not answered because the client had gone.
  package var recoveriesVanished = 0
  package var recoveriesFromMemory = 0
  package var messagesRecovered = 0
  /// Of those that came back: what the backlog does not reach back to. They were told.
  package var messagesAdmittedLost = 0

  /// Put back into a store that had forgotten them.
  package var messagesRestored = 0
  package var resyncs = 0
  package var resyncsFailed = 0
  /// Sessions of connected clients that were looked up again, and clients that were closed because theirs had ended.
  package var sessionsChecked = 0
  package var clientsEnded = 0
  /// How far somebody has read: refused because too much waited, and let go because it could not be stored.
  package var readMarksRefused = 0
  package var readMarksDropped = 0
  /// Messages of which could not be noted whom they mention.
  package var mentionsNotNoted = 0
  /// Codes for another device: wrong ones, and those that were not looked at because too many of all instances were wrong.
  package var codesWrong = 0
  package var codesNotLookedAt = 0
  /// Taken out of the store itself, where this instance does that; and the store's files that were written anew so that they lack
  /// them, or could not be.
  package var textsBlanked = 0
  /// Rooms that could not be cleaned, as the store has no memory for a second copy: each time that it was tried.
  package var blankingsRefused = 0
  package var storeFilesWritten = 0
  package var storeFilesFailed = 0
  /// Clients that were asked to open another connection.
  package var movesAsked = 0
  package var requests = 0
  package var requestsRefused = 0
  /// Of them, because of a limit.
  package var limited: [Exceeded.Kind: Int] = [:]
  /// What other instances were told of users and addresses that had taken much, what they told, and how many were charged
  /// by that.
  package var usageReportsSent = 0
  package var usageReportsReceived = 0
  package var usagesCharged = 0

  package init() {}

  package var publicationsRefused: Int { publicationsRefusedFor.values.reduce(0, +) }
  package mutating func refusePublication(for code: ErrorCode) { publicationsRefusedFor[code, default: 0] += 1 }

  /// Counts a message that was applied.
  mutating func countMessage(from source: RoomSync.Source, deliveries: Int) {
    switch source {
    case .firstPage: messagesLoaded += 1
    case .page: messagesResynced += 1
    case .broadcast: messagesLive += 1
    }
    deliveriesQueued += deliveries
  }

  package var messagesApplied: Int { messagesLive + messagesResynced }
  package var publicationsInFlight: Int {
    publicationsReceived - publicationsAcknowledged - publicationsDuplicate - publicationsRefused
  }
}
