import Base
import ChatProtocol
import Testing

@testable import Chat

@Suite("What is to be told of who is in a room")
struct PresenceNewsTests {
  private let start = Instant(nanoseconds: 1_000_000_000_000)

  private func user(_ number: Int) -> User {
    let digits = String(number)
    return User(id: "u" + String(repeating: "0", count: 6 - digits.count) + digits, name: "u\(number)", kind: .user)
  }

  @Test("who left is told when it is due, in that order, at most a thousand at a time, and nobody who is back")
  func departures() {
    var news = PresenceNews(share: 0, at: start)
    for number in 0..<2_500 { _ = news.arrive(user(number)) }
    while news.takeNews(start) != nil {}
    for number in 0..<2_500 { news.depart(user(number), due: start + .seconds(10)) }
    #expect(!news.hasNews(start + .seconds(9)))
    let isNews = news.arrive(user(7))
    #expect(!isNews, "the fleet need not hear of who was away for a moment")
    #expect(news.lingers(user(8)) && !news.lingers(user(7)))
    var gone: [User.ID] = []
    while let told = news.takeNews(start + .seconds(10)) {
      #expect(told.present.isEmpty && told.gone.count <= 1_000)
      gone += told.gone
    }
    #expect(gone == (0..<2_500).filter { $0 != 7 }.map { user($0).id })
    #expect(news.isEmpty && !news.hasNews(start + .seconds(1_000)))
  }

  @Test("who came and went before it was told has come first, and has gone the next time")
  func briefly() {
    var news = PresenceNews(share: 0, at: start)
    _ = news.arrive(user(1))
    news.depart(user(1), due: start)
    let (first, second) = (news.takeNews(start), news.takeNews(start))
    #expect(first?.present.map(\.id) == [user(1).id] && first?.gone == [])
    #expect(second?.present.count == 0 && second?.gone == [user(1).id])
  }

  @Test(
    "the number of members is told the less often, the more they are",
    arguments: [(60, 2), (1_000, 2), (10_000, 20), (30_000, 60), (1_000_000, 60)])
  func count(members: Int, seconds: Int) {
    var news = PresenceNews(share: 0, at: start)
    news.count = members
    func isTold(after seconds: Int) -> Bool {
      news.hasUntoldCount = true
      return news.takeCount(start + .seconds(seconds))
    }
    #expect(isTold(after: 0))
    #expect(!isTold(after: seconds - 1))
    #expect(isTold(after: seconds))
    let isNew = news.takeCount(start + .seconds(1_000))
    #expect(!isNew)
  }
}
