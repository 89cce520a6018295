import NotebookSyntax
import Operations
import Testing

@testable import Reports

/// What is expected here is what `cmark` 0.30.2 writes for the Markdown above each case.
@Suite struct MarkdownRendererTests {
  private func html(_ contents: MarkdownBlock.Content...) -> String {
    var renderer = MarkdownRenderer()
    return renderer.render(contents.map(SampleRun.block)).markup
  }

  private func paragraph(_ text: String) -> MarkdownBlock {
    SampleRun.block(.paragraph([.text(text)]))
  }

  // # Hi "there" & <b>
  @Test func rendersHeadings() {
    #expect(
      html(.heading(level: 1, [.text("Hi \"there\" & "), .html("<b>")], id: nil))
        == "<h1>Hi &quot;there&quot; &amp; <!-- raw HTML omitted --></h1>\n")
  }

  @Test func rendersRunningText() {
    #expect(
      html(
        .paragraph([
          .text("para "), .emphasis([.text("em")]), .text(" "), .strong([.text("st")]),
          .code("c<\""), .softBreak, .text("soft"), .lineBreak, .text("hard"),
        ]))
        == "<p>para <em>em</em> <strong>st</strong><code>c&lt;&quot;</code>\nsoft<br />\nhard</p>\n"
    )
  }

  // [l](http://a.b/?x=1&y=%20'é "ti&\"t") ![al *t* `c`](j "t")
  @Test func rendersLinksAndImages() {
    #expect(
      html(
        .paragraph([
          .link(destination: "http://a.b/?x=1&y=%20'é", title: "ti&\"t", [.text("l")]),
          .text(" "),
          .image(
            source: "j", title: "t",
            alt: [.text("al "), .emphasis([.text("t")]), .softBreak, .code("c")]),
        ]))
        == "<p><a href=\"http://a.b/?x=1&amp;y=%20&#x27;%C3%A9\" title=\"ti&amp;&quot;t\">l</a> "
        + "<img src=\"j\" alt=\"al t c\" title=\"t\" /></p>\n")
  }

  @Test(arguments: [
    "javascript:alert(1)", "JavaScript:x", "vbscript:x", "file:///etc/passwd", "data:text/html,x",
    "data:image/svg+xml,x",
  ]) func emptiesDangerousAddresses(address: String) {
    #expect(
      html(.paragraph([.link(destination: address, title: "", [.text("x")])]))
        == "<p><a href=\"\">x</a></p>\n")
  }

  @Test(arguments: ["data:image/png;base64,xx", "data:image/GIF,x", "data:image/webp,x", "/a:b"])
  func keepsHarmlessAddresses(address: String) {
    #expect(
      html(.paragraph([.image(source: address, title: "", alt: [])]))
        == "<p><img src=\"\(address)\" alt=\"\" /></p>\n")
  }

  @Test func rendersTightAndLooseLists() {
    let nested = MarkdownList(start: nil, isTight: true, items: [[paragraph("b")]])
    let tight = MarkdownList(
      start: 3, isTight: true,
      items: [[paragraph("a"), SampleRun.block(.list(nested))], [], [paragraph("c")]])
    let loose = MarkdownList(start: 1, isTight: false, items: [[paragraph("d")]])
    #expect(
      html(.list(tight), .list(loose)) == """
        <ol start="3">
        <li>a
        <ul>
        <li>b</li>
        </ul>
        </li>
        <li></li>
        <li>c</li>
        </ol>
        <ol>
        <li>
        <p>d</p>
        </li>
        </ol>

        """)
  }

  @Test func rendersQuotesRulesAndCode() {
    #expect(
      html(
        .quote([paragraph("q"), SampleRun.block(.code(info: "", text: ""))]), .thematicBreak,
        .code(info: "swift foo", text: "let a = \"<\"\n"), .html("<div>\n</div>")) == """
          <blockquote>
          <p>q</p>
          <pre><code></code></pre>
          </blockquote>
          <hr />
          <pre><code class="language-swift">let a = &quot;&lt;&quot;
          </code></pre>
          <!-- raw HTML omitted -->

          """)
  }

  @Test func letsRawHTMLThroughOnlyWhenAllowed() {
    var renderer = MarkdownRenderer(MarkdownSetting(allowsRawHTML: true))
    let block = SampleRun.block(.html("<video src=\"a\"></video>\n"))
    #expect(renderer.render([block]).markup == "<video src=\"a\"></video>\n")
  }

  @Test func showsValuesAndSaysWhichAreMissing() {
    let text = ReportText(values: ["model.test.mse": .text("<0.735>")])
    let renderer = MarkdownRenderer(MarkdownSetting(text: text))
    let inlines = [SampleRun.value("model.test.mse"), .text(" "), SampleRun.value("svd.rank")]
    #expect(
      renderer.render(inlines).markup
        == "&lt;0.735&gt; <span class=\"unavailable\">[svd.rank not available]</span>")
    #expect(text.plain(inlines) == "<0.735> [svd.rank not available]")
  }

  @Test func givesEachHeadingItsOwnAddress() throws {
    let main = try mainPart(of: "## Users & items\n\n## Users & items\n")
    #expect(main.contains("<h2 id=\"users-items\">"))
    #expect(main.contains("<h2 id=\"users-items-2\">"))
  }

  /// A heading with the words of something else on the page has a name of its own.
  @Test func givesEachThingItsOwnAddress() throws {
    let page = page(
      of: "# Main\n\n# eq-a\n\n# Footnote 1\n\n$$x$$ {#eq-a}\n\nText[^1].\n\n[^1]: Note.\n")
    let names = page.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(names.count == Set(names).count && names.contains("eq-a-2"))
  }

  /// `<Float>` is no element of HTML's, and text.
  @Test func keepsWhatOnlyLooksLikeTags() throws {
    let page = page(
      of: "---\ntitle: Array<Float> in Swift\n---\n\n# Set<Int>\n\nUse Map<K> here.\n")
    #expect(page.contains("<title>Array&lt;Float&gt; in Swift</title>"))
    #expect(page.contains("<h1>Array&lt;Float&gt; in Swift</h1>"))
    #expect(page.contains("<h2 id=\"setint\">Set&lt;Int&gt;"))
    #expect(page.contains("<p>Use Map&lt;K&gt; here.</p>"))
    #expect(!page.contains("omitted"))
  }

  @Test(arguments: [
    ("Alternating least squares", "alternating-least-squares"), ("  A -- B!  ", "a-b"),
    ("Übung 3: λ > 0", "übung-3-λ-0"), ("$$", "section"),
    ("Cell model", "section-cell-model"),
  ]) func makesAddressesOfWords(words: String, expected: String) {
    #expect(PageAnchors.slug(of: words) == expected)
  }
}
