import Base
import Broker
import Chat
import ChatProtocol
import EventLoop
import JSON
import NetServer

/// `GET /admin/fleet`: how the instances are, and what an operator asks first of this one. The page below `/admin/` shows it, and
/// `tchatter top`.
///
/// It is made once a second however many ask.
final class FleetRoute {
  /// Rooms and clients that are told.
  private static let most = 20

  private let hub: Hub
  private let figures: InstanceFigures
  private let health: InstanceHealth
  private let reactor: Reactor
  private var latest: (second: UInt32, json: [UInt8])?

  init(hub: Hub, figures: InstanceFigures, health: InstanceHealth, reactor: Reactor) {
    self.hub = hub
    self.figures = figures
    self.health = health
    self.reactor = reactor
  }

  func add(to router: inout Router) {
    router.on("GET", AdminPage.figures) { .json(200, self.json) }
  }

  private var json: [UInt8] {
    if let latest, latest.second == reactor.now.second { return latest.json }
    let json = JSONWriter.object { write(to: &$0) }
    latest = (reactor.now.second, json)
    return json
  }

  private func write(to writer: inout JSONWriter) {
    writer.member("instance", figures.report.instance)
    writer.member("time", hub.time.wallClock)
    // Instances of versions before 0.12 tell nothing; the balancer knows of them.
    writer.member("othersByBalancer", health.balancers.others(now: hub.time.now))
    writer.member(
      "instances",
      array: { array in
        array.object { figures.report.write(to: &$0) }
        for known in hub.knownInstances.all {
          array.object { object in
            known.report.write(to: &object)
            object.member("age", (hub.time.now - known.heardAt).milliseconds)
          }
        }
      })
    writer.member("rooms", object: { $0.largest(hub.busiestRooms(Self.most)) { $0.room($1) } })
    writer.member("clients", object: { $0.largest(hub.fullestOutboxes(Self.most)) { $0.client($1) } })
  }
}

extension JSONWriter {
  fileprivate mutating func largest<Figures>(
    _ largest: Largest<Figures>, _ write: (inout JSONWriter, Figures) -> Void
  ) {
    member("all", largest.all)
    member("seen", largest.seen)
    member("largest", array: { array in for figures in largest.figures { array.object { write(&$0, figures) } } })
  }

  fileprivate mutating func room(_ figures: RoomFigures) {
    member("room", figures.room.text)
    member("messagesPerMinute", figures.messages)
    member("deliveriesPerMinute", figures.deliveries)
    member("members", figures.members)
  }

  fileprivate mutating func client(_ figures: ClientFigures) {
    user(figures.user)
    member("transport", figures.isWebSocket ? "websocket" : "poll")
    member("outbox", figures.outbox)
    member("rooms", figures.rooms)
  }
}
