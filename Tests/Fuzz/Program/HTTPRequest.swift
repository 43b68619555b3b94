import HTTP

/// Fuzzes `RequestDecoder`: however the bytes are cut, they give the same requests and the same refusal, and nothing may trap.
func fuzzRequest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let (_, whole) = readEachWay(start, count, decode) else { return 0 }
  precondition(whole.requests.allSatisfy { $0.body.count <= limits.body }, "a limit does not hold")
  return 0
}

private struct Reading: Equatable {
  var requests: [Request] = []
  var error: HTTPError?
}

private let limits = RequestLimits(body: 256)

private func decode(_ pieces: [ArraySlice<UInt8>]) -> Reading {
  var decoder = RequestDecoder(limits: limits)
  var reading = Reading()
  for piece in pieces {
    piece.withUnsafeBytes { decoder.append($0) }
    do throws(HTTPError) {
      while let event = try decoder.next() {
        if case .request(let request) = event { reading.requests.append(request) }
      }
    } catch {
      reading.error = error
      return reading
    }
  }
  return reading
}
