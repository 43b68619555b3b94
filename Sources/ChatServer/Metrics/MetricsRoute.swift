import Base
import Chat
import ChatProtocol
import EventLoop
import NetServer
import Webhooks

/// `GET /metrics`: every number that an instance keeps.
struct MetricsRoute {
  let hub: Hub
  let hooks: Hooks
  let sockets: WebSocketServer
  let polls: WaitingPolls
  let health: InstanceHealth
  let servers: () -> [(name: String, server: HTTPServer)]
  let reactor: Reactor

  func add(to router: inout Router) {
    router.on("GET", "/metrics") {
      var reply = Reply(200)
      reply.response.body = Array(text.utf8)
      reply.add("Content-Type", MetricsText.contentType)
      reply.response.fields.add("Cache-Control", literal: "no-store")
      return reply
    }
  }

  private var text: String {
    var metrics = MetricsText()
    metrics.add(
      "info", .gauge, "What is running.", by: "version", [(Version.text, 1)])
    writeState(&metrics)
    writeConnections(&metrics)
    writeHTTP(&metrics)
    for row in CounterTable.rows {
      metrics.add(row.name + "_total", .counter, row.meaning, row.value(hub.counters))
    }
    metrics.add(
      "publications_in_flight", .gauge, "Messages that wait for the store.", hub.counters.publicationsInFlight)
    metrics.add(
      "publications_refused_for_total", .counter, "Messages refused, by the error's code.", by: "code",
      ErrorCode.allCases.map { ($0.rawValue, hub.counters.publicationsRefusedFor[$0] ?? 0) })
    writeHooks(&metrics)
    writeLimits(&metrics)
    metrics.add("messages_held", .gauge, "Broadcast messages that wait for those before them.", hub.heldCount)
    writeTraffic(&metrics)
    metrics.add("process_cpu_seconds_total", .counter, "CPU time of the process.", ProcessUsage.cpuSeconds)
    metrics.add("process_resident_bytes", .gauge, "Resident memory of the process.", ProcessUsage.residentBytes)
    metrics.add("loop_turns_total", .counter, "Turns of the event loop.", reactor.turns)
    return metrics.text
  }

  private func writeHooks(_ metrics: inout MetricsText) {
    metrics.add("webhooks_stored_total", .counter, "Posts of webhooks that are stored.", hooks.counters.stored)
    metrics.add(
      "webhooks_delayed_total", .counter, "Posts of webhooks that had to wait for their hook's rate.",
      hooks.counters.delayed)
    metrics.add(
      "webhooks_refused_total", .counter, "Posts of webhooks that were refused; tchatter hooks list tells of which.",
      by: "reason", hooks.counters.refusals.map { ($0.code, $0.count) })
  }

  private func writeLimits(_ metrics: inout MetricsText) {
    metrics.add(
      "requests_limited_total", .counter, "Requests refused because a limit was met: whose, and of what.", by: "limit",
      Exceeded.Holder.allCases.flatMap { holder in
        Limit.allCases.map { limit in
          ("\(holder.rawValue)_\(limit.rawValue)", hub.counters.limited[Exceeded.Kind(limit, of: holder)] ?? 0)
        }
      })
    metrics.add(
      "store_time_charged_seconds_total", .counter, "The store's time that was charged to those who asked for it.",
      hub.chargedStoreTime.seconds)
    metrics.add(
      "quota_holders", .gauge, "Users and addresses that have used something of their quotas.", hub.limitedCount)
    guard let space = hub.broker.space else { return }
    metrics.add("store_bytes", .gauge, "Memory that the store has taken.", space.used)
    metrics.add("store_limit_bytes", .gauge, "Memory that the store may take.", space.limit)
  }

  private func writeTraffic(_ metrics: inout MetricsText) {
    let traffic = reactor.traffic
    metrics.add("bytes_queued_total", .counter, "Bytes given to all sockets to send.", traffic.queued)
    metrics.add("bytes_written_total", .counter, "Of them, taken by the kernel.", traffic.written)
    metrics.add("bytes_given_up_total", .counter, "Of them, unsent when the connection ended.", traffic.givenUp)
    metrics.add("bytes_waiting", .gauge, "Of them, still to be sent.", traffic.waiting)
  }

