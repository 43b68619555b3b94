import JSON

/// What a client wants to change in a room's policy, before it is known whom it means.
package struct Governing: Equatable, Sendable {
  package let settings: PolicyChange.Settings
  /// Which message is to be pinned, before it is found; of the settings the pin is not set.
  package let pin: Pinning?
  /// An id, or `@` and the name of somebody who is signed in.
  package let user: String?
  /// `nil` for nobody in particular any more.
  package let role: Policy.Role?
  /// Milliseconds since 1970; 0 for never.
  package let until: Int64

  package enum Pinning: Equatable, Sendable {
    case up(MessageReference)
    case down
  }

  package init(
    settings: PolicyChange.Settings = .init(), pin: Pinning? = nil, user: String? = nil, role: Policy.Role? = nil,
    until: Int64 = 0
  ) {
    self.settings = settings
    self.pin = pin
    self.user = user
    self.role = role
    self.until = until
  }

  /// Why it is refused whatever the room is.
  /// - Parameters:
  ///   - now: milliseconds since 1970.
  ///   - kept: how many seconds the fleet keeps messages.
  package func refusal(at now: Int64, keeping kept: Int) -> Refusal? {
    if settings == .init(), pin == nil, user == nil {
      return Refusal(.badRequest, "Nothing is changed: neither set nor user is there.")
    }
    if until > 0 {
      guard role == .muted || role == .banned else {
        return Refusal(.badRequest, "Only muted and banned have an until.")
      }
      guard until > now else { return Refusal(.badRequest, "The field until is over already.") }
    }
    if let retain = settings.retain, retain != 0, retain < Policy.leastRetain || retain > kept {
      return Refusal(.badRequest, "Messages are kept for a minute at least, and for \(kept) seconds at most.")
    }
    return settings.topic.flatMap { $0.isEmpty ? nil : Self.refusal(ofTopic: $0) }
  }

  private static func refusal(ofTopic topic: String) -> Refusal? {
    guard topic.utf8.count <= 4 * Policy.longestTopic, topic.unicodeScalars.count <= Policy.longestTopic else {
      return Refusal(.tooLarge, "A topic has at most \(Policy.longestTopic) characters.")
    }
    guard topic.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      return Refusal(.badRequest, "A topic is one line, without control characters.")
    }
    return nil
  }
}

// MARK: - From a request

extension Governing {
  /// - Throws: a `bad_request` that names the field that is wrong.
  package init(_ object: JSONObject) throws(Refusal) {
    let until = try Self.number(object["until"], "until", most: Int64(Position.greatestSeq)) ?? 0
    let user = try Self.text(object["user"], "user")
    let role = try Self.text(object["role"], "role")
    guard (user == nil) == (role == nil) else {
      throw Refusal(.badRequest, "The fields user and role go together.")
    }
    guard user != nil || until == 0 else { throw Refusal(.badRequest, "The field until needs a user and a role.") }
    let settings = try PolicyChange.Settings(set: object["set"])
    self.init(
      settings: settings, pin: try Pinning(object["set"]?.object?["pin"]), user: user,
      role: try role.map(Self.role) ?? nil, until: until)
  }

  private static func role(_ name: String) throws(Refusal) -> Policy.Role? {
    if name == "none" { return nil }
    guard let role = Policy.Role(rawValue: name) else {
      throw Refusal(.badRequest, "The field role is one of owner, moderator, member, muted, banned and none.")
    }
    return role
  }

  fileprivate static func text(_ value: JSONValue?, _ name: StaticString) throws(Refusal) -> String? {
    switch value {
    case nil, .null: return nil
    case .string(let text): return text
    default: throw Refusal(.badRequest, "The field \(name) is a string.")
    }
  }

  fileprivate static func number(_ value: JSONValue?, _ name: StaticString, most: Int64) throws(Refusal) -> Int64? {
    switch value {
    case nil, .null: return nil
    case .integer(let number) where (0...most).contains(number): return number
    default: throw Refusal(.badRequest, "The field \(name) is a whole number, from 0 to \(most).")
    }
  }
}

extension PolicyChange.Settings {
  fileprivate init(set: JSONValue?) throws(Refusal) {
    self.init()
    switch set {
    case nil, .null: return
    case .object(let set):
      if let name = try Governing.text(set["mode"], "mode") {
        guard let mode = Policy.Mode(rawValue: name) else {
          throw Refusal(.badRequest, "The field mode is one of open, closed and announce.")
        }
        self.mode = mode
      }
      slow = try Governing.number(set["slow"], "slow", most: Int64(Policy.longestPause)).map { Int($0) }
      topic = try Governing.text(set["topic"], "topic")
      retain = try Governing.number(set["retain"], "retain", most: Int64(Int32.max)).map { Int($0) }
      if let name = try Governing.text(set["everybody"], "everybody") {
        guard let callers = Policy.Callers(rawValue: name) else {
          throw Refusal(.badRequest, "The field everybody is one of none, moderators and members.")
        }
        everybody = callers
      }
    default: throw Refusal(.badRequest, "The field set is an object.")
    }
  }
}

extension Governing.Pinning {
  fileprivate init?(_ value: JSONValue?) throws(Refusal) {
    switch value {
    case nil, .null: return nil
    case .string(""): self = .down
    case .string(let text):
      guard let position = Position(text) else { throw Self.malformed }
      self = .up(MessageReference(seq: position.seq, position: position))
    case .integer(let number):
      guard let seq = UInt64(exactly: number), seq <= Position.greatestSeq else { throw Self.malformed }
      self = .up(MessageReference(seq: seq))
    default: throw Self.malformed
    }
  }

  private static let malformed = Refusal(.badRequest, "The field pin is a seq or a position, or empty.")
}
