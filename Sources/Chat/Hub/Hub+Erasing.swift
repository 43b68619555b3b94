import Base
import Broker
import ChatProtocol
import JSON

/// What of somebody's was found in a part of a room.
package struct ErasedPart: Equatable, Sendable {
  package var messages = 0
  package var edits = 0
  package var reactions = 0
  /// Told by them, or of what they wrote in this part.
  package var reports = 0
  /// Whether something of theirs lies there, be it that it was erased before.
  package var isTheirs = false
  /// After which seq to go on; `nil` at the end of the room.
  package var next: UInt64?

  package var isEmpty: Bool { messages == 0 && edits == 0 && reactions == 0 && reports == 0 }
}

extension Hub {
  /// Messages and changes of a page, and pages of a part: each question of an operator's costs as much as some of them do.
  private static let (pageMessages, pages) = (256, 8)
  /// After which no more pages are begun: whoever asks waits for the answer ten seconds, and a store that is far away, or has much
  /// to do, takes long for each of a page's 33 calls.
  private static let partTime: TimeSpan = .seconds(2)
  /// How many are handed to the store at once, which others wait for: a third of a millisecond. The next ones wait until it has done
  /// with these: two cores that both work for it leave none to who chats, and take no less time.
  private static let batch = 16

  /// Erases what somebody wrote in a part of a room, for good: a deletion is stored for each message, in the operators' name,
  /// so that every screen, instance and archive obeys it as any other; reactions are taken back. Edits go with their message,
  /// also where that is not kept any more. Then none of it is handed out, and `BlankTexts` takes it out of the store. What they
  /// have reported in the room, for their reasons, and what others have reported of it, goes off the room's list.
  ///
  /// Asked again it finds nothing. What could not be done fails, and is found when it is asked for again.
  /// - Parameters:
  ///   - isTrial: counts only.
  ///   - completion: told what was found and, unless it is a trial, erased.
  package func erase(
    _ writings: Writings, in room: RoomName, after seq: UInt64, isTrial: Bool,
    completion: @escaping (Result<ErasedPart, BrokerFailure>) -> Void
  ) {
    let (part, limit) = (ErasedPart(next: seq), time.now + Self.partTime)
    erase(writings, in: room, part, pages: Self.pages, until: limit, isTrial: isTrial, completion: completion)
  }

  /// Page by page. What was done before one that fails is told: who goes on behind it comes to the failure again.
  private func erase(
    _ writings: Writings, in room: RoomName, _ part: ErasedPart, pages: Int, until limit: Instant, isTrial: Bool,
    completion: @escaping (Result<ErasedPart, BrokerFailure>) -> Void
  ) {
    guard pages > 0, let seq = part.next else { return completion(.success(part)) }
    erasePage(writings, in: room, after: seq, isTrial: isTrial) { result in
      switch result {
      case .success(let page):
        self.erase(
          writings, in: room, part.followed(by: page), pages: self.time.now < limit ? pages - 1 : 0, until: limit,
          isTrial: isTrial, completion: completion)
      case .failure where pages < Self.pages: completion(.success(part))
      case .failure(let failure): completion(.failure(failure))
      }
    }
  }

  private func erasePage(
    _ writings: Writings, in room: RoomName, after seq: UInt64, isTrial: Bool,
    completion: @escaping (Result<ErasedPart, BrokerFailure>) -> Void
  ) {
    broker.perform(ReadHistory(of: room, .after(seq: seq), limit: Self.pageMessages)) { result in
      guard case .success(let page) = result else { return completion(result.map { _ in ErasedPart() }) }
      let theirs = page.messages.filter(writings.includes)
      var deleted = Set<String>()
      let found = theirs.compactMap { Erasable($0, epoch: page.epoch, besides: &deleted) }
      var part = ErasedPart(isTheirs: !theirs.isEmpty, next: page.hasMore ? page.messages.last?.seq : nil)
      for one in found { part.count(one.kind) }
      self.eraseReports(writings, of: theirs, in: room, isTrial: isTrial) { result in
        if case .success(let count) = result { part.reports = count }
        guard case .success = result, !isTrial, !found.isEmpty else { return completion(result.map { _ in part }) }
        self.erase(found[...], in: room) { failure in completion(failure.map { .failure($0) } ?? .success(part)) }
      }
    }
  }

  /// Takes what somebody has reported off a room's list, and what was reported of their messages.
  /// - Parameter completion: told how many reports those are.
  private func eraseReports(
    _ writings: Writings, of messages: [StoredMessage], in room: RoomName, isTrial: Bool,
    completion: @escaping (Result<Int, BrokerFailure>) -> Void
  ) {
    broker.perform(ListReports(of: room)) { result in
      guard case .success(let reports) = result else { return completion(result.map { _ in 0 }) }
      let identities = Set(messages.map(\.identity))
      let meant = reports.filter { identities.contains($0.position.identity) || writings.includes($0) }
      guard !isTrial, !meant.isEmpty else { return completion(.success(meant.count)) }
      var (left, failure) = (meant.count, nil as BrokerFailure?)
      for report in meant {
        self.broker.perform(RemoveReports(about: report.position, by: report.user, in: room)) { result in
          if case .failure(let reason) = result { failure = failure ?? reason }
          left -= 1
          if left == 0 { completion(failure.map { .failure($0) } ?? .success(meant.count)) }
        }
      }
    }
  }

