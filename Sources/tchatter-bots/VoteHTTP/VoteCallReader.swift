import Base
import HTTP
import JSON

/// Reads what is to be done out of a request: each body says nothing but what is known, each thing once.
struct VoteCallReader {
  let request: Request
  let caller: HTTPCaller

  func start() throws(VoteError) -> VoteCall {
    let object = try object(["room", "title", "url", "scale", "quorum", "deadline", "remind"])
    let room = try text("room", object, atMost: 64)
    guard BotOptions.isRoom(room) else { throw .badRequest("room is made of a–z, 0–9, - and _.") }
    return try call(.start(room: room, VotePlanReader(object: object).plan()))
  }

  func cast(_ id: VoteID) throws(VoteError) -> VoteCall {
    let object = try object(["voter", "value"])
    return try call(.cast(id, voter: text("voter", object, atMost: 128), choice: text("value", object, atMost: 16)))
  }

  func about(_ deed: VoteCommand.Deed, _ id: VoteID) throws(VoteError) -> VoteCall {
    guard request.body.isEmpty else { throw .badRequest("This takes no body.") }
    return try call(.about(deed, id))
  }

  // MARK: - The parts of a body

  private func object(_ known: Set<String>) throws(VoteError) -> JSONObject {
    guard isJSON else { throw .mediaType }
    let object: JSONObject
    do { object = try JSONParser.parseObject(request.body) } catch {
      throw .badRequest("The body must be a JSON object: \(error.reason).")
    }
    guard object.members.allSatisfy({ known.contains($0.name) }) else {
      throw .badRequest("The body takes \(known.sorted().joined(separator: ", ")).")
    }
    return object
  }

  private var isJSON: Bool {
    let type = request.fields["Content-Type"]?.split(separator: ";").first ?? ""
    return type.trimming(while: \.isWhitespace).lowercased() == "application/json"
  }

  private func text(_ name: String, _ object: JSONObject, atMost limit: Int) throws(VoteError) -> String {
    guard let text = object[name]?.string, (1...limit).contains(text.unicodeScalars.count) else {
      throw .badRequest("\(name) must be a text of at most \(limit) characters.")
    }
    return text
  }

  private func call(_ action: VoteCall.Action) throws(VoteError) -> VoteCall {
    let text = "\(request.method) \(request.path)\n"
    let digest = SHA256.hash(Array(text.utf8) + request.body)
    return VoteCall(
      caller: caller, action: action, idempotencyKey: try idempotencyKey(),
      fingerprint: Hex.encode(digest.prefix(12)))
  }

  /// As the draft of the IETF has it, with or without quotes.
  private func idempotencyKey() throws(VoteError) -> String? {
    let keys = request.fields.all("Idempotency-Key")
    guard let key = keys.first else { return nil }
    guard keys.count == 1, (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else {
      throw .badRequest("An Idempotency-Key has 1 to 255 characters of ASCII.")
    }
    return key
  }
}
