import Testing

@testable import RedisClient

@Suite("A failure that Redis tells")
struct RedisFailureTests {
  @Test("means what older and newer versions of Redis write")
  func errors() {
    let kinds: [(String, RedisFailure.Kind)] = [
      ("OOM command not allowed when used memory > 'maxmemory'. script: a, on @user_script:1.", .full),
      ("ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed", .full),
      ("READONLY You can't write against a read only replica.", .wrongServer),
      ("ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write", .wrongServer),
      ("NOAUTH Authentication required.", .wrongServer),
      ("NOSCRIPT No matching script.", .scriptMissing),
      ("LOADING Redis is loading the dataset in memory", .unknown),
      ("MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk.", .refused),
      ("ERR Error running script (call to f_1): @user_script:1: -MISCONF Errors writing", .refused),
      ("NOREPLICAS Not enough good replicas to write.", .refused),
      ("TRYAGAIN Multiple keys request during rehashing of slot", .redirected(.later)),
      ("CLUSTERDOWN The cluster is down", .refused),
      ("ERR Script attempted to access a non local key in a cluster node script: a", .unknown),
      ("ERR wrong number of arguments", .unknown), ("", .unknown), ("WRONGTYPE Operation", .unknown),
    ]
    for (text, kind) in kinds { #expect(RedisFailure(reply: text).kind == kind, "\(text)") }
    #expect(RedisFailure(reply: "NOPERM this user has no permissions to access a channel").reason.contains("&*"))
    #expect(!RedisFailure(reply: "ERR a\r\nb").reason.contains { $0.isNewline })
  }
}