  /// Batch by batch; those behind one that fails are left.
  private func erase(
    _ found: ArraySlice<Erasable>, in room: RoomName, completion: @escaping (BrokerFailure?) -> Void
  ) {
    guard !found.isEmpty else { return completion(nil) }
    storeDeletions(of: found.prefix(Self.batch), in: room) { deleted, failure in
      self.broker.perform(Erase(deleted.map { .deleted($0.position) }, in: room, isCleaned: true)) { result in
        if let failure { return completion(failure) }
        if case .failure(let reason) = result { return completion(reason) }
        self.erase(found.dropFirst(Self.batch), in: room, completion: completion)
      }
    }
  }

  /// - Parameter completion: told which were deleted or taken back, and why others were not.
  private func storeDeletions(
    of found: ArraySlice<Erasable>, in room: RoomName, completion: @escaping ([Erasable], BrokerFailure?) -> Void
  ) {
    // An edit's message has its deletion by another.
    var (done, failure) = (found.filter { $0.reaction == nil && !$0.isFirst }, nil as BrokerFailure?)
    let (deletions, reactions) = (
      found.filter { $0.reaction == nil && $0.isFirst }, found.filter { $0.reaction != nil }
    )
    var left = reactions.count + (deletions.isEmpty ? 0 : 1)
    guard left > 0 else { return completion(done, nil) }
    func stored(_ erasables: [Erasable], _ results: [Result<Receipt, BrokerFailure>]) {
      for (one, result) in zip(erasables, results) {
        switch result {
        case .success: done.append(one)
        case .failure(let reason): failure = failure ?? reason
        }
      }
      left -= 1
      if left == 0 { completion(done, failure) }
    }
    for one in reactions { takeBack(one, in: room) { stored([one], [$0]) } }
    guard !deletions.isEmpty else { return }
    let publications = deletions.map {
      publication(of: .delete, to: $0.target, by: .operators, in: room, id: $0.requestID)
    }
    self.room(room).publish(publications) { stored(deletions, $0) }
  }

  /// It is the author's own, whatever they may do there by now.
  private func takeBack(
    _ one: Erasable, in room: RoomName, completion: @escaping (Result<Receipt, BrokerFailure>) -> Void
  ) {
    let change = Change.react(reaction: one.reaction ?? "", isOn: false)
    let publication = publication(of: change, to: one.target, by: one.author, in: room, id: one.requestID)
    broker.perform(Publish(publication), reply: completion)
  }

  private func publication(
    of change: Change, to target: MessageTarget, by author: User, in room: RoomName, id: String
  ) -> Publication {
    Publication(
      room: room, header: MessageHeader(change.kind, author: author.id, id: id, target: target),
      identity: entropy.word(8), body: MessageBody.change(change, of: target, id: id, from: author),
      digest: ContentDigest.change(change, to: target.seq))
  }
}

extension ErasedPart {
  fileprivate func followed(by page: ErasedPart) -> ErasedPart {
    ErasedPart(
      messages: messages + page.messages, edits: edits + page.edits, reactions: reactions + page.reactions,
      reports: reports + page.reports, isTheirs: isTheirs || page.isTheirs, next: page.next)
  }

  fileprivate mutating func count(_ kind: MessageKind) {
    switch kind {
    case .edit: edits += 1
    case .reaction: reactions += 1
    default: messages += 1
    }
  }
}

/// A message, an edit or a reaction of which there is still something to erase.
private struct Erasable {
  let kind: MessageKind
  let position: Position
  let target: MessageTarget
  /// Of a reaction that is to be taken back: with its name it would be stored once more.
  let reaction: String?
  let author: User
  /// Whether it takes a deletion: a message and its edits are deleted once.
  let isFirst: Bool

  /// Whoever asks again asks for the same. Among many messages of a room two may have one identity.
  var requestID: String { "erase-\(position.seq)-\(position.identity)" }

  /// - Parameter deleted: which messages those before it delete; its own is added.
  init?(_ message: StoredMessage, epoch: String, besides deleted: inout Set<String>) {
    let header = message.header
    guard [.message, .edit, .reaction].contains(header.kind),
      let object = try? JSONParser.parseObject(message.body)
    else { return nil }
    kind = header.kind
    position = Position(of: message, epoch: epoch)
    let from = object["from"]?.object
    author = User(id: header.author, name: "", kind: from?["kind"]?.string == "bot" ? .bot : .user)
    switch header.kind {
    case .reaction:
      guard from?["name"]?.string != "", let emoji = object["reaction"]?.string, let target = header.target else {
        return nil
      }
      reaction = emoji
      self.target = target
      isFirst = true
    default:
      guard object["text"]?.string != "" else { return nil }
      reaction = nil
      target = header.target ?? MessageTarget(seq: message.seq, author: header.author, id: header.id)
      isFirst = deleted.insert("\(target.author) \(target.id)").inserted
    }
  }
}
