import Base
import Broker
import BrokerContract
import ChatProtocol
import RedisProcess
import Testing

@testable import RedisBroker

/// A message is acknowledged only once a replica has it.
@Suite("Waiting for replicas", .serialized)
struct DurabilityTests {
  private let primary: RedisProcess
  private let replica: RedisProcess
  private let fleet: RedisFleet
  private let room: RoomName

  init() throws {
    let primary = try RedisProcess()
    let replica = try RedisProcess(["--replicaof", "127.0.0.1 \(primary.port)"])
    try waitUntil("the replica") { try replica.command("INFO", "replication").contains("master_link_status:up") }
    fleet = try RedisFleet(redis: primary)
    fleet.configure = { $0.replicas = 1 }
    room = try RoomName.sample()
    (self.primary, self.replica) = (primary, replica)
  }

  /// For those that are to find a replica silent. One that is well can be so for as long: what is refused then is sent again.
  private func shortenTimeout() {
    fleet.configure = {
      $0.replicas = 1
      $0.replicaTimeout = .seconds(2)
    }
  }

  /// Sends it until it is acknowledged.
  @discardableResult
  private func store(_ publication: Publication, by instance: ContractInstance) throws -> Receipt {
    var receipt: Receipt?
    try instance.wait(for: "a receipt") {
      receipt = try? instance.publish(publication)
      return receipt != nil
    }
    return try #require(receipt)
  }

  private func reason(_ instance: ContractInstance) -> String {
    if case .impaired(let reason) = instance.broker.condition { reason } else { "" }
  }

  @Test("acknowledges what a replica has, and says so; a repeat too")
  func durable() throws {
    let ann = try ContractInstance("a", on: fleet)
    let receipt = try ann.publish(.sample(1, in: room))
    #expect(receipt.isDurable && receipt.position.seq == 1)
    let again = try ann.publish(.sample(1, in: room))
    #expect(again.isDurable && again.isDuplicate && again.position == receipt.position)
    #expect(throws: BrokerFailure.conflict) { try ann.publish(.sample("id-1", in: room, digest: "d9")) }
    #expect(try replica.command("XLEN", "tc:{lobby}:s") == ":1\r\n")
  }

  @Test("waits once for all messages of a turn, and keeps the order over many")
  func batches() throws {
    let ann = try ContractInstance("a", on: fleet)
    let monitor = try primary.monitor()
    var seqs: [UInt64] = []
    for number in 1...300 {
      ann.broker.perform(Publish(.sample(number, in: room))) {
        if case .success(let it) = $0 { seqs.append(it.position.seq) }
      }
      if number % 100 == 0 { fleet.reactor.turn(timeout: .zero) }
    }
    try ann.wait(for: "the receipts") { seqs.count == 300 }
    #expect(seqs == Array(1...300))
    #expect(try monitor.stop().count { $0.contains("\"WAIT\"") } <= 12)
  }

  @Test("keeps the order when Redis forgets its scripts")
  func scriptsForgotten() throws {
    let ann = try ContractInstance("a", on: fleet)
    for round in 0..<3 {
      try primary.command("SCRIPT", "FLUSH")
      var seqs: [UInt64] = []
      for number in 1...60 {
        ann.broker.perform(Publish(.sample(round * 100 + number, in: room))) {
          if case .success(let it) = $0, it.isDurable { seqs.append(it.position.seq) }
        }
        if number % 20 == 0 { fleet.reactor.turn(timeout: .milliseconds(1)) }
      }
      try ann.wait(for: "the receipts") { seqs.count == 60 }
      #expect(seqs == (1...60).map { UInt64(round * 60 + $0) })
    }
  }

