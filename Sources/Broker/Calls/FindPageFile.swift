/// A file of a version of the page; `nil` when no instance has stored that version within a day, or it has no such file.
package struct FindPageFile: BrokerCall {
  package let version: String
  package let path: String

  package init(_ path: String, of version: String) {
    self.version = version
    self.path = path
  }

  package typealias Reply = [UInt8]?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
