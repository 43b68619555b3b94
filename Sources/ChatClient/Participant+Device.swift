// A guest takes their identity along.
extension Participant {
  /// Makes a code by which another device signs in as the same guest; the one before is void.
  package func makeCode(completion: @escaping (Result<SignInCode, ServerRefusal>) -> Void) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.device(completion)) { ClientObject.device(id: $0) }
  }
}
