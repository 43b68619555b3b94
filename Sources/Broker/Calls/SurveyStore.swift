/// Counts a page of what the store has, and tells of the rooms in it. Who begins with cursor 0 and goes on with each answer's
/// `next` until that is 0 has seen everything that was there all the time; while the store changes, something may be seen
/// twice. A page takes Redis about a millisecond, however much there is; without Redis each page looks at all rooms' names.
package struct SurveyStore: BrokerCall {
  /// 0, or what an answer told.
  package let cursor: UInt64
  /// Whether nothing but rooms is looked for, which is much sooner done: most keys are of requests. No kinds are told then.
  package let isOfRooms: Bool

  package init(from cursor: UInt64, ofRooms: Bool = false) {
    self.cursor = cursor
    isOfRooms = ofRooms
  }

  package typealias Reply = StoreSurvey

  package func run(on backend: some BrokerBackend, reply: @escaping Completion) {
    backend.run(self, reply: reply)
  }
}
