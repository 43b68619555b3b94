import ChatProtocol

/// Who has the name with this skeleton now.
package struct FindUser: BrokerCall {
  package let skeleton: String

  package init(named skeleton: String) {
    self.skeleton = skeleton
  }

  package typealias Reply = User?

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
