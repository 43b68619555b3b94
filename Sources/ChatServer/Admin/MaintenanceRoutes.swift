import Broker
import Chat
import ChatProtocol
import JSON
import NetServer

/// `/admin/maintenance`: closes the whole fleet to the public, and opens it again.
struct MaintenanceRoutes {
  /// Characters; it is shown in a banner.
  private static let longestMessage = 500
  private static let usualMessage = "The chat is being worked on and will be back soon."

  let hub: Hub
  let log: Log

  func add(to router: inout Router) {
    router.on("GET", "/admin/maintenance") { tell($0) }
    router.on("PUT", "/admin/maintenance") { begin($0) }
    router.on("DELETE", "/admin/maintenance") { set(Maintenance(isOn: false, message: ""), $0) }
  }

  private func tell(_ exchange: Exchange) {
    hub.broker.perform(ReadMaintenance()) { result in
      switch result {
      case .success(let maintenance): exchange.answer(Self.told(maintenance))
      case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
      }
    }
  }

  /// The body may say what people are told: `{"message": …}`.
  private func begin(_ exchange: Exchange) {
    var message = Self.usualMessage
    if !exchange.request.body.isEmpty {
      guard let object = try? JSONParser.parseObject(exchange.request.body), let given = object["message"]?.string,
        (1...Self.longestMessage).contains(given.count)
      else {
        return exchange.answer(
          .refusal(.badRequest, "The body must be {\"message\": …} with 1 to \(Self.longestMessage) characters."))
      }
      message = given
    }
    set(Maintenance(isOn: true, message: message), exchange)
  }

  private func set(_ maintenance: Maintenance, _ exchange: Exchange) {
    hub.broker.perform(SetMaintenance(maintenance)) { result in
      switch result {
      case .success:
        log.warning("maintenance switched", ["on": .flag(maintenance.isOn)])
        hub.readMaintenance()
        exchange.answer(Self.told(maintenance))
      case .failure(let failure): exchange.answer(.refusal(Refusal(failure)))
      }
    }
  }

  private static func told(_ maintenance: Maintenance) -> Reply {
    .json(
      200,
      JSONWriter.object { writer in
        writer.member("on", maintenance.isOn)
        writer.member("message", maintenance.message)
      })
  }
}
