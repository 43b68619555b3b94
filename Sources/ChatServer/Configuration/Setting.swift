import Base
import NetServer

/// One thing that can be configured: `--listen ADDRESS` on the command line, `TCHATTER_LISTEN` in the environment.
///
/// A setting is declared once, in `all`: flag, variable, range and meaning stand there, and it leads to the one place
/// where its value is, whose initial value is the default. `--help` is written from these, so that it can't fall behind.
package struct Setting: Sendable {
  /// The flag without its dashes.
  package let flag: String
  /// What kind of value it takes, as `--help` shows it.
  package let form: String
  /// One sentence for `--help`.
  package let meaning: String
  /// Takes a value over; what is wrong with it, otherwise: the end of a sentence that began with the setting's name.
  let read: @Sendable (String, inout Configuration) -> String?
  /// The value as it would be written; empty when there is none.
  let show: @Sendable (Configuration) -> String

  /// The variable's name in the environment.
  package var variable: String {
    "TCHATTER_" + flag.uppercased().replacing("-", with: "_")
  }

  /// Every setting, in the order of `--help`.
  package static let all: [Setting] = [
    .endpoint("listen", \.listen, "where the public is served"),
    .endpoint("admin-listen", \.adminListen, "where operators are served: /metrics, /test, /admin"),
    .text(
      "redis-url", \.redisURL, form: "URL",
      """
      the fleet's Redis, redis://[user:password@]host[:port][/database], or redis+sentinel://host[:port],…/name for the \
      primary that sentinels know by that name, or redis+cluster://host[:port],… for the Redis Cluster that these nodes \
      are of; without it everything is in memory
      """
    ) {
      ["redis://", "redis+sentinel://", "redis+cluster://"].contains(where: $0.hasPrefix)
        ? nil : "must begin with redis://, redis+sentinel:// or redis+cluster:// (TLS is not spoken; use a tunnel)"
    },
    .number(
      "redis-replicas", \.redisReplicas, 0...16, "how many replicas must have a message before it is acknowledged"),
    .number(
      "redis-replica-timeout", \.redisReplicaTimeout, 50...3_000,
      "how many milliseconds they get for it; then unavailable is answered"),
    .instance,
    .text("public", \.publicFolder, form: "FOLDER", "the page; default: Public beside the package or the program") {
      $0.isEmpty ? "must not be empty" : nil
    },
    .choice("log", \.logFormat, "how log lines are written; json: one object a line"),
    .choice("log-level", \.logLevel, "what is logged, from this level up"),
    .origins,
    .text("admin-token", \.adminToken, form: "TOKEN", "asked of operators; without it only loopback is let in") {
      $0.utf8.count >= 16 && $0.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        ? nil : "must have 16 visible ASCII characters or more, without spaces"
    },
    .proxies,
    .tokenSecrets,
    .text(
      "token-audience", \.hub.tokens.audience, form: "TEXT", "what the aud of tokens has to name; without it anything"
    ) { $0.isEmpty ? "must not be empty" : nil },
    .text("token-issuer", \.hub.tokens.issuer, form: "TEXT", "what the iss of tokens has to be; without it anything") {
      $0.isEmpty ? "must not be empty" : nil
    },
    .choice(
      "proxy-users", \.proxyUsers,
      """
      whether people are who a trusted proxy says in X-Verified-Token, as haproxy.cfg does with BALANCER_USER_KEY; yes wants \
      token-audience and token-issuer
      """),
    .proxyHeader(
      "proxy-user-header", \.proxyHeader.user,
      """
      in which field of a request a trusted proxy that signs people in says who asks, like Remote-User; with haproxy.cfg in \
      between BALANCER_USER_HEADER names it, too
      """),
    .proxyHeader(
      "proxy-name-header", \.proxyHeader.name,
      "in which field it says what they are called, like Remote-Name; without it they are called as they are named"),
    .text(
      "proxy-user-issuer", \.proxyHeader.issuer, form: "TEXT",
      """
      what keeps the names in proxy-user-header apart from the sub of tokens, as their iss does; without it the field's name, \
      in lower case
      """
    ) { (1...256).contains($0.utf8.count) ? nil : "must have 1 to 256 bytes" },
    .choice(
      "guests", \.hub.guests,
      "whether people may come by a name of their choice; no: only with a token or a bot's key, or as operators"),
    .number("backlog", \.backlog.messages, 1...1_000_000, "how many messages are kept of each room"),
    .number("backlog-seconds", \.backlog.seconds, 1...31_536_000, "for how many seconds a message is kept"),
    .seconds(
      "deleted-from-disk-seconds", \.cleaning.files, 0...86_400,
      """
      how many seconds Redis has at least from writing its files anew, so that they lack what was deleted, to doing so again; \
      ten times as long as it takes, if that is more; 0: never
      """),
    .archive,
    .archiveKey,
    .number("session-seconds", \.hub.sessionLifetime, 60...31_536_000, "how many seconds an unused session lives"),
    .number(
      "message-rate", \.hub.messageRate, 0...1_000_000,
      "messages a second of one connection, three times as many at once; 0: no limit"),
    .number(
      "request-rate", \.hub.requestRate, 0...1_000_000,
      "other requests a second of one connection, three times as many at once; 0: no limit"),
    .choice(
      "quotas", \.hub.quotas,
      "whether users and addresses have quotas, over all instances; the settings that begin with user- and address-"
    ),
    .quota("user-messages", \.hub.userQuota.messages, "messages a second of one user"),
    .quota("user-requests", \.hub.userQuota.requests, "other requests a second of one user"),
    .quota(
      "user-deliveries", \.hub.userQuota.deliveries, "messages a second of one user, times the people who get them"),
    .quota("user-store-time", \.hub.userQuota.storeTime, "milliseconds a second that the store spends for one user"),
    .quota("user-bytes", \.hub.userQuota.bytes, "bytes that one user stores in an hour"),
    .quota("user-rooms", \.hub.userQuota.rooms, "rooms that one user is in at once, on one instance"),
    .quota("user-new-rooms", \.hub.userQuota.newRooms, "rooms that one user opens in an hour"),
    .quota("user-contacts", \.hub.userQuota.contacts, "people to whom one user writes for the first time in an hour"),
    .quota("address-messages", \.hub.addressQuota.messages, "messages a second from one address"),
    .quota("address-requests", \.hub.addressQuota.requests, "other requests a second from one address"),
    .quota(
      "address-deliveries", \.hub.addressQuota.deliveries,
      "messages a second from one address, times the people who get them"),
    .quota(
      "address-store-time", \.hub.addressQuota.storeTime, "milliseconds a second that the store spends for one address"),
    .quota("address-bytes", \.hub.addressQuota.bytes, "bytes that come from one address in an hour"),
    .quota(
      "address-rooms", \.hub.addressQuota.rooms, "rooms, counted for each connection from one address to one instance"),
    .quota("address-new-rooms", \.hub.addressQuota.newRooms, "rooms that are opened from one address in an hour"),
    .quota(
      "address-contacts", \.hub.addressQuota.contacts,
      "people written to for the first time from one address in an hour"),
    .quota("address-sign-ins", \.hub.addressQuota.signIns, "sessions made from one address in an hour"),
    .quota(
      "address-codes", \.hub.addressQuota.codes, "wrong codes for another device that come from one address in an hour"),
    .number(
      "store-bytes", \.storeBytes, 1_048_576...1_099_511_627_776,
      "how much memory may be taken by what is stored, where there is no Redis"),
    .number(
      "max-connections", \.maxConnections, 1...1_000_000, "how many connections at most; more are turned away with 503"),
    .number(
      "outbox-bytes", \.outboxBytes, 16_384...67_108_864,
      "what may wait for one slow client before it is sent to catch up"),
    .number(
      "ping-seconds", \.hub.pingSeconds, 1...3_600,
      "how often a silent client is pinged; two silent intervals end its connection"),
    .seconds("drain-seconds", \.drain.limit, 0...3_600, "how long an instance that stops may take to move its clients"),
    .seconds(
      "drain-notice-seconds", \.drain.notice, 0...600,
      """
      how long its /health says 404 before that, for proxies whose checks are far apart: twice their interval or more. 0: \
      until HAProxy has noticed; of others as long as it has heard that they take, drain-seconds / 2 at most
      """),
    .seconds(
      "drain-move-seconds", \.drain.moveTimeout, 1...3_600,
      """
      how long who was asked to move has for it, counted anew from each that goes; who is left then is closed and comes back \
      by itself. It takes nothing beyond drain-seconds
      """),
  ]
}