  private func writeState(_ metrics: inout MetricsText) {
    metrics.add(
      "store_delivering", .gauge, "Whether messages flow through the store.",
      hub.broker.condition == .delivering ? 1 : 0)
    metrics.add(
      "store_refusing", .gauge, "Whether the store takes no new messages, because it is full or its disk fails.",
      hub.broker.writeRefusal == nil ? 0 : 1)
    writeDelivery(&metrics)
    metrics.add("maintenance", .gauge, "Whether the fleet is closed to the public.", hub.maintenance.isOn ? 1 : 0)
    metrics.add("draining", .gauge, "Whether the instance leaves the fleet.", health.isDraining ? 1 : 0)
    metrics.add(
      "drain_phase", .gauge, "Where it stands with that.", by: "phase",
      Drain.Phase.allCases.map { ($0.rawValue, $0 == health.drainPhase() ? 1 : 0) })
    metrics.add("clients", .gauge, "WebSockets and waiting long-poll calls.", health.clients())
    metrics.add("clients_welcomed", .gauge, "Clients that have said who they are.", hub.clientCount)
    metrics.add(
      "sessions_to_check", .gauge,
      "Clients whose session is still to be looked up after the subscription was interrupted.",
      hub.sessionsToCheck)
    metrics.add("rooms", .gauge, "Rooms that are followed.", hub.roomCount)
  }

  private func writeDelivery(_ metrics: inout MetricsText) {
    guard let proof = hub.broker.deliveryProof else { return }
    if let roundTrip = proof.roundTrip {
      metrics.add(
        "delivery_probe_seconds", .gauge, "What the latest probe took to the store and back, as a message does.",
        roundTrip.seconds)
    }
    metrics.add(
      "delivery_probes_missed_total", .counter, "Probes that were published and did not come back in time.",
      proof.missed)
  }

  private func writeConnections(_ metrics: inout MetricsText) {
    let counters = sockets.counters
    metrics.add("websockets_open", .gauge, "WebSocket connections.", sockets.count)
    metrics.add("websockets_opened_total", .counter, "WebSocket connections so far.", counters.opened)
    metrics.add("polls_waiting", .gauge, "Long-poll calls that wait.", polls.count)
    metrics.add("polls_answered_total", .counter, "Long-poll calls that were answered.", polls.answered)
    metrics.add(
      "websockets_closed_total", .counter, "WebSocket connections that have ended.", by: "code",
      counters.closesByCode)
  }

  private func writeHTTP(_ metrics: inout MetricsText) {
    let servers = servers()
    metrics.add(
      "http_connections", .gauge, "Connections that speak HTTP.", by: "listener",
      servers.map { ($0.name, $0.server.count) })
    metrics.add(
      "http_accepted_total", .counter, "Connections taken.", by: "listener",
      servers.map { ($0.name, $0.server.counters.accepted) })
    metrics.add(
      "http_refused_total", .counter, "Public connections turned away because there are too many.", health.refused())
    metrics.add(
      "http_too_large_total", .counter, "Requests refused because their body is too long.", by: "listener",
      servers.map { ($0.name, $0.server.counters.tooLarge) })
    metrics.add(
      "http_displaced_total", .counter, "Idle public connections closed to make room for others.",
      servers.first?.server.counters.displaced ?? 0)
    metrics.add(
      "http_timed_out_total", .counter, "Connections closed for being too slow.", by: "listener",
      servers.map { ($0.name, $0.server.counters.timedOut) })
    let publicServer = servers.first?.server
    metrics.add(
      "http_responses_total", .counter, "Responses to the public by the first digit of their status.", by: "class",
      (1...5).map { ("\($0)xx", publicServer?.counters.responses[$0] ?? 0) })
  }
}
