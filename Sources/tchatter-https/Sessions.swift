import Foundation
import HTTPSCalls

/// The library's sessions, among which the requests are spread.
///
/// One for all would begin most requests of many rooms with a handshake: of connections that nobody uses, libcurl keeps four for each
/// request that a session has under way at the time, and closes the others. So none has more than it keeps in any case.
final class Sessions: @unchecked Sendable {
  private let relay: RelaySocket
  /// On which all is done, in all sessions.
  private let queue: OperationQueue
  /// A request gets the first that has room: so those of few rooms have few connections.
  private var all: [Exchanges] = []

  init(answering relay: RelaySocket) {
    self.relay = relay
    queue = OperationQueue()
    queue.maxConcurrentOperationCount = 1
  }

  /// What the relay says.
  func take(_ frame: CallFrame) {
    queue.addOperation { [self] in
      switch frame.kind {
      case .call: free().begin(frame)
      case .drop: for session in all { session.drop(frame.call) }
      case .heard, .answer, .failure: break
      }
    }
  }

  private func free() -> Exchanges {
    if let session = all.first(where: \.hasRoom) { return session }
    let session = Exchanges(answering: relay, on: queue)
    all.append(session)
    return session
  }
}
