import Base
import ChatProtocol
import JSON

/// A program that signs in with a key. The key is told once, to whoever made the bot; only its hash is kept.
package struct Bot: Equatable, Sendable {
  /// How many a fleet has at most.
  package static let maximum = 1_000

  /// Of the user that it is.
  package let id: User.ID
  /// Its own, as long as it has a key: nobody else can take it.
  package let name: String
  /// Milliseconds since 1970, by the clock of the instance that made it.
  package let created: Int64
  /// The address of the operator who made it.
  package let maker: String

  package init(_ name: UserName, created: Int64, maker: String) {
    self.init(id: Self.id(of: name), name: name.text, created: created, maker: maker)
  }

  private init(id: User.ID, name: String, created: Int64, maker: String) {
    self.id = id
    self.name = name
    self.created = created
    self.maker = maker
  }

  package var user: User { User(id: id, name: name, kind: .bot) }

  /// The same for each key that the name ever has: what was written under one can be edited under the next. No text without
  /// a NUL is what the id of an application's user is made of, so that no token is about a bot.
  package static func id(of name: UserName) -> User.ID {
    String(Base32.encode(SHA256.hash(Array("tchatter bot \(name.skeleton)".utf8))).prefix(15))
  }
}

/// A bot, and when its key made a session last.
package struct ListedBot: Equatable, Sendable {
  package let bot: Bot
  /// Milliseconds since 1970, up to an hour early; `nil` if it has made none.
  package let lastSignIn: Int64?

  package init(_ bot: Bot, lastSignIn: Int64?) {
    self.bot = bot
    self.lastSignIn = lastSignIn
  }

  /// Whether it looks as if `RemoveBot` would remove it for that, if it has no session: one that never signed in has been
  /// there for so long.
  package func isUnused(for seconds: Int, at now: Int64) -> Bool {
    (lastSignIn.map { $0 + Self.noteInterval } ?? bot.created) <= now - Int64(seconds) * 1_000
  }

  /// How often it is noted that a key was used: milliseconds.
  package static let noteInterval: Int64 = 3_600_000
}

extension Bot {
  /// The members of its object, as it is kept and as operators see it.
  package func write(to writer: inout JSONWriter) {
    writer.member("id", id)
    writer.member("name", name)
    writer.member("created", created)
    writer.member("by", maker)
  }

  package var json: [UInt8] { JSONWriter.object { write(to: &$0) } }

  /// Reads what `write` wrote, in this version or another.
  package init?(_ object: JSONObject) {
    guard let id = object["id"]?.string, User.isID(id), let name = object["name"]?.string else { return nil }
    self.init(
      id: id, name: name, created: object["created"]?.integer ?? 0, maker: object["by"]?.string ?? "")
  }
}
