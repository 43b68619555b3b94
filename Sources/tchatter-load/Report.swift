import Base
import Foundation

/// The result of a run, for people or as JSON.
struct Report: Encodable {
  struct Latency: Encodable {
    let p50, p99, p999, maximum: Double

    init(_ histogram: Histogram) {
      p50 = histogram.quantile(0.5).seconds * 1e6
      p99 = histogram.quantile(0.99).seconds * 1e6
      p999 = histogram.quantile(0.999).seconds * 1e6
      maximum = histogram.maximum.seconds * 1e6
    }
  }

  let mode: String
  let label: String
  let clients: Int
  let rooms: Int
  var messages: Int?
  var size: Int?
  var seconds = 0.0
  var deliveries: Int?
  var deliveriesPerSecond: Double?
  var connectionsPerSecond: Double?
  /// Microseconds: of a delivery, or of a storm's connection until it had come as far as asked.
  var latency: Latency?
  /// Of all processes that were named, per delivery or per connection of a storm.
  var serverMicroseconds: Double?
  /// Of the server's processes together: 1 is one core.
  var serverCores: Double?
  /// Of this program: near 1 it is the limit itself.
  var loadCores: Double?
  var bytesPerConnection: Double?
  /// What is wrong; absent when all is well.
  var failure: String?

  init(_ options: Options) {
    mode = options.mode.rawValue
    label = options.label
    clients = options.clients
    rooms = options.rooms
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  var text: String {
    var lines = ["\(mode): \(clients) clients, \(rooms) rooms" + (label.isEmpty ? "" : " (\(label))")]
    if let messages, let deliveries {
      lines.append("  \(messages) messages of \(size ?? 0) bytes, \(deliveries) deliveries in \(Self.show(seconds)) s")
    }
    if let deliveriesPerSecond { lines.append("  \(Self.show(deliveriesPerSecond)) deliveries/s") }
    if let connectionsPerSecond { lines.append("  \(Self.show(connectionsPerSecond)) connections/s") }
    if let latency {
      lines.append(
        "  latency p50 \(Self.show(latency.p50)) µs, p99 \(Self.show(latency.p99)) µs, "
          + "p99.9 \(Self.show(latency.p999)) µs, max \(Self.show(latency.maximum)) µs")
    }
    lines += costs
    lines.append(failure.map { "  FAILED: \($0)" } ?? "  all is well")
    return lines.joined(separator: "\n")
  }

  private var costs: [String] {
    var lines: [String] = []
    let unit = deliveries == nil ? "connection" : "delivery"
    if let serverMicroseconds { lines.append("  server: \(Self.show(serverMicroseconds)) µs CPU per \(unit)") }
    if let serverCores {
      lines.append("  busy: server \(Self.show(serverCores)) cores, load \(Self.show(loadCores ?? 0))")
    }
    if let bytesPerConnection { lines.append("  \(Self.show(bytesPerConnection)) bytes of the server per connection") }
    return lines
  }

  /// Three digits that matter.
  static func show(_ value: Double) -> String {
    String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value)
  }
}
