/// The type of an object that the server sent, as far as this program acts on it.
enum ServerWord {
  case welcome
  case joined
  case sent
  case error
  /// The server is going away or wants this client elsewhere: the run would measure that.
  case reconnect
  case other

  /// Reads the type where our server writes it, as the first member.
  init(_ message: UnsafeRawBufferPointer) {
    switch true {
    case message.begins(with: #"{"type":"sent""#): self = .sent
    case message.begins(with: #"{"type":"joined""#): self = .joined
    case message.begins(with: #"{"type":"welcome""#): self = .welcome
    case message.begins(with: #"{"type":"error""#): self = .error
    case message.begins(with: #"{"type":"reconnect""#): self = .reconnect
    default: self = .other
    }
  }

  /// Reads NATS's protocol: it speaks first, and answers a ping once it has done what came before.
  init(nats message: UnsafeRawBufferPointer) {
    switch true {
    case message.begins(with: "INFO"): self = .welcome
    case message.begins(with: "PONG"): self = .joined
    case message.begins(with: "-ERR"): self = .error
    default: self = .other
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func begins(with text: StaticString) -> Bool {
    guard count >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { self[0..<$0.count].elementsEqual($0) }
  }
}
