import Base

/// What a polling participant asks, in order: one call at a time carries as much of it as fits.
struct PollRequestQueue {
  /// What one call carries at most: requests, and bytes of them.
  private static let batch = (requests: 32, bytes: 128 << 10)

  private var requests = Queue<[UInt8]>()
  /// How many of them are on their way.
  private var asked = 0

  /// Whether everything has been answered.
  var isEmpty: Bool { requests.isEmpty }
  /// Whether a call is under way.
  var isAsking: Bool { asked > 0 }

  mutating func append(_ request: [UInt8]) { requests.append(request) }

  /// What the next call carries; `nil` while one is under way, or nothing waits.
  mutating func next() -> [[UInt8]]? {
    guard !isAsking, !requests.isEmpty else { return nil }
    var bytes = 0
    let fitting = requests.prefix(Self.batch.requests).prefix { request in
      bytes += request.count
      return bytes <= Self.batch.bytes
    }
    // One that is longer than a call may be goes alone.
    asked = max(fitting.count, 1)
    return Array(requests.prefix(asked))
  }

  /// The call was answered, and so is all that it carried.
  mutating func answered() {
    requests.removeFirst(asked)
    asked = 0
  }
}
