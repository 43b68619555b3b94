import HTTP

extension Request {
  /// Whether what made it stands to this server as one of these, as browsers say of each request (Fetch Metadata): `same-origin`,
  /// `same-site`, `cross-site`, or `none` where people themselves asked. Programs say nothing, nor do browsers without TLS but on
  /// this machine; and so does whatever says nothing come from there.
  func comes(from sites: Set<String>) -> Bool { fields.all("Sec-Fetch-Site").allSatisfy(sites.contains) }
}
