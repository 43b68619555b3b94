import ChatProtocol
import Webhooks

/// Fuzzes what webhooks send: the input is a template up to a place that the first byte names, and a body from there on.
/// Whatever they are, each is read or refused, and what is shown is a text that a message may have.
func fuzzHookPayload(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  guard let first = bytes.first else { return 0 }
  let input = Array(bytes[1...])
  let cut = input.count * Int(first) / 256
  let body = Array(input[cut...])
  check(try? HookPayload(body))
  guard let template = try? HookTemplate(String(decoding: input[..<cut], as: UTF8.self)) else { return 0 }
  check(try? HookPayload(body, template: template))
  return 0
}

private func check(_ payload: HookPayload?) {
  guard let text = payload?.text else { return }
  precondition(MessageText.refusal(of: text, limit: .max) == nil, "a text that no message may have")
  precondition(text.utf8.count <= 1 << 20, "a text without bounds")
}
