import Base
import ChatProtocol
import EventLoop
import HTTP
import JSON
import NetServer

/// Where the archive listens for instances, which ask it for what the chat does not have any more:
///
///     GET /history?room=ROOM&epoch=EPOCH&before=SEQ&limit=N&bytes=N
///     {"more":true}
///     {"type":"message","room":"lobby","seq":7, …}
final class ArchiveServer {
  /// Connections: instances, and whoever else comes here.
  private static let most = 128
  private static let names: Set = ["room", "epoch", "before", "limit", "bytes"]

  private let server: BotHTTPServer

  init(
    at endpoint: Endpoint, keys: HTTPKeys, archiver: Archiver, reactor: Reactor
  ) throws(BotHTTPServer.Failure) {
    var router = Router()
    router.on("GET", "/history") { [unowned archiver] exchange in
      exchange.answer(Self.answer(to: exchange, keys, archiver))
    }
    server = try BotHTTPServer(at: endpoint, router, reactor: reactor) { $0 >= Self.most }
  }

  /// Where it listens, with the port that was taken.
  var address: String { server.address }

  private static func answer(to exchange: Exchange, _ keys: HTTPKeys, _ archiver: Archiver) -> Reply {
    guard let key = BearerToken.of(exchange.request), keys.caller(by: key) != nil else {
      var reply = Reply.refusal(.unauthorized, "This needs a key.")
      reply.add("WWW-Authenticate", "Bearer realm=\"archive\"")
      return reply
    }
    do throws(Refusal) {
      let query = try QueryParameters(exchange, known: names)
      guard let room = query["room"], let epoch = query["epoch"] else {
        throw Refusal(.badRequest, "room and epoch are needed.")
      }
      let seq = try query.number("before", in: 1...Int(Position.greatestSeq), usual: Int(Position.greatestSeq))
      let limit = try query.number("limit", in: 1...200, usual: 50)
      let bytes = try query.number("bytes", in: 0...1 << 40, usual: 65_536)
      let page = try archiver.history(of: room, epoch, before: UInt64(seq), limit: limit, bytes: bytes)
      return lines(of: page)
    } catch {
      return Reply.refusal(error)
    }
  }

  private static func lines(of page: ArchiveReader.Page) -> Reply {
    var reply = Reply(200)
    reply.response.fields.add("Content-Type", literal: "application/x-ndjson")
    reply.response.fields.add("Cache-Control", literal: "no-store")
    reply.response.body = JSONWriter.object { $0.member("more", page.hasMore) }
    for event in page.events { reply.response.body += [UInt8(ascii: "\n")] + event }
    reply.response.body.append(UInt8(ascii: "\n"))
    return reply
  }
}
