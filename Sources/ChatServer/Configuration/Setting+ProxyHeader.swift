// The fields in which a proxy says who somebody is.
extension Setting {
  static func proxyHeader(
    _ flag: String, _ path: WritableKeyPath<Configuration, String?> & Sendable, _ meaning: String
  ) -> Setting {
    Setting(flag: flag, form: "FIELD", meaning: meaning) { text, configuration in
      guard ProxyHeader.isName(text) else {
        return
          "must begin with one of \(ProxyHeader.prefixes.joined(separator: ", ")), and be nothing that others mean already"
      }
      configuration[keyPath: path] = text
      return nil
    } show: {
      $0[keyPath: path] ?? ""
    }
  }
}
