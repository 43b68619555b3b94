import Base
import Broker

/// Posts that came sooner than their hook's rate admits and wait for their turn, in order, each hook's apart.
///
/// A burst that is a little too fast is better taken late than refused: GitLab switches a hook off after four refusals
/// in a row. But nobody is kept longer than such clients wait for an answer, and what waits is bounded.
struct HookQueue {
  /// How long a post waits at most: GitLab gives ten seconds.
  static let timeout: TimeSpan = .seconds(8)
  /// How many of one hook wait at most, and how much of all: bytes.
  static let longest = 64
  static let mostBytes = 4 << 20

  /// A post and what becomes of it.
  struct Entry {
    let post: HookRequest
    let deadline: Instant
    let completion: (Result<Void, HookRefusal>) -> Void
  }

  private struct Line {
    let hook: Hook
    var entries = Queue<Entry>()
  }

  private var lines: [TokenHash: Line] = [:]
  private var bytes = 0

  func isWaiting(_ token: TokenHash) -> Bool { lines[token] != nil }

  /// Opens a hook's line, if there is none. Its first post comes at once.
  mutating func open(_ token: TokenHash, of hook: Hook) {
    if lines[token] == nil { lines[token] = Line(hook: hook) }
  }

  /// The hook whose posts wait.
  func hook(of token: TokenHash) -> Hook? { lines[token]?.hook }

  /// Adds a post behind the others of its hook.
  /// - Returns: `nil`, or for how long it would wait when that is too long or there is no place.
  mutating func add(_ entry: Entry, of token: TokenHash) -> TimeSpan? {
    guard let line = lines[token] else { return Self.timeout }
    let wait = TimeSpan.seconds(60) / max(line.hook.rate, 1) * (line.entries.count + 1)
    guard wait <= Self.timeout, line.entries.count < Self.longest, bytes + entry.post.body.count <= Self.mostBytes
    else {
      if line.entries.isEmpty { lines[token] = nil }
      return wait
    }
    lines[token]?.entries.append(entry)
    bytes += entry.post.body.count
    return nil
  }

  /// The next one of a hook.
  func first(of token: TokenHash) -> Entry? { lines[token]?.entries.first }

  mutating func removeFirst(of token: TokenHash) {
    guard let entry = lines[token]?.entries.popFirst() else { return }
    bytes -= entry.post.body.count
    if first(of: token) == nil { lines[token] = nil }
  }
}
