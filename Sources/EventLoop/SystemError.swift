import Glibc

/// A system call that failed: which one, and the kernel's reason.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The `errno` of the call.
  package let number: Int32
  /// The call's name, for people.
  package let call: String

  package init(number: Int32, call: String) {
    self.number = number
    self.call = call
  }

  /// The failure of the call that has just returned. Read before anything else can overwrite `errno`.
  init(_ call: String) { self.init(number: errno, call: call) }

  package var description: String { "\(call): \(String(cString: strerror(number)))" }
}
