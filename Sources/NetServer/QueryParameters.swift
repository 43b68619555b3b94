import Base
import ChatProtocol

/// What stands behind the `?` of an operator's request: each name once, and none but those that are known.
package struct QueryParameters {
  private var values: [String: String] = [:]

  /// - Parameter known: the names that may be there.
  package init(_ exchange: Exchange, known: Set<String>) throws(Refusal) {
    for parameter in (exchange.request.query ?? "").split(separator: "&") {
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard known.contains(parts[0]), parts.count == 2, let value = PercentEncoding.decode(parts[1]),
        values.updateValue(value, forKey: parts[0]) == nil
      else {
        let names = known.sorted().map { "\($0)=…" }.joined(separator: ", ")
        throw Refusal(.badRequest, "The query takes \(names), each once.")
      }
    }
  }

  package subscript(name: String) -> String? { values[name] }

  /// A number within bounds; what is usual where there is none.
  package func number(_ name: String, in range: ClosedRange<Int>, usual: Int) throws(Refusal) -> Int {
    guard let text = values[name] else { return usual }
    guard let number = Int(text), range.contains(number) else {
      throw Refusal(.badRequest, "\(name) must be a number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  /// Where a survey of the store goes on: what the answer before told as `next`; else its beginning.
  package func cursor() throws(Refusal) -> UInt64 {
    guard let text = values["cursor"] else { return 0 }
    guard let cursor = UInt64(text), "\(cursor)" == text else {
      throw Refusal(.badRequest, "cursor must be what the answer before told as next.")
    }
    return cursor
  }
}
