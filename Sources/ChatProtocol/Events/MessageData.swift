import JSON

/// What a program adds to a message for other programs: a JSON object, kept compact, its members in the order in which they
/// came. Whole numbers that 64 bits don't hold and all others are those of a `Double`.
package struct MessageData: Equatable, Sendable {
  /// As it is kept.
  package static let maximumBytes = 1_024
  /// How deep objects and arrays may nest, itself counted: half of what readers take, since it lies within others on its way.
  package static let maximumDepth = JSONParser.maximumDepth / 2

  /// As it is kept: the same for what is read of it again.
  package let json: [UInt8]
  private let depth: Int

  package init(_ object: JSONObject) {
    json = JSONWriter.object { writer in
      for member in object.members { writer.member(named: member.name, member.value) }
    }
    depth = JSONValue.object(object).depth
  }

  /// Why it is refused; `nil` when it may be sent.
  package var refusal: Refusal? {
    guard depth <= Self.maximumDepth else {
      return Refusal(.badRequest, "A message's data is nested at most \(Self.maximumDepth) deep.")
    }
    guard json.count <= Self.maximumBytes else {
      return Refusal(.tooLarge, "A message's data has at most \(Self.maximumBytes) bytes.")
    }
    return nil
  }
}

extension JSONValue {
  /// How deep it nests; what holds nothing is 0. The parser has bounded it.
  fileprivate var depth: Int {
    switch self {
    case .array(let values): 1 + (values.map(\.depth).max() ?? 0)
    case .object(let object): 1 + (object.members.map(\.value.depth).max() ?? 0)
    case .null, .bool, .integer, .number, .string: 0
    }
  }
}