  @Test("acknowledges nothing without its replica, stores no more, says why, and goes on by itself")
  func cutOff() throws {
    fleet.configure = {
      $0.replicas = 1
      $0.replicaTimeout = .seconds(2)
      // The replicas are asked for the publications alone: what came while they were asked for nothing would not be stored.
      $0.probeInterval = .seconds(3_600)
    }
    let ann = try ContractInstance("a", on: fleet)
    try store(.sample(1, in: room), by: ann)
    replica.freeze()
    var answers: [Result<Receipt, BrokerFailure>] = []
    ann.broker.perform(Publish(.sample(2, in: room))) { answers.append($0) }
    fleet.reactor.turn(timeout: .zero)
    // Handed over while the first waits: it is never stored.
    ann.broker.perform(Publish(.sample(3, in: room))) { answers.append($0) }
    try ann.wait(for: "the refusals") { answers.count == 2 }
    let refusal = BrokerFailure.unavailable(reason: "0 of 1 replicas have what is written")
    #expect(answers == [.failure(refusal), .failure(refusal)])
    #expect(reason(ann) == "0 of 1 replicas have what is written")
    #expect(throws: refusal) { try ann.publish(.sample(4, in: room)) }
    #expect(throws: refusal) { try ann.publish(.sample(1, in: room)) }
    // What the primary has can be read: the first is undecided, the others do not exist.
    #expect(try ann.synchronize(room).messages.map(\.seq) == [1, 2])

    replica.thaw()
    try ann.wait(for: "recovery") { ann.broker.condition == .delivering }
    let repeated = try store(.sample(2, in: room), by: ann)
    #expect(repeated.isDuplicate && repeated.isDurable && repeated.position.seq == 2)
    #expect(try store(.sample(3, in: room), by: ann).position.seq == 3)
  }

  @Test("leaves a primary that is demoted while replicas are waited for")
  func demoted() throws {
    fleet.configure = {
      $0.replicas = 1
      // The replicas are asked for the publication alone: what came while they were asked for nothing would not be stored.
      $0.probeInterval = .seconds(3_600)
    }
    let ann = try ContractInstance("a", on: fleet)
    replica.freeze()
    var answers: [Result<Receipt, BrokerFailure>] = []
    ann.broker.perform(Publish(.sample(1, in: room))) { answers.append($0) }
    fleet.wait { (try? primary.command("XLEN", "tc:{lobby}:s")) == ":1\r\n" }
    try primary.command("REPLICAOF", "127.0.0.1", "1")
    try ann.wait(for: "the refusal") { !answers.isEmpty }
    #expect(answers.count == 1 && answers.allSatisfy { if case .failure(.unavailable) = $0 { true } else { false } })
    try ann.wait(for: "the reason") { reason(ann) == "this Redis is a replica" }
    try primary.command("REPLICAOF", "NO", "ONE")
    replica.thaw()
    try ann.wait(for: "recovery") { ann.broker.condition == .delivering }
    #expect(try ann.publish(.sample(1, in: room)).isDurable)
  }

  @Test("an idle instance learns of it as well")
  func idle() throws {
    shortenTimeout()
    let ann = try ContractInstance("a", on: fleet)
    replica.kill()
    try ann.wait(for: "word of it") { reason(ann).hasPrefix("0 of 1") }
    try replica.start()
    try ann.wait(for: "recovery") { ann.broker.condition == .delivering }
  }

  @Test("stores nothing before the replicas have been asked")
  func early() throws {
    shortenTimeout()
    replica.freeze()
    let broker = fleet.makeBroker("a")
    var answers: [Result<Receipt, BrokerFailure>] = []
    fleet.wait {
      broker.perform(Publish(.sample(1, in: room))) { answers.append($0) }
      return answers.contains { $0 == .failure(.unavailable(reason: "0 of 1 replicas have what is written")) }
    }
    #expect(try primary.command("XLEN", "tc:{lobby}:s") == ":0\r\n")
    replica.thaw()
    fleet.wait { broker.condition == .delivering }
    #expect(broker.condition == .delivering)
  }

  @Test("answers each message once when the connection is cut, with its outcome unknown")
  func connectionCut() throws {
    let ann = try ContractInstance("a", on: fleet)
    for round in 0..<5 {
      var answers = 0
      let numbers = round * 100 + 1...round * 100 + 50
      for number in numbers {
        ann.broker.perform(Publish(.sample(number, in: room))) { _ in answers += 1 }
        if number % 10 == 0 { fleet.reactor.turn(timeout: .zero) }
      }
      try primary.command("CLIENT", "KILL", "TYPE", "normal")
      try ann.wait(for: "the answers") { answers == 50 }
      try ann.wait(for: "recovery") { ann.broker.condition == .delivering }
      // The loss may be known only once all answers are.
      for number in numbers { try store(.sample(number, in: room, attempt: 1), by: ann) }
      #expect(try ann.synchronize(room, limit: 1_000).messages.count == 50 * (round + 1))
    }
  }
}
