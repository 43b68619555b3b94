import Base
import ChatServer
import EventLoop
import Foundation
import NetServer

/// One run of the program, from its configuration to its exit status.
final class Program {
  private let configuration: Configuration
  private let reactor: Reactor
  private let log: Log
  private let instance: Instance
  private var status = ExitStatus.stopped

  init(_ configuration: Configuration, remarks: [String]) throws(InstanceFailure) {
    var configuration = configuration
    if configuration.instance.isEmpty {
      configuration.instance = "\(SystemLimits.hostName)-\(ProcessInfo.processInfo.processIdentifier)"
    }
    let descriptors = SystemLimits.raiseDescriptors()
    do {
      reactor = try Reactor()
    } catch {
      throw InstanceFailure("can't start the event loop: \(error)")
    }
    let writer = LineWriter(FileHandle.standardError.fileDescriptor)
    log = Log(
      format: configuration.logFormat, level: configuration.logLevel,
      clock: { Int64(Date().timeIntervalSince1970 * 1_000) }, write: writer.write)
    for remark in remarks { log.warning("odd setting", ["remark": .text(remark)]) }
    let most = SystemLimits.connections(within: descriptors)
    if configuration.maxConnections > most {
      log.warning(
        "fewer connections than configured: raise the limit of open files (ulimit -n)",
        ["configured": Log.Value(configuration.maxConnections), "possible": Log.Value(most)])
      configuration.maxConnections = most
    }
    if !configuration.adminListen.isLoopback, configuration.adminToken == nil {
      log.warning("operators from other machines are refused: set TCHATTER_ADMIN_TOKEN to let them in", [:])
    }
    let files = try Self.files(configuration, log)
    let (broker, store) = try Store.open(configuration, reactor)
    self.configuration = configuration
    instance = try Instance(
      configuration, files: files, reactor: reactor, broker: broker, store: store, log: log)
  }

  private static func files(_ configuration: Configuration, _ log: Log) throws(InstanceFailure) -> StaticFiles {
    let program = ProcessInfo.processInfo.arguments.first ?? ""
    guard let folder = configuration.publicFolder ?? PublicFolder.find(program: program) else {
      log.warning("there is no page: no folder Public was found, and TCHATTER_PUBLIC names none", [:])
      return StaticFiles()
    }
    do {
      return try PublicFolder.load(folder)
    } catch {
      throw InstanceFailure(error.reason, .misconfigured)
    }
  }

  /// Serves until a signal ends it.
  func run() throws(InstanceFailure) -> ExitStatus {
    let manager = ServiceManager(environment: ProcessInfo.processInfo.environment, log: log)
    manager?.attend(instance, on: reactor)
    do {
      for signal in [SIGTERM, SIGINT] {
        try reactor.onSignal(signal) { [instance] in
          instance.stop()
          manager?.tell(instance.serviceState)
        }
      }
    } catch {
      throw InstanceFailure("can't watch signals: \(error)")
    }
    instance.onStopped = { [unowned self] status in
      self.status = status
      reactor.stop()
    }
    announce()
    reactor.run()
    return status
  }

  /// Tells a person who started the program by hand where the page is.
  private func announce() {
    let address = instance.publicAddress.replacingOccurrences(of: "0.0.0.0:", with: "127.0.0.1:")
    print("tchatter \(Version.text): open http://\(address)/ (stop with Ctrl-C)")
    fflush(nil)
  }
}
