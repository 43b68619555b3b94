// A guest takes their identity along.
extension Participant {
  /// Makes a code by which another device signs in as the same guest; the one before is void.
  package func makeCode(completion: @escaping (Result<SignInCode, ServerRefusal>) -> Void) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.device(completion)) { ClientObject.device(id: $0) }
  }

  /// Where the user is signed in, this session included.
  package func devices(completion: @escaping (Result<[SignedInDevice], ServerRefusal>) -> Void) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.devices(completion)) { ClientObject.devices(id: $0) }
  }

  /// Signs another of the user's devices out, or all others.
  /// - Parameters:
  ///   - device: its `id`; `nil` for all but this one.
  ///   - completion: told how many were.
  package func revoke(_ device: String?, completion: @escaping (Result<Int, ServerRefusal>) -> Void) {
    guard let connection = phase.newest else { return completion(.failure(.disconnected)) }
    connection.ask(.revoke(completion)) { ClientObject.revoke(device, id: $0) }
  }
}
