import Broker
import JSON

/// On the fleet's channel: `i`, then the report's JSON object. Versions before 0.12 pass over it.
extension InstanceReport {
  /// A longer one is none: bytes.
  private static let longestPayload = 4_096

  var payload: String {
    "i" + String(decoding: JSONWriter.object(write), as: UTF8.self)
  }

  /// - Parameter bytes: what follows the tag.
  init?(payload bytes: UnsafeRawBufferPointer) {
    guard bytes.count <= Self.longestPayload, let object = try? JSONParser.parseObject(Array(bytes)) else { return nil }
    self.init(object)
  }
}
