import Foundation

/// What a bot tells whoever runs it: a line each, with the time, on standard error. Foundation: for output and time.
final class BotLog {
  private let write: (String) -> Void

  init(write: @escaping (String) -> Void = BotLog.toStandardError) { self.write = write }

  func write(_ line: String) {
    // What people wrote is part of it: no line is to be taken for another.
    var safe = ""
    for scalar in line.unicodeScalars {
      let isControl = [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
      safe.unicodeScalars.append(isControl ? " " : scalar)
    }
    write(safe)
  }

  private static func toStandardError(_ line: String) {
    let time = Date().formatted(.iso8601)
    // A log that can't be written, on a full disk for instance, is no reason to end.
    try? FileHandle.standardError.write(contentsOf: Data("\(time) \(line)\n".utf8))
  }
}
