import Foundation
import FoundationNetworking
import HTTP
import HTTPSCalls

/// The requests that are under way in one session of the library's, each with what has come of its answer.
///
/// All is done on one queue, which the session has as its own, too.
final class Exchanges: NSObject, @unchecked Sendable {
  /// Which is none here: the relay knows how long it waits, and drops what takes longer.
  private static let noTimeout: TimeInterval = 24 * 60 * 60
  /// Requests, and connections: as many as libcurl keeps for one request.
  private static let most = 4

  private struct Exchange {
    let number: UInt32
    var body: [UInt8] = []
    /// Why it was given up, if it was.
    var mistake: String?
  }

  private let relay: RelaySocket
  private var session: URLSession?
  private var tasks: [UInt32: URLSessionTask] = [:]
  private var exchanges: [Int: Exchange] = [:]

  /// - Parameter queue: of one operation at a time, from which all else is called.
  init(answering relay: RelaySocket, on queue: OperationQueue) {
    self.relay = relay
    super.init()
    session = URLSession(configuration: Self.configuration(), delegate: self, delegateQueue: queue)
  }

  /// Nothing is kept from one request for another: no cookies, no answers, no passwords.
  private static func configuration() -> URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpCookieAcceptPolicy = .never
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.urlCredentialStorage = nil
    configuration.timeoutIntervalForRequest = noTimeout
    configuration.timeoutIntervalForResource = noTimeout
    configuration.httpMaximumConnectionsPerHost = most
    return configuration
  }

  /// Whether it takes another request.
  var hasRoom: Bool { tasks.count < Self.most }

  /// - Parameter frame: a call.
  func begin(_ frame: CallFrame) {
    guard let session, let request = frame.request.flatMap(Self.request) else {
      return relay.write(.failure(frame.call, "no request of https"))
    }
    let task = session.dataTask(with: request)
    tasks[frame.call] = task
    exchanges[task.taskIdentifier] = Exchange(number: frame.call)
    task.resume()
  }

  /// Nobody waits for that call any more, if it is one of these.
  func drop(_ call: UInt32) { tasks[call]?.cancel() }

  private static func request(_ request: Request) -> URLRequest? {
    guard let host = request.fields["Host"] else { return nil }
    let address = "https://\(host)\(request.target)"
    // Else the library would ask for something else than the relay does.
    guard let url = URL(string: address), url.absoluteString == address else { return nil }
    var made = URLRequest(url: url)
    made.httpMethod = request.method
    made.httpBody = Data(request.body)
    for field in request.fields where !["host", "content-length"].contains(field.name.lowercased()) {
      made.setValue(field.value, forHTTPHeaderField: field.name)
    }
    return made
  }

  private func finish(_ task: URLSessionTask, _ response: HTTPURLResponse?, _ error: (any Error)?) {
    guard let exchange = exchanges.removeValue(forKey: task.taskIdentifier) else { return }
    tasks[exchange.number] = nil
    relay.write(Self.outcome(of: exchange, response, error))
  }

  private static func outcome(of exchange: Exchange, _ response: HTTPURLResponse?, _ error: (any Error)?) -> CallFrame {
    if let mistake = exchange.mistake { return .failure(exchange.number, mistake) }
    if let error { return .failure(exchange.number, words(for: error)) }
    guard let response, (200..<1_000).contains(response.statusCode) else {
      return .failure(exchange.number, "the server's answer is no HTTP")
    }
    var answer = Response(status: response.statusCode, body: exchange.body)
    let seconds = response.value(forHTTPHeaderField: "Retry-After")
    if let seconds { try? answer.fields.add("Retry-After", seconds) }
    return .answer(exchange.number, answer)
  }

  /// The library's own, which tell what is wrong with a certificate; they are empty at times.
  private static func words(for error: any Error) -> String {
    let words = error.localizedDescription
    return words.isEmpty ? "the connection broke off (\((error as NSError).code))" : words
  }
}

extension Exchanges: URLSessionDataDelegate {
  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    hear(of: dataTask)
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    hear(of: dataTask)
    let id = dataTask.taskIdentifier
    guard let exchange = exchanges[id], exchange.mistake == nil else { return }
    guard exchange.body.count + data.count <= CallFrame.longestAnswer else {
      exchanges[id]?.body = []
      exchanges[id]?.mistake = "the body is too long"
      return dataTask.cancel()
    }
    exchanges[id]?.body.append(contentsOf: data)
  }

  private func hear(of task: URLSessionTask) {
    if let number = exchanges[task.taskIdentifier]?.number { relay.write(CallFrame(.heard, of: number)) }
  }

  /// Who answers elsewhere is somebody else.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  /// Who asks for a password gets none: that is the answer. What the library does by itself never ends.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    finish(task, challenge.failureResponse as? HTTPURLResponse, nil)
    completionHandler(.cancelAuthenticationChallenge, nil)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    finish(task, task.response as? HTTPURLResponse, error)
  }
}
