import Base
import NetServer

// Where messages are that the store does not have any more.
extension Setting {
  /// As `openssl rand -hex 16` makes them.
  private static let keyLengths = 32...128

  static var archive: Setting {
    Setting(
      flag: "archive", form: "ADDRESS:PORT",
      meaning: """
        where `tchatter-bots archive --http` listens: who reads back is told there what the store does not have any more; \
        wants archive-key
        """
    ) { text, configuration in
      guard let endpoint = Endpoint(text), endpoint.port > 0 else { return "must be like 127.0.0.1:8091 or [::1]:8091" }
      configuration.archive = endpoint
      return nil
    } show: {
      $0.archive?.text ?? ""
    }
  }

  static var archiveKey: Setting {
    Setting(
      flag: "archive-key", form: "KEY",
      meaning: """
        the key that the archive has in its --http-keys: as it is, or as file:PATH, which other users of the machine \
        don't see
        """
    ) { text, configuration in
      guard let bytes = secretBytes(text), keyLengths.contains(bytes.count),
        bytes.allSatisfy({ (0x21...0x7e).contains($0) })
      else { return "must have 32 to 128 visible ASCII characters, or be a file with them" }
      configuration.archiveKey = String(decoding: bytes, as: UTF8.self)
      return nil
    } show: { _ in
      ""
    }
  }
}
