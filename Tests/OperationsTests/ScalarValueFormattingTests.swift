import NotebookSyntax
import Operations
import Testing

@Suite struct ScalarValueFormattingTests {
  private func formatted(_ value: ScalarValue, _ format: String) throws -> String {
    let format = try #require(ValueFormat(format))
    return value.formatted(format)
  }

  @Test(arguments: [
    (0.73530, "0.7353"), (0.735349, "0.7353"), (1, "1"), (0, "0"), (-0.0, "0"), (12.5, "12.5"),
    (12345.678, "12346"), (1234.5678, "1235"), (999.96, "1000"), (0.00012345, "0.0001234"),
    (1e-5, "1e-05"), (1.23456e-300, "1.235e-300"), (1e15, "1e+15"), (-2.25, "-2.25"),
    (.leastNonzeroMagnitude, "4.941e-324"), (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "-∞"),
  ]) func showsFourSignificantDigitsUnlessAsked(number: Double, expected: String) {
    #expect(ScalarValue.real(number).formatted() == expected)
  }

  @Test(arguments: [
    (0.7353, ".3f", "0.735"), (0.0625, ".3f", "0.062"), (0.1875, ".3f", "0.188"),
    (2.5, ".0f", "2"), (3.5, ".0f", "4"), (1.005, ".2f", "1.00"), (2, "f", "2.000000"),
    (1_234_567.891, ",.2f", "1,234,567.89"), (-1234.5, ",.1f", "-1,234.5"),
    (-123, ",.0f", "-123"), (1_234_567.2, ",", "1,234,567"),
    (0.000123456, ".2e", "1.23e-04"), (123456, ".4g", "1.235e+05"), (0.5, ".4g", "0.5"),
    (0.1234, ".1%", "12.3%"), (1, "%", "100.000000%"), (2.5, "d", "2"), (-0.4, "d", "0"),
    (-0.0001, ".2f", "0.00"), (.nan, ".3f", "NaN"), (.infinity, ",.3f", "∞"),
  ]) func formatsRealsAsPythonDoes(number: Double, format: String, expected: String)
    throws
  {
    #expect(try formatted(.real(number), format) == expected)
  }

  @Test(arguments: [
    (100_836, ",", "100,836"), (999, ",", "999"), (-1_000, ",d", "-1,000"), (15, "d", "15"),
    (2, ".1f", "2.0"), (1, ".0%", "100%"), (Int.min, "d", "-9223372036854775808"),
  ]) func formatsIntegers(number: Int, format: String, expected: String) throws {
    #expect(try formatted(.integer(number), format) == expected)
  }

  @Test func keepsEveryDigitOfTheLargestNumber() throws {
    #expect(try formatted(.real(.greatestFiniteMagnitude), ".17f").count == 309 + 1 + 17)
  }

  @Test func leavesTextsAlone() throws {
    #expect(ScalarValue.text("9999").formatted() == "9999")
    #expect(try formatted(.text("1000"), ",.2f") == "1000")
  }
}
