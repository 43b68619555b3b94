import Base
import Foundation

// Programs that take part in a chat. Foundation: for the arguments, files and output.

/// A descriptor for each bot and some over, as far as the system lets us.
private func raiseDescriptors() {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
  limit.rlim_cur = limit.rlim_max
  _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

private func complain(_ lines: [String]) {
  for line in lines { FileHandle.standardError.write(Data("tchatter-bots: \(line)\n".utf8)) }
}

private func converse(_ options: ConverseOptions) -> Int32 {
  raiseDescriptors()
  do throws(ScriptLibrary.Failure) {
    return try Converse(options).run() ? 0 : 1
  } catch {
    complain(error.reasons)
    return 2
  }
}

private func vote(_ options: VoteOptions) -> Int32 {
  do throws(BotUser.Failure) {
    return try RunVote(options).run()
  } catch {
    complain([error.reason])
    return 2
  }
}

private func archive(_ options: ArchiveOptions) -> Int32 {
  if options.isCheck { return checkArchive(options) }
  do throws(BotUser.Failure) {
    return try RunArchive(options)()
  } catch {
    complain([error.reason])
    return 2
  }
}

private func relay(_ options: RelayOptions) -> Int32 {
  do {
    guard options.task == .send, let address = options.address else { return try RelayFiles(options: options).run() }
    return try RunRelay(options, to: address)()
  } catch let failure as FileFailure {
    complain([failure.reason])
  } catch let failure as BotUser.Failure {
    complain([failure.reason])
  } catch {
    complain(["\(error)"])
  }
  return 2
}

/// Says of each room what its archive adds up to.
private func checkArchive(_ options: ArchiveOptions) -> Int32 {
  do throws(FileFailure) {
    let rooms = options.rooms.isEmpty ? try ArchiveFolder.rooms(in: options.folder) : options.rooms
    guard !rooms.isEmpty else { throw FileFailure("\(options.folder): there is no archive of a room") }
    var status: Int32 = 0
    for room in rooms {
      let (tally, mistakes) = try ArchiveCheck(folder: ArchiveFolder(options.folder, room: room)).run()
      print("\(room): \(tally.line)")
      complain(mistakes)
      if !tally.isWhole || !mistakes.isEmpty { status = 1 }
    }
    return status
  } catch {
    complain([error.reason])
    return 2
  }
}

/// Says of each script what it is, or what is wrong with it.
private func check(_ arguments: [String]) -> Int32 {
  var status: Int32 = 0
  for argument in arguments {
    do throws(ScriptLibrary.Failure) {
      let script = try ScriptLibrary.open(argument)
      print("\(argument): \(script.lines.count) lines of \(script.characters.joined(separator: ", "))")
    } catch {
      complain(error.reasons)
      status = 1
    }
  }
  return status
}

private func main() -> Int32 {
  switch Invocation(Array(ProcessInfo.processInfo.arguments.dropFirst())) {
  case .converse(let options): return converse(options)
  case .vote(let options): return vote(options)
  case .archive(let options): return archive(options)
  case .relay(let options): return relay(options)
  case .check(let scripts): return check(scripts)
  case .scripts:
    for play in ScriptLibrary.shipped { print(play.name) }
    return 0
  case .help:
    print(Invocation.helpText, terminator: "")
    return 0
  case .version:
    print("tchatter-bots \(Version.text)")
    return 0
  case .refused(let reason):
    complain(["\(reason) (--help explains)"])
    return 2
  }
}

exit(main())
