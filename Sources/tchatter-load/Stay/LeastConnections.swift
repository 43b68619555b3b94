import Base

/// Which instance a client goes to when its own has sent it away: the one that has the fewest of this program's, as a
/// balancer would choose. Many such programs together keep the instances even, without knowing of each other.
struct LeastConnections {
  /// How long an instance is left alone that has refused somebody.
  private static let pause = TimeSpan.seconds(1)

  private var counts: [Int]
  private var avoidedUntil: [Instant]

  /// - Parameter servers: how many there are, at least 1.
  init(servers: Int) {
    counts = Array(repeating: 0, count: servers)
    avoidedUntil = Array(repeating: .distantPast, count: servers)
  }

  mutating func took(_ server: Int) { counts[server] += 1 }
  mutating func left(_ server: Int) { counts[server] -= 1 }

  /// Somebody was refused there, or has lost their connection.
  mutating func avoid(_ server: Int, at now: Instant) { avoidedUntil[server] = now + Self.pause }

  /// The one with the fewest, by chance among several; one that is avoided only if all are, the same only if it is alone.
  func choose(otherThan last: Int, at now: Instant) -> Int {
    let others = counts.indices.filter { $0 != last }
    let welcome = others.filter { avoidedUntil[$0] <= now }
    let candidates = welcome.isEmpty ? others : welcome
    let fewest = candidates.map { counts[$0] }.min()
    return candidates.filter { counts[$0] == fewest }.randomElement() ?? last
  }
}
