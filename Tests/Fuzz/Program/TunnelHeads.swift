import HTTPSCalls

/// Fuzzes `TunnelHeadDecoder`: however the bytes are cut, they give the same head, the same rest and the same mistake. A head is
/// found to be one by its bytes alone, and says what they do.
func fuzzTunnelHead(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let (input, whole) = readEachWay(start, count, decode) else { return 0 }
  if let head = whole.head { check(head, Array(input.dropLast(whole.rest.count))) }
  return 0
}

private struct Reading: Equatable {
  var head: TunnelHead?
  var rest: [UInt8] = []
  var mistake: TunnelHeadDecoder.Mistake?
}

private let longest = 256

private func decode(_ pieces: [ArraySlice<UInt8>]) -> Reading {
  var decoder = TunnelHeadDecoder(longest: longest)
  var reading = Reading()
  for piece in pieces {
    piece.withUnsafeBytes { decoder.append($0) }
    do throws(TunnelHeadDecoder.Mistake) {
      if reading.head == nil { reading.head = try decoder.next() }
    } catch {
      reading.mistake = error
      return reading
    }
  }
  if reading.head != nil { reading.rest = decoder.takeRemainder() }
  return reading
}

/// - Parameter bytes: of the head, with the empty line.
private func check(_ head: TunnelHead, _ bytes: [UInt8]) {
  precondition(bytes.count <= longest, "a limit does not hold")
  precondition(bytes.suffix(4).elementsEqual("\r\n\r\n".utf8), "a head without an end")
  precondition(bytes.allSatisfy { $0 < 0x7F }, "a head of what is no text")
  let line = "CONNECT \(head.target) HTTP/1.1\r\n"
  precondition(bytes.starts(with: line.utf8) && !head.target.utf8.contains(0x20), "another target than was asked for")
  let name = Array("proxy-authorization:".utf8)
  let proofs = bytes.split(separator: 10).filter { $0.prefix(name.count).map(lowercased) == name }
  precondition(proofs.count == (head.authorization == nil ? 0 : 1), "a proof that nobody gave, or one too few")
  let proof = head.authorization.map { "Proxy-Authorization: \($0)\r\n" } ?? ""
  precondition(TunnelHead(String((line + proof).dropLast())) == head, "a head changes on its way")
}

private func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
