import Base
import HTTP

/// `Authorization: Basic …` (RFC 7617), by which a browser shows what it has asked its user for; the user's name is not looked at.
package enum BasicPassword {
  package static func of(_ request: Request) -> String? {
    let lines = request.fields.all("Authorization")
    guard lines.count == 1, let space = lines[0].firstIndex(of: " "), lines[0][..<space].lowercased() == "basic",
      let bytes = Base64.decode(lines[0][space...].drop { $0 == " " }.description),
      let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return String(decoding: bytes[(colon + 1)...], as: UTF8.self)
  }
}
