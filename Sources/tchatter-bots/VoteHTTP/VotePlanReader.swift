import Base
import JSON

/// Reads what is to be voted on out of a JSON object. What has the wrong form is a bad request; what has the right one and can't
/// be, as in the chat, is refused with the chat's words.
struct VotePlanReader {
  let object: JSONObject

  func plan() throws(VoteError) -> VotePlan {
    guard let title = try text("title", atMost: VotePlan.longestTitle) else {
      throw .badRequest("title must be a text.")
    }
    let url = try text("url", atMost: VotePlan.longestURL)
    let scale = try text("scale", atMost: 700)
    let (deadline, reminder) = (try span("deadline"), try span("remind", or: "never"))
    let quorum = try quorum()
    do throws(Misunderstanding) {
      var plan = VotePlan(title: try VoteCommandParser.title(title), url: url, quorum: quorum)
      if let scale { plan.scale = try Scale(scale) }
      if let deadline { plan.deadline = try VoteCommandParser.span(deadline) }
      if let reminder { plan.reminder = try VoteCommandParser.reminder(reminder) }
      try VoteCommandParser.check(plan)
      return plan
    } catch {
      throw .unprocessable(error.text)
    }
  }

  /// A text; `nil` where there is none. What stands in it stands in lines of the chat.
  private func text(_ name: String, atMost limit: Int) throws(VoteError) -> String? {
    guard let value = object[name] else { return nil }
    guard let text = value.string, (1...limit).contains(text.unicodeScalars.count) else {
      throw .badRequest("\(name) must be a text of at most \(limit) characters.")
    }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }),
      name == "title" || !text.contains(where: \.isWhitespace)
    else { throw .unprocessable("\(name) has no control characters, and no spaces but in a title.") }
    if name == "url" { try Self.check(url: text) }
    return text
  }

  private static func check(url: String) throws(VoteError) {
    guard url.wholeMatch(of: /https?:\/\/[A-Za-z0-9.\-]+(:[0-9]+)?([\/?#][!-~]*)?/) != nil else {
      throw .badRequest("url is an http or https address, in ASCII.")
    }
  }

  /// `30m` and the like.
  private func span(_ name: String, or word: String? = nil) throws(VoteError) -> String? {
    guard let value = object[name] else { return nil }
    let text = value.string ?? ""
    if text == word { return text }
    let digits = text.utf8.dropLast()
    guard (1...5).contains(digits.count), digits.allSatisfy(ASCII.isDigit), digits.first != UInt8(ascii: "0"),
      ["s", "m", "h", "d"].contains(text.suffix(1))
    else { throw .badRequest("\(name) is a time such as 90s, 30m, 2h or 3d.") }
    return text
  }

  private func quorum() throws(VoteError) -> VotePlan.Quorum? {
    switch object["quorum"] {
    case nil: return nil
    case .string("all")?: return .everybody
    case .integer(let count)? where (1...200).contains(count): return .count(Int(count))
    // 3.0 is a whole number to JSON's schemas.
    case .number(let count)? where (1...200).contains(count) && count == count.rounded(): return .count(Int(count))
    default: throw .badRequest("quorum is a number from 1 to 200, or all.")
    }
  }
}
