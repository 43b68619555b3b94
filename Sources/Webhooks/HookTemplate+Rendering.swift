import JSON

extension HookTemplate {
  /// What the template shows of a value; cut where it is longer than any message.
  package func render(_ value: JSONValue) -> String {
    var rendering = HookRendering(root: value)
    rendering.add(parts, element: value)
    return rendering.text
  }
}

/// One rendering under way. It ends early when it has become too long, or when sections within sections would keep it
/// busy: a payload has thousands of elements, a template eight levels and hundreds of terms.
private struct HookRendering {
  /// Parts, elements, terms, and members that were looked through: so many of those are one.
  private static let longestWork = 10_000
  private static let membersAtOnce = 64

  let root: JSONValue
  private(set) var text = ""
  private var work = 0

  init(root: JSONValue) { self.root = root }

  private var isOver: Bool { text.utf8.count >= HookText.longest || work >= Self.longestWork }

  mutating func add(_ parts: [HookTemplate.Part], element: JSONValue) {
    for part in parts where !isOver {
      work += 1
      switch part {
      case .text(let text): add(text)
      case .value(let terms): add(terms, element: element)
      case .section(let path, let isInverted, let parts):
        let value = value(at: path, element: element)
        if isInverted {
          if Self.isMissing(value) { add(parts, element: element) }
        } else {
          repeated(parts, for: value)
        }
      }
    }
  }

  private mutating func repeated(_ parts: [HookTemplate.Part], for value: JSONValue) {
    if case .array(let elements) = value {
      for element in elements where !isOver {
        work += 1
        add(parts, element: element)
      }
    } else if !Self.isMissing(value) {
      add(parts, element: value)
    }
  }

  private mutating func add(_ terms: [HookTemplate.Term], element: JSONValue) {
    for term in terms where !isOver {
      work += 1
      let shown =
        switch term {
        case .literal(let text): text
        case .path(let path): Self.shown(value(at: path, element: element))
        }
      guard shown.isEmpty else { return add(shown) }
    }
  }

  private mutating func add(_ more: String) {
    let room = HookText.longest - text.utf8.count
    guard more.utf8.count > room else { return text += more }
    text += String(decoding: more.utf8.prefix(max(room, 0)), as: UTF8.self)
  }

  // MARK: - Values

  private mutating func value(at path: HookTemplate.Path, element: JSONValue) -> JSONValue {
    var value = path.isRelative ? element : root
    for name in path.names {
      switch value {
      case .object(let object):
        work += object.members.count / Self.membersAtOnce
        value = object[name] ?? .null
      case .array(let list):
        guard let index = Int(name), list.indices.contains(index) else { return .null }
        value = list[index]
      default: return .null
      }
    }
    return value
  }

  private static func isMissing(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool(false): true
    case .string(let text): text.isEmpty
    case .array(let list): list.isEmpty
    case .object(let object): object.members.isEmpty
    case .bool, .integer, .number: false
    }
  }

  /// Lists and objects are shown by what is in them. Their depth is the parser's.
  private static func shown(_ value: JSONValue) -> String {
    var text = ""
    show(value, in: &text)
    return text
  }

  private static func show(_ value: JSONValue, in text: inout String) {
    switch value {
    case .array(let list):
      for (index, element) in list.enumerated() where text.utf8.count < HookText.longest {
        if index > 0 { text += ", " }
        show(element, in: &text)
      }
    case .object(let object):
      for (index, member) in object.members.enumerated() where text.utf8.count < HookText.longest {
        text += index > 0 ? ", \(member.name): " : "\(member.name): "
        show(member.value, in: &text)
      }
    default: text += value.boundedText ?? ""
    }
  }
}
