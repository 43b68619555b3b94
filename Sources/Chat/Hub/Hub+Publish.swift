import Base
import Broker
import ChatProtocol

extension Hub {
  /// Stores what somebody says in a room: the one way in for clients and for webhooks.
  ///
  /// The room is followed from here on, if it was not: this instance knows then which history it stores the message in,
  /// and can put it back if the store forgets it.
  /// - Parameters:
  ///   - content: checked by `MessageText` and `MessageData`.
  ///   - mentioned: by its text.
  ///   - id: 1–64 bytes; the same again by the same author within a day is stored once.
  package func publish(
    _ content: MessageContent, mentioning mentioned: Mentioned, by author: User, in room: RoomName, id: String,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    publish(
      MessageHeader(author: author.id, id: id), MessageBody.message(content, id: id, from: author),
      digest: ContentDigest.message(content), mentioning: mentioned, in: room, completion: completion)
  }

  /// Stores what somebody does to a message, and then takes the texts that it replaces out of what is handed out. Only
  /// when both are done it is completed with success, so that an author who is not answered does both again.
  func publish(
    _ change: Change, of original: Original, by author: User, in room: RoomName, id: String,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    let header = MessageHeader(change.kind, author: author.id, id: id, target: original.target)
    let body = MessageBody.change(change, of: original.target, id: id, from: author)
    let digest = ContentDigest.change(change, to: original.position.seq)
    publish(header, body, digest: digest, in: room) { result in
      guard case .success(let receipt) = result else { return completion(result) }
      let erasure: Erasure
      switch change {
      case .edit: erasure = .edited(original.position, by: receipt.position)
      case .delete: erasure = .deleted(original.position)
      case .react: return completion(result)
      }
      self.broker.perform(Erase(erasure, in: room)) { completion($0.map { receipt }) }
    }
  }

  /// Does the second half of a deletion again, whose first half may have been stored by a request with this id.
  /// - Parameter completion: with the first request's receipt; `nil` when there was none.
  func repeatDeletion(
    of original: Original, by author: User, in room: RoomName, id: String,
    completion: @escaping (Result<Receipt?, BrokerFailure>) -> Void
  ) {
    broker.perform(FindReceipt(of: id, by: author.id, in: room)) { result in
      guard case .success(let receipt?) = result else { return completion(result) }
      self.broker.perform(Erase(.deleted(original.position), in: room)) { completion($0.map { receipt }) }
    }
  }

  /// Stores a change of what may be done in a room.
  func publish(
    _ change: PolicyChange, by author: User, in room: RoomName, id: String,
    completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    publish(
      MessageHeader(.policy, author: author.id, id: id), MessageBody.policy(change, id: id, from: author),
      digest: ContentDigest.policy(change), in: room, completion: completion)
  }

  private func publish(
    _ header: MessageHeader, _ body: [UInt8], digest: String, mentioning mentioned: Mentioned = Mentioned(),
    in room: RoomName, completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    let publication = Publication(
      room: room, header: header, identity: entropy.word(8), body: body, digest: digest, mentioned: mentioned)
    self.room(room).publish(publication, completion: completion)
  }
}
