import Chat
import WebSocket

/// Marks off the hub's objects as text frames: one object, one frame.
struct ServerFraming: Framing {
  func appendHeader(ofTextLength length: Int, to bytes: inout [UInt8]) {
    FrameHeader.append(.text, length: length, to: &bytes)
  }
}
