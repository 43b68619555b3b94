import JSON

/// A change of a room's policy: stored in the room's order like a message, so that it is delivered, recovered, deduplicated
/// and put back like one.
package struct PolicyChange: Equatable, Sendable {
  package struct Settings: Equatable, Sendable {
    package var mode: Policy.Mode?
    package var slow: Int?
    package var topic: String?
    package var pin: Pinning?
    package var retain: Int?
    package var everybody: Policy.Callers?

    package init(
      mode: Policy.Mode? = nil, slow: Int? = nil, topic: String? = nil, pin: Pinning? = nil, retain: Int? = nil,
      everybody: Policy.Callers? = nil
    ) {
      self.mode = mode
      self.slow = slow
      self.topic = topic
      self.pin = pin
      self.retain = retain
      self.everybody = everybody
    }
  }

  /// Pinning a message in place of another one, or taking that down.
  package enum Pinning: Equatable, Sendable {
    case up(Policy.Pin)
    case down

    package var pin: Policy.Pin? { if case .up(let pin) = self { pin } else { nil } }
  }

  /// Whom it is about.
  package struct Person: Equatable, Sendable {
    package let id: User.ID
    /// Empty where it is not known.
    package let name: String

    package init(id: User.ID, name: String) {
      self.id = id
      self.name = name
    }
  }

  package var settings: Settings
  package var person: Person?
  /// What the person becomes; `nil` for nobody in particular.
  package var role: Policy.Role?
  /// When that ends by itself: milliseconds since 1970; 0 for never.
  package var until: Int64
  /// Who owns the room with it, because it had no policy and nobody else had written there.
  package var founder: Person?
  /// Whether the person has come by an invitation, and says so themself.
  package var isInvited = false

  package init(settings: Settings = Settings(), person: Person? = nil, role: Policy.Role? = nil, until: Int64 = 0) {
    self.settings = settings
    self.person = person
    self.role = role
    self.until = until
  }

  /// What the person is from then on.
  package var standing: Policy.Standing? { role.map { Policy.Standing($0, until: until, name: person?.name ?? "") } }

  /// Tells a repeated request from another one with the same id.
  var digestText: String {
    let known = [settings.mode?.rawValue, settings.slow.map { "\($0)" }, settings.topic]
    let others = [person?.id, role?.rawValue, "\(until)"]
    return ((known + others).map { $0 ?? "-" } + laterWords).joined(separator: "\n")
  }

  /// What 0.10.0 does not know, nothing where there is nothing of it: so both come to the same word for all else. What is
  /// pinned stands there by its name: it may lie elsewhere when the request is repeated.
  private var laterWords: [String] {
    let pin = settings.pin.map { $0.pin.map { "pin \($0.author) \($0.id.utf8.count) \($0.id)" } ?? "pin" }
    let retain = settings.retain.map { "retain \($0)" }
    let everybody = settings.everybody.map { "everybody \($0.rawValue)" }
    return [pin, retain, isInvited ? "invited" : nil, everybody].compactMap { $0 }
  }
}

// MARK: - As it is kept

extension PolicyChange {
  /// Of the event: `set`, `user`, `role`, `until`, `owner`.
  package func write(to writer: inout JSONWriter) {
    if settings != Settings() {
      writer.member(
        "set",
        object: { set in
          if let mode = settings.mode { set.member("mode", mode.rawValue) }
          if let slow = settings.slow { set.member("slow", slow) }
          if let topic = settings.topic { set.member("topic", topic) }
          switch settings.pin {
          case .up(let pin): set.member("pin", object: { $0.pin(pin) })
          case .down: set.member("pin", "")
          case nil: break
          }
          if let retain = settings.retain { set.member("retain", retain) }
          if let everybody = settings.everybody { set.member("everybody", everybody.rawValue) }
        })
    }
    if let person {
      writer.member("user", object: { $0.person(person) })
      writer.member("role", role?.rawValue ?? "none")
    }
    if until > 0 { writer.member("until", until) }
    if isInvited { writer.member("invited", true) }
    if let founder { writer.member("owner", object: { $0.person(founder) }) }
  }

  /// From a body or an event. What a later version has written and this one does not know changes nothing here.
  package init(members: JSONObject) {
    let set = members["set"]?.object
    self.init(
      settings: Settings(
        mode: set?["mode"]?.string.flatMap { Policy.Mode(rawValue: $0) },
        slow: set?["slow"]?.integer.flatMap { (0...Int64(Policy.longestPause)).contains($0) ? Int($0) : nil },
        topic: set?["topic"]?.string, pin: Pinning(set?["pin"]),
        retain: set?["retain"]?.integer.flatMap { Int(exactly: $0) }.flatMap { $0 >= 0 ? $0 : nil },
        everybody: set?["everybody"]?.string.flatMap { Policy.Callers(rawValue: $0) }),
      until: members["until"]?.integer ?? 0)
    isInvited = members["invited"]?.bool ?? false
    founder = Person(members["owner"])
    switch members["role"]?.string {
    case "none": person = Person(members["user"])
    case let name?:
      role = Policy.Role(rawValue: name)
      person = role == nil ? nil : Person(members["user"])
    case nil: break
    }
  }

  package init(body: [UInt8]) { self.init(members: (try? JSONParser.parseObject(body)) ?? JSONObject()) }
}

extension PolicyChange.Person {
  fileprivate init?(_ value: JSONValue?) {
    guard let object = value?.object, let id = object["id"]?.string, User.isID(id) else { return nil }
    self.init(id: id, name: object["name"]?.string ?? "")
  }
}

extension PolicyChange.Pinning {
  fileprivate init?(_ value: JSONValue?) {
    if value == .string("") { self = .down } else if let pin = Policy.Pin(value) { self = .up(pin) } else { return nil }
  }
}

extension Policy.Pin {
  fileprivate init?(_ value: JSONValue?) {
    guard let object = value?.object, let position = object["position"]?.string.flatMap({ Position($0) }),
      let author = object["from"]?.string, User.isID(author), let id = object["id"]?.string, !id.isEmpty
    else { return nil }
    self.init(position, author: author, id: id)
  }
}

extension JSONWriter {
  /// `seq`, `from`, `id`, `position`.
  package mutating func pin(_ pin: Policy.Pin) {
    member("seq", pin.position.seq)
    member("from", pin.author)
    member("id", pin.id)
    member("position", pin.position.text)
  }

  fileprivate mutating func person(_ person: PolicyChange.Person) {
    member("id", person.id)
    if !person.name.isEmpty { member("name", person.name) }
  }
}
