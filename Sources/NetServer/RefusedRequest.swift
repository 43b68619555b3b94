import HTTP

/// A request that reached no route, though there is one where it was sent to.
package struct RefusedRequest {
  /// Without its body.
  package let request: Request
  package let client: ClientAddress
  /// What is wrong with how it was sent; `nil` where its method is not served there.
  package let error: HTTPError?
}
