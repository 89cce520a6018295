import Testing

@testable import Reports

@Suite struct HTMLWriterTests {
  @Test func escapesTextOnceAndEverywhere() {
    let node = HTMLNode.element(
      "p", ["title": "a \"b\" <c> & 'd'"], text: "a \"b\" <c> & 'd' &amp;")
    #expect(
      node.markup
        == "<p title=\"a &quot;b&quot; &lt;c&gt; &amp; 'd'\">"
        + "a &quot;b&quot; &lt;c&gt; &amp; 'd' &amp;amp;</p>\n")
  }

  /// The expected text is what `cmark` writes for a link to these characters.
  @Test func encodesAddressesAsCmarkDoes() {
    let address = ##"!"#$%&'()*+,-./0123456789:;=?@AZ[]^_`az{|}~ é"##
    #expect(
      HTMLNode.element("a", ["href": .url(address)]).markup
        == "<a href=\"!%22#$%&amp;&#x27;()*+,-./0123456789:;=?@AZ%5B%5D%5E_%60az%7B%7C%7D~%20%C3%A9\">"
        + "</a>")
  }

  @Test func writesAttributesInTheirOrder() {
    let node = HTMLNode.element("img", ["src": "b", "alt": "a"]).adding("title", "c")
    #expect(node.markup == #"<img src="b" alt="a" title="c" />"#)
  }

  @Test func closesEmptyElementsOnlyWhereThatIsAllowed() {
    #expect(HTMLNode.element("span").markup == "<span></span>")
    #expect(HTMLNode.element("hr").markup == "<hr />\n")
    #expect(
      HTMLNode.element("circle", [:], [.element("title", text: "x")]).markup
        == "<circle>\n<title>x</title>\n</circle>\n")
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (-0.004, "0"), (1, "1"), (1.5, "1.5"), (1.05, "1.05"), (-1.25, "-1.25"),
    (10.999, "11"), (0.01, "0.01"), (123456.789, "123456.79"), (1e300, "1000000"), (.nan, "0"),
    (-.infinity, "0"),
  ]) func writesCoordinatesShortly(number: Double, expected: String) {
    #expect(Coordinate.text(number) == expected)
  }
}
