import Broker
import RedisClient

extension StorePage: ScriptedCall {
  static let script = RedisScript("store_page", PackageResources.store_page_lua)

  func write(to command: inout CommandWriter, _ context: CallContext) {
    command.key(context.keys.page(version))
    command.add(Self.lifetime)
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
      command.add(path)
      command.add(bytes)
    }
  }

  func read(_ reply: inout ReplyCursor) -> Void? { reply.done() }
}
