import Base
import Broker
import Chat
import ChatProtocol
import EventLoop
import HTTP
import JSON
import NetClient

/// Asks `tchatter-bots archive --http` for what the store does not have any more.
final class ArchiveClient: MessageArchive {
  private static let timeout: TimeSpan = .seconds(5)
  /// Requests that may wait for it at once.
  private static let most = 32
  /// Of an answer: bytes. A page has as much as one client takes, or one event.
  private static let longestAnswer = 8 << 20

  private let address: SocketAddress
  private let host: String
  private let key: String
  private let reactor: Reactor
  private let log: Log
  private var waiting = 0
  /// What was wrong with the last answer.
  private var mistake: String?

  init(at address: SocketAddress, host: String, key: String, reactor: Reactor, log: Log) {
    self.address = address
    self.host = host
    self.key = key
    self.reactor = reactor
    self.log = log
  }

  func read(
    _ room: RoomName, of epoch: String, before seq: UInt64, limit: Int, bytes: Int,
    completion: @escaping (Result<ArchivedPage, BrokerFailure>) -> Void
  ) {
    let target =
      "/history?room=\(PercentEncoding.encode(room.text))&epoch=\(PercentEncoding.encode(epoch))"
      + "&before=\(seq)&limit=\(limit)&bytes=\(min(bytes, Self.longestAnswer / 2))"
    guard waiting < Self.most, let request = try? request(target) else {
      _ = reactor.after(.zero) { completion(.failure(.unavailable(reason: "too much is asked of the archive"))) }
      return
    }
    waiting += 1
    HTTPClient.once(
      request, on: reactor, longestBody: Self.longestAnswer, timeout: Self.timeout, to: { [address] in address }
    ) { result in
      self.waiting -= 1
      completion(self.page(result, in: room, of: epoch, before: seq))
    }
  }

  private func request(_ target: String) throws(Fields.Refusal) -> Request {
    var fields = Fields()
    try fields.add("Host", host)
    try fields.add("Authorization", "Bearer \(key)")
    return Request(method: "GET", target: target, fields: fields)
  }

  private func page(
    _ result: Result<Response, ConnectionEnd>, in room: RoomName, of epoch: String, before seq: UInt64
  ) -> Result<ArchivedPage, BrokerFailure> {
    switch result {
    case .failure(let end): return failed("\(end)")
    // It does not follow this room.
    case .success(let response) where response.status == 404:
      isWell()
      return .success(ArchivedPage(events: [], hasMore: false))
    case .success(let response) where response.status == 200:
      guard let page = ArchivedPage(response.body, in: room, of: epoch, before: seq) else {
        return failed("what it answers is no page of \(room.text)")
      }
      isWell()
      return .success(page)
    case .success(let response): return failed("HTTP \(response.status)")
    }
  }

  /// Told once, until it is well again.
  private func failed(_ reason: String) -> Result<ArchivedPage, BrokerFailure> {
    if mistake != reason { log.warning("archive can't be read", ["at": "\(host)", "reason": "\(reason)"]) }
    mistake = reason
    return .failure(.unavailable(reason: reason))
  }

  private func isWell() {
    if mistake != nil { log.info("archive can be read again", ["at": "\(host)"]) }
    mistake = nil
  }
}

extension ArchivedPage {
  /// Lines: an object that says whether there is more, and each event. Whatever answers can't tell clients of another room, or of
  /// other places than they have asked for.
  init?(_ body: [UInt8], in room: RoomName, of epoch: String, before seq: UInt64) {
    let lines = body.split(separator: UInt8(ascii: "\n"))
    guard let head = lines.first, let object = try? JSONParser.parseObject(Array(head)), let more = object["more"]?.bool
    else { return nil }
    var last: UInt64 = 0
    for line in lines.dropFirst() {
      guard let event = try? JSONParser.parseObject(Array(line)), event["room"]?.string == room.text,
        let position = event["position"]?.string.flatMap({ Position($0) }), position.epoch == epoch,
        event["seq"]?.integer == Int64(position.seq), position.seq > last, position.seq < seq
      else { return nil }
      last = position.seq
    }
    self.init(events: lines.dropFirst().map { Array($0) }, hasMore: more)
  }
}
