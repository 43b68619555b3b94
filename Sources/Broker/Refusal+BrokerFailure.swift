import ChatProtocol

extension Refusal {
  /// What a broker's failure is to the client: nothing that it can mend.
  package init(_ failure: BrokerFailure) {
    switch failure {
    case .unavailable:
      self.init(.unavailable, "The server's memory is out of reach at the moment; try again.", retryAfter: 400)
    case .full:
      self.init(.unavailable, "The server's memory is full; nothing was stored. Try again later.", retryAfter: 2_000)
    case .conflict:
      self.init(.badRequest, "This id was used before for another message.")
    case .stale:
      self.init(.unavailable, "The room is being restored; try again.", retryAfter: 1_000)
    case .otherPolicy:
      self.init(.unavailable, "What may be done in the room has just changed; try again.", retryAfter: 1_000)
    case .forbidden:
      self.init(.forbidden, "This room is not open to you, or not for this.")
    case .tooSoon(let wait):
      self.init(.rateLimited, "This room is slow: wait before you write again.", retryAfter: wait)
    }
  }
}
