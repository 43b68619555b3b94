/// What somebody says, once it is known what it answers.
package struct MessageContent: Equatable, Sendable {
  package let text: String
  /// The message that it answers.
  package let reply: MessageTarget?
  package let data: MessageData?

  package init(_ text: String, reply: MessageTarget? = nil, data: MessageData? = nil) {
    self.text = text
    self.reply = reply
    self.data = data
  }
}
