import JSON

/// A change of a room's policy: stored in the room's order like a message, so that it is delivered, recovered, deduplicated
/// and put back like one.
package struct PolicyChange: Equatable, Sendable {
  package struct Settings: Equatable, Sendable {
    package var mode: Policy.Mode?
    package var slow: Int?
    package var topic: String?

    package init(mode: Policy.Mode? = nil, slow: Int? = nil, topic: String? = nil) {
      self.mode = mode
      self.slow = slow
      self.topic = topic
    }
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
    let settings = [settings.mode?.rawValue, settings.slow.map { "\($0)" }, settings.topic]
    let others = [person?.id, role?.rawValue, "\(until)"]
    return (settings + others).map { $0 ?? "-" }.joined(separator: "\n")
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
        })
    }
    if let person {
      writer.member("user", object: { $0.person(person) })
      writer.member("role", role?.rawValue ?? "none")
    }
    if until > 0 { writer.member("until", until) }
    if let founder { writer.member("owner", object: { $0.person(founder) }) }
  }

  /// From a body or an event. What a later version has written and this one does not know changes nothing here.
  package init(members: JSONObject) {
    let set = members["set"]?.object
    self.init(
      settings: Settings(
        mode: set?["mode"]?.string.flatMap { Policy.Mode(rawValue: $0) },
        slow: set?["slow"]?.integer.flatMap { (0...Int64(Policy.longestPause)).contains($0) ? Int($0) : nil },
        topic: set?["topic"]?.string),
      until: members["until"]?.integer ?? 0)
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

extension JSONWriter {
  fileprivate mutating func person(_ person: PolicyChange.Person) {
    member("id", person.id)
    if !person.name.isEmpty { member("name", person.name) }
  }
}
