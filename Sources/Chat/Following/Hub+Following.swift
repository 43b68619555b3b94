import Base
import ChatProtocol

// Operators follow the traffic of users and rooms. Where nobody does, it costs a look at an empty array.
extension Hub {
  /// At the same time: each costs something for each request.
  package static let mostFollowers = 4

  /// Begins to follow; `nil` when as many do already.
  package func follow(_ subject: Follower.Subject) -> Follower? {
    guard followers.count < Self.mostFollowers else { return nil }
    let follower = Follower(subject, id: entropy.word(16), at: time.now)
    followers.append(follower)
    return follower
  }

  package func follower(_ id: String) -> Follower? { followers.first { $0.id == id } }

  /// - Returns: whether there was one.
  package func endFollowing(_ id: String) -> Bool {
    let count = followers.count
    followers.removeAll { $0.id == id }
    return followers.count < count
  }

  /// Those who take nothing any more. To be called once a second.
  func forgetFollowers() {
    guard !followers.isEmpty else { return }
    followers.removeAll { $0.takenAt + Follower.longestSilence <= time.now }
  }
}
