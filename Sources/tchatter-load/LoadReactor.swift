import EventLoop

/// The loop of a program with very many connections.
/// - Parameter eventsPerRound: how many connections one wait can tell of.
func makeReactor(eventsPerRound: Int? = nil) throws(Failure) -> Reactor {
  var configuration = Reactor.Configuration()
  // Many deliveries in one read: the load must cost less than the server that it measures.
  configuration.receiveBufferSize = 256 * 1024
  if let eventsPerRound { configuration.eventsPerRound = eventsPerRound }
  do throws(SystemError) { return try Reactor(configuration) } catch { throw Failure("\(error)") }
}
