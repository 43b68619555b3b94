import HTTP
import HTTPSCalls

/// Fuzzes `CallFrameDecoder`: however the bytes are cut, they give the same frames and the same mistake; the frames' own bytes are
/// those that came; and what a frame says is read within its bounds, and once it was read comes out as it went in.
func fuzzCallFrames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let (input, whole) = readEachWay(start, count, decode) else { return 0 }
  precondition(input.starts(with: whole.frames.flatMap(\.bytes)), "a frame is written otherwise than it came")
  for frame in whole.frames { check(frame) }
  return 0
}

private struct Reading: Equatable {
  var frames: [CallFrame] = []
  var mistake: CallFrameDecoder.Mistake?
}

private let longest = 512

private func decode(_ pieces: [ArraySlice<UInt8>]) -> Reading {
  var decoder = CallFrameDecoder(longest: longest)
  var reading = Reading()
  for piece in pieces {
    piece.withUnsafeBytes { decoder.append($0) }
    do throws(CallFrameDecoder.Mistake) {
      while let frame = try decoder.next() { reading.frames.append(frame) }
    } catch {
      reading.mistake = error
      return reading
    }
  }
  return reading
}

private func check(_ frame: CallFrame) {
  precondition(frame.rest.count < longest, "a limit does not hold")
  switch frame.kind {
  case .call: if let request = frame.request { check(request, frame.call) }
  case .answer: if let response = frame.response { check(response, frame.call) }
  case .failure:
    let reason = frame.reason
    precondition(reason.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "a reason is more than a line")
    precondition(CallFrame.failure(frame.call, reason).reason == reason, "a reason changes on its way")
  case .drop, .heard: break
  }
}

/// How a body was framed is not kept, so that the fields are the same from the second time on.
private func check(_ request: Request, _ number: UInt32) {
  guard let again = CallFrame.call(number, request) else { preconditionFailure("what was read can't be written") }
  guard let read = again.request else { preconditionFailure("what was written can't be read") }
  precondition(
    read.method == request.method && read.target == request.target && read.minorVersion == request.minorVersion
      && read.body == request.body, "a request changes on its way")
  precondition(CallFrame.call(number, read) == again, "a request changes each time")
}

private func check(_ response: Response, _ number: UInt32) {
  precondition(response.body.count <= CallFrame.longestAnswer, "a limit does not hold")
  guard let read = CallFrame.answer(number, response).response else {
    preconditionFailure("what was written can't be read")
  }
  precondition(
    read.status == response.status && read.body == response.body
      && read.fields.all("Retry-After") == response.fields.all("Retry-After"), "an answer changes on its way")
}
