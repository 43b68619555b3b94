import HTTP

/// Fuzzes `RequestDecoder`: the same bytes, whole and cut in two at a place that the first byte names, must give the
/// same requests and the same refusal, and nothing may trap.
func fuzzRequest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  guard let first = bytes.first else { return 0 }
  let input = UnsafeRawBufferPointer(rebasing: bytes[1...])
  let cut = input.count * Int(first) / 256
  let whole = decode([input])
  let halves = decode([
    UnsafeRawBufferPointer(rebasing: input[..<cut]), UnsafeRawBufferPointer(rebasing: input[cut...]),
  ])
  precondition(whole.requests == halves.requests && whole.error == halves.error, "a cut changes what is read")
  precondition(whole.requests.allSatisfy { $0.body.count <= limits.body }, "a limit does not hold")
  return 0
}

private let limits = RequestLimits(body: 256)

private func decode(_ pieces: [UnsafeRawBufferPointer]) -> (requests: [Request], error: HTTPError?) {
  var decoder = RequestDecoder(limits: limits)
  var requests: [Request] = []
  for piece in pieces {
    decoder.append(piece)
    do throws(HTTPError) {
      while let event = try decoder.next() {
        if case .request(let request) = event { requests.append(request) }
      }
    } catch {
      return (requests, error)
    }
  }
  return (requests, nil)
}
