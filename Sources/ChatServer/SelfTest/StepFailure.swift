/// Why a step of `/test` failed.
struct StepFailure: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
