// http-verdict: what our decoder makes of requests. Reads a line of hexadecimal digits for each connection's bytes, and
// answers with a line: `METHOD target body` and a tab for each request, the body in hexadecimal digits, then the refusal's status
// or nothing.

import HTTP

/// The bytes that a line stands for; a digit without a partner is left out.
func bytes(_ line: String) -> [UInt8] {
  let digits = line.utf8.map { $0 <= 0x39 ? $0 - 0x30 : $0 - 0x61 + 10 }
  return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

func verdict(_ bytes: [UInt8]) -> String {
  var decoder = RequestDecoder()
  var line = ""
  bytes.withUnsafeBytes { decoder.append($0) }
  do throws(HTTPError) {
    while let event = try decoder.next() {
      guard case .request(let request) = event else { continue }
      line += "\(request.method) \(request.target) \(hexadecimal(request.body))\t"
    }
  } catch {
    line += "\(error.status)"
  }
  return line
}

while let line = readLine() { print(verdict(bytes(line))) }
