import JSON
import Testing

@Suite("The JSON writer")
struct JSONWriterTests {
  @Test("writes again what was read, whatever it is")
  func values() throws {
    let text =
      #"{"a":null,"b":true,"c":-1,"d":1.5,"":"\"\n🙂","f":[1,[],{},[{"x":[null,false]}],"y"],"g":{"h":[]},"i":0}"#
    let object = try JSONParser.parseObject(Array(text.utf8))
    let written = JSONWriter.object { writer in
      for member in object.members { writer.member(named: member.name, member.value) }
    }
    #expect(String(decoding: written, as: UTF8.self) == text)
  }
}
