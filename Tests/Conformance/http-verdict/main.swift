// http-verdict: what our decoder makes of requests. Reads a line of hexadecimal digits for each connection's bytes, and
// answers with a line: `METHOD target body` and a tab for each request, the body in hexadecimal digits, then the refusal's status
// or nothing.

import Base
import HTTP

func verdict(_ bytes: [UInt8]) -> String {
  var decoder = RequestDecoder()
  var line = ""
  bytes.withUnsafeBytes { decoder.append($0) }
  do throws(HTTPError) {
    while let event = try decoder.next() {
      guard case .request(let request) = event else { continue }
      line += "\(request.method) \(request.target) \(Hex.encode(request.body))\t"
    }
  } catch {
    line += "\(error.status)"
  }
  return line
}

while let line = readLine() { print(verdict(Hex.decode(line) ?? [])) }
