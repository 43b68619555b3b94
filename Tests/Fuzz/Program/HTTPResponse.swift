import HTTP

/// Fuzzes `ResponseDecoder` as its neighbour does the one for requests; the first byte also says whether HEAD was
/// asked.
func fuzzResponse(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let isHead = UnsafeBufferPointer(start: start, count: count).first.map { $0 & 1 == 1 } ?? false
  _ = readEachWay(start, count) { decode($0, isHead) }
  return 0
}

private struct Reading: Equatable {
  var responses: [Response] = []
  var error: HTTPError?
}

private func decode(_ pieces: [ArraySlice<UInt8>], _ isHead: Bool) -> Reading {
  var decoder = ResponseDecoder(limits: RequestLimits(body: 256), answersHead: isHead)
  var reading = Reading()
  do throws(HTTPError) {
    for piece in pieces {
      piece.withUnsafeBytes { decoder.append($0) }
      while let response = try decoder.next() { reading.responses.append(response) }
    }
    if let last = try decoder.end() { reading.responses.append(last) }
  } catch {
    reading.error = error
  }
  return reading
}
