import JSON
import NetClient
import WebSocket

@testable import ChatClient

/// A transport over another one that hands on what comes there. Subclasses alter that.
class AlteringTransport: Transport, TransportObserver {
  weak var observer: (any TransportObserver)?
  private let inner: any Transport

  init(_ inner: any Transport) {
    self.inner = inner
    inner.observer = self
  }

  func open() { inner.open() }
  func send(_ json: [UInt8]) { inner.send(json) }
  func probe() { inner.probe() }
  func close(_ code: CloseCode) { inner.close(code) }
  func abandon() { inner.abandon() }

  func transportOpened(_ transport: any Transport) { observer?.transportOpened(self) }
  func transportHeard(_ transport: any Transport) { observer?.transportHeard(self) }
  func transport(_ transport: any Transport, received object: JSONObject) { received(object) }
  func transport(_ transport: any Transport, ended end: ConnectionEnd) { observer?.transport(self, ended: end) }

  func received(_ object: JSONObject) { handOn(object) }
  func handOn(_ object: JSONObject) { observer?.transport(self, received: object) }
}
