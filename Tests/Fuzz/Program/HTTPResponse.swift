import HTTP

/// Fuzzes `ResponseDecoder` as its neighbour does the one for requests; the first byte also says whether HEAD was
/// asked.
func fuzzResponse(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  guard let first = bytes.first else { return 0 }
  let input = UnsafeRawBufferPointer(rebasing: bytes[1...])
  let cut = input.count * Int(first) / 256
  let isHead = first & 1 == 1
  let whole = decode([input], isHead)
  let halves = decode(
    [UnsafeRawBufferPointer(rebasing: input[..<cut]), UnsafeRawBufferPointer(rebasing: input[cut...])], isHead)
  precondition(whole.responses == halves.responses && whole.error == halves.error, "a cut changes what is read")
  return 0
}

private func decode(_ pieces: [UnsafeRawBufferPointer], _ isHead: Bool) -> (responses: [Response], error: HTTPError?) {
  var decoder = ResponseDecoder(limits: RequestLimits(body: 256), answersHead: isHead)
  var responses: [Response] = []
  do throws(HTTPError) {
    for piece in pieces {
      decoder.append(piece)
      while let response = try decoder.next() { responses.append(response) }
    }
    if let last = try decoder.end() { responses.append(last) }
  } catch {
    return (responses, error)
  }
  return (responses, nil)
}
