import HTTP

/// `Authorization: Bearer …` (RFC 6750, section 2.1).
package enum BearerToken {
  package static func of(_ request: Request) -> String? {
    guard request.fields["Authorization"] != nil else { return nil }
    let lines = request.fields.all("Authorization")
    guard lines.count == 1, let space = lines[0].firstIndex(of: " "), lines[0][..<space].lowercased() == "bearer"
    else { return nil }
    return lines[0][space...].drop { $0 == " " }.description
  }
}
