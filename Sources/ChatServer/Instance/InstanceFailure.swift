import EventLoop
import NetServer

/// Why an instance could not start.
package struct InstanceFailure: Error {
  /// One line for people.
  package let reason: String
  package let status: ExitStatus

  package init(_ reason: String, _ status: ExitStatus = .failed) {
    self.reason = reason
    self.status = status
  }

  /// Listening on `endpoint` failed.
  init(listeningOn endpoint: Endpoint, setting: String, _ error: SystemError) {
    if error.isAddressInUse {
      self.init("\(endpoint.text) is in use; choose another address with --\(setting)", .addressInUse)
    } else {
      self.init("can't listen on \(endpoint.text): \(error)")
    }
  }
}
