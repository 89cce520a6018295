import Foundation
import Testing

@testable import Operations

@Suite struct JSONValueTests {
  @Test(arguments: [
    (0.1, "0.1"), (1, "1.0"), (1e-7, "1e-07"), (1.7976931348623157e308, "1.7976931348623157e+308"),
    (.nan, "null"), (-.infinity, "null"),
  ]) func writesTheShortestDigitsThatReadBack(number: Double, expected: String) {
    #expect(JSONValue.real(number).text == expected)
  }

  @Test func escapesWhatJSONMustNotHold() throws {
    let text = "a \"b\" \\ \n \r \t \u{0} \u{1F} \u{7F} é 😀 \u{2028} </script>"
    let read = try JSONSerialization.jsonObject(
      with: Data(JSONValue.array([.string(text)]).text.utf8))
    #expect(read as? [String] == [text])
  }

  @Test func keepsTheOrderOfKeys() {
    let value = JSONValue.object([("b", .integer(1)), ("a", .array([.null, .bool(true)]))])
    #expect(value.text == "{\n  \"b\": 1,\n  \"a\": [null, true]\n}")
  }
}