// MARK: - Kinds of settings

extension Setting {
  private typealias Path<Value> = WritableKeyPath<Configuration, Value> & Sendable

  private static func endpoint(_ flag: String, _ path: Path<Endpoint>, _ meaning: String) -> Setting {
    Setting(flag: flag, form: "ADDRESS:PORT", meaning: meaning) { text, configuration in
      guard let endpoint = Endpoint(text) else { return "must be like 127.0.0.1:8080 or [::1]:8080" }
      configuration[keyPath: path] = endpoint
      return nil
    } show: {
      $0[keyPath: path].text
    }
  }

  private static func quota(_ flag: String, _ path: Path<Int>, _ meaning: String) -> Setting {
    number(flag, path, 0...1_000_000_000_000, meaning + "; 0: no limit")
  }

  private static func number(
    _ flag: String, _ path: Path<Int>, _ range: ClosedRange<Int>, _ meaning: String
  ) -> Setting {
    number(flag, range, meaning) {
      $0[keyPath: path] = $1
    } get: {
      $0[keyPath: path]
    }
  }

  private static func number(
    _ flag: String, _ range: ClosedRange<Int>, _ meaning: String,
    set: @escaping @Sendable (inout Configuration, Int) -> Void, get: @escaping @Sendable (Configuration) -> Int
  ) -> Setting {
    Setting(flag: flag, form: "NUMBER", meaning: meaning) { text, configuration in
      guard text.utf8.first != UInt8(ascii: "+"), let number = Int(text), range.contains(number) else {
        return "must be a number from \(range.lowerBound) to \(range.upperBound)"
      }
      set(&configuration, number)
      return nil
    } show: {
      String(get($0))
    }
  }

