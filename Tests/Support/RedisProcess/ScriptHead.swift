import RedisClient

/// What a script says that it takes: `local <name> = KEYS[<n>]` and `ARGV[<n>]`, one a line, before anything else.
package struct ScriptHead {
  package let keys: Int
  package let arguments: Int
  /// Whether a list of any length follows the arguments.
  package let hasMore: Bool

  package struct Malformed: Error { let script: String }

  package init(_ script: RedisScript) throws {
    let text = String(decoding: script.source, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).drop { $0.hasPrefix("--") || $0.isEmpty }
    let head = lines.prefix { $0.hasPrefix("local ") && ($0.contains(" = KEYS[") || $0.contains(" = ARGV[")) }
    func places(_ table: String, in lines: some Collection<Substring>) -> [Int] {
      lines.joined(separator: "\n").matches(of: /(KEYS|ARGV)\[(\d+)\]/)
        .filter { $0.1 == table }.compactMap { Int($0.2) }
    }
    keys = head.count { $0.contains(" = KEYS[") }
    arguments = head.count { $0.contains(" = ARGV[") }
    hasMore = text.contains("#ARGV")
    guard places("KEYS", in: head) == Array(1..<keys + 1), places("ARGV", in: head) == Array(1..<arguments + 1),
      places("KEYS", in: lines.dropFirst(head.count)).isEmpty, places("ARGV", in: lines.dropFirst(head.count)).isEmpty
    else { throw Malformed(script: "\(script.name)") }
  }
}
