import Base
import RedisClient
import Testing

@testable import Chat

@Suite struct SettlingTests {
  /// Two modules that do not know each other keep to this: nobody publishes into another store before every instance has had
  /// the time to connect to it.
  @Test("A room settles for longer than an instance may pause before it connects again")
  func longestPause() {
    #expect(RoomSync.settlingSpan > RedisConfiguration(server: RedisServer(host: "127.0.0.1")).lastPause)
  }
}
