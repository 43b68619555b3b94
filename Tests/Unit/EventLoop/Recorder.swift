import EventLoop

/// A handler that writes down what it hears.
final class Recorder: StreamHandler {
  var received: [UInt8] = []
  var calls: [String] = []
  var closedReason: CloseReason?
  var onReceived: ((Stream, UnsafeMutableRawBufferPointer) -> Void)?
  var onEnd: ((Stream) -> Void)?
  var onClosed: ((Stream) -> Void)?
  var onConnected: ((Stream) -> Void)?
  var onDrained: ((Stream) -> Void)?

  func forget() {
    onReceived = nil
    onEnd = nil
    onClosed = nil
    onConnected = nil
    onDrained = nil
  }

  var text: String { String(decoding: received, as: UTF8.self) }

  func stream(_ stream: Stream, received bytes: UnsafeMutableRawBufferPointer) {
    received += bytes
    onReceived?(stream, bytes)
  }

  func streamEndedReading(_ stream: Stream) {
    calls.append("ended")
    if let onEnd { onEnd(stream) } else { stream.closeAfterFlush() }
  }

  func stream(_ stream: Stream, closed reason: CloseReason) {
    calls.append("closed")
    closedReason = reason
    onClosed?(stream)
  }

  func streamConnected(_ stream: Stream) {
    calls.append("connected")
    onConnected?(stream)
  }

  func streamDrained(_ stream: Stream) {
    calls.append("drained")
    onDrained?(stream)
  }
}
