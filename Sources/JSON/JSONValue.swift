/// A JSON value as RFC 8259 has it. Numbers without fraction or exponent that fit are integers.
package enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  package var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
}

/// A JSON object: its members in the order in which they came, each name once.
///
/// The protocol's objects have a handful of members, for which looking through an array is faster than hashing.
package struct JSONObject: Equatable, Sendable {
  package struct Member: Equatable, Sendable {
    package let name: String
    package let value: JSONValue
  }

  package private(set) var members: [Member] = []

  package init() {}

  package subscript(name: String) -> JSONValue? {
    members.first { $0.name == name }?.value
  }

  /// Adds a member; the caller has made sure that `name` is new.
  package mutating func append(_ name: String, _ value: JSONValue) {
    // Room for a whole request at once, in place of growing three times.
    if members.isEmpty { members.reserveCapacity(8) }
    members.append(Member(name: name, value: value))
  }
}
