import ChatProtocol

// Taking one's identity to another device.
extension Client {
  func device(id: String?) {
    guard let identity else { return answer(nil) }
    if let refusal = hub.accounts.refusalOfCode(for: identity.record, isOperator: isOperator) {
      return refuse(refusal, id: id)
    }
    whenSure { refusal in
      if let refusal { return self.refuse(refusal, id: id) }
      self.hub.accounts.makeCode(for: identity) { result in
        switch result {
        case .success(let code): self.tell(code, id: id)
        case .failure(let refusal): self.refuse(refusal, id: id)
        }
      }
    }
  }

  private func tell(_ code: String, id: String?) {
    answer("device", id: id) { writer in
      writer.member("code", code)
      writer.member("within", DeviceCode.lifetime * 1_000)
    }
  }
}
