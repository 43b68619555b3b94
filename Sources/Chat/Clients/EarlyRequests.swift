/// What a client asks before it is welcomed, in order.
struct EarlyRequests {
  /// How much may wait, besides the request that exceeds it.
  private static let bytes = 65_536

  private var requests: [[UInt8]] = []

  /// - Parameter most: how many may wait.
  /// - Returns: whether there was place for it.
  mutating func keep(_ json: UnsafeRawBufferPointer, most: Int) -> Bool {
    guard requests.count < most, requests.reduce(0, { $0 + $1.count }) < Self.bytes else { return false }
    requests.append(Array(json))
    return true
  }

  /// Hands them out, and frees what they took.
  mutating func takeAll() -> [[UInt8]] {
    defer { requests = [] }
    return requests
  }
}
