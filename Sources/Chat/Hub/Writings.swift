import Broker
import ChatProtocol

/// Which messages and changes of a room are meant: somebody's, or all, of a span of time.
package struct Writings: Equatable, Sendable {
  /// `nil` for everybody's.
  package let author: User.ID?
  /// From the first moment up to the second, milliseconds since 1970.
  package let times: Range<Int64>

  package init(of author: User.ID?, within times: Range<Int64>) {
    self.author = author
    self.times = times
  }

  package func includes(_ message: StoredMessage) -> Bool {
    times.contains(message.time) && (author.map { message.header.author == $0 } ?? true)
  }

  func includes(_ report: Report) -> Bool {
    times.contains(report.time) && (author.map { report.user == $0 } ?? true)
  }
}