  private static func seconds(
    _ flag: String, _ path: Path<TimeSpan>, _ range: ClosedRange<Int>, _ meaning: String
  ) -> Setting {
    number(flag, range, meaning) {
      $0[keyPath: path] = .seconds($1)
    } get: {
      Int($0[keyPath: path].seconds)
    }
  }

  private static func text(
    _ flag: String, _ path: Path<String?>, form: String, _ meaning: String,
    objection: @escaping @Sendable (String) -> String?
  ) -> Setting {
    Setting(flag: flag, form: form, meaning: meaning) { text, configuration in
      if let objection = objection(text) { return objection }
      configuration[keyPath: path] = text
      return nil
    } show: { _ in
      ""
    }
  }

  private static func choice<Value: CaseIterable & RawRepresentable<String> & SendableMetatype>(
    _ flag: String, _ path: Path<Value>, _ meaning: String
  ) -> Setting {
    let names = Value.allCases.map(\.rawValue)
    return Setting(flag: flag, form: names.joined(separator: "|"), meaning: meaning) { text, configuration in
      guard let value = Value(rawValue: text) else { return "must be one of " + names.joined(separator: ", ") }
      configuration[keyPath: path] = value
      return nil
    } show: {
      $0[keyPath: path].rawValue
    }
  }

  private static var instance: Setting {
    Setting(
      flag: "instance", form: "NAME",
      meaning: "the instance's name, unique in the fleet; default: from host and process"
    ) {
      text, configuration in
      guard Self.isInstanceName(text) else { return "must be 1–64 characters of a–z, A–Z, 0–9, dot, dash, underscore" }
      configuration.instance = text
      return nil
    } show: {
      $0.instance
    }
  }

  private static var origins: Setting {
    Setting(flag: "origins", form: "ORIGIN,…", meaning: "pages that may connect; default: this host's own") {
      text, configuration in
      let origins = Self.list(text)
      for origin in origins where !OriginPolicy.isOrigin(origin) {
        return "has \(Log.quoted(origin)), which is not an origin like https://chat.example.org"
      }
      configuration.origins = origins
      return nil
    } show: {
      $0.origins.joined(separator: ",")
    }
  }

  private static var proxies: Setting {
    Setting(
      flag: "trusted-proxies", form: "NETWORK,…",
      meaning: "whose X-Forwarded-… and Forwarded are believed: addresses and networks, like 10.0.0.0/8"
    ) {
      text, configuration in
      var networks: [AddressNetwork] = []
      for entry in Self.list(text) {
        guard let network = AddressNetwork(entry) else {
          return "has \(Log.quoted(entry)), which is neither an IP address nor a network like 10.0.0.0/8"
        }
        networks.append(network)
      }
      configuration.trustedProxies = TrustedProxies(networks)
      return nil
    } show: {
      $0.trustedProxies.networks.map(\.text).joined(separator: ",")
    }
  }

  static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimming(while: { $0 == " " }) }.filter { !$0.isEmpty }
  }

  /// The name stands in channel names, logs and metrics.
  package static func isInstanceName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { ASCII.isAlphanumeric($0) || ".-_".utf8.contains($0) }
  }
}
