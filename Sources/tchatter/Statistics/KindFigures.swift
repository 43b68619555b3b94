import JSON

/// What there was of one kind at a moment.
struct KindFigures: Equatable {
  var count: Int64 = 0
  var keys: Int64 = 0
  /// How many of the keys are kept until somebody removes them.
  var lasting: Int64 = 0
  var bytes: Int64 = 0

  init() {}

  /// Reads what an instance told, or `write` wrote.
  init(_ object: JSONObject) {
    count = object["count"]?.integer ?? 0
    keys = object["keys"]?.integer ?? 0
    lasting = object["lasting"]?.integer ?? 0
    bytes = object["bytes"]?.integer ?? 0
  }

  func write(to writer: inout JSONWriter) {
    writer.member("count", count)
    writer.member("keys", keys)
    writer.member("lasting", lasting)
    writer.member("bytes", bytes)
  }

  static func += (sum: inout KindFigures, other: KindFigures) {
    sum.count &+= other.count
    sum.keys &+= other.keys
    sum.lasting &+= other.lasting
    sum.bytes &+= other.bytes
  }
}
