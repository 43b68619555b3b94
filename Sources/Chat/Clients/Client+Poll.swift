import ChatProtocol

// Long-polling: for the length of one call, a client like any other.
extension Client {
  /// Begins a call of somebody who is known: joins the rooms from their positions and does what is asked. What comes of
  /// it, and then whatever is said in the rooms, is delivered until `disconnected`, after which nothing of the client is
  /// left here; its presence outlasts the pause between two calls by the grace.
  package func poll(_ poll: PollRequest) {
    guard phase == .connected, let identity else { return }
    admit(identity)
    messageLimiter = hub.pollLimiters[user.id, default: PollLimiters()].message
    requestLimiter = hub.pollLimiters[user.id, default: PollLimiters()].request
    for room in poll.rooms {
      answersDue += 1
      join(room.name, id: nil, after: room.after, limit: nil, isContinuation: true)
    }
    for request in poll.requests { receive(request) }
    hub.pollLimiters[user.id] = PollLimiters(message: messageLimiter, request: requestLimiter, usedAt: hub.time.now)
  }
}

/// A polling client's rates: they outlive its calls.
struct PollLimiters {
  var message = RateLimiter()
  var request = RateLimiter()
  var usedAt: UInt64 = 0
}
