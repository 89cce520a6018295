import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import TestSupport
import Testing

@testable import Reports

/// What a page has besides the text: contents, numbers, words of its own.
@Suite struct PageTests {
  /// The page of a notebook of headings, one for each level that is given.
  private func page(_ levels: [Int], _ change: (inout FrontMatter) -> Void = { _ in }) -> String {
    var run = SampleRun.run()
    run.cells = []
    run.notebook.frontMatter = FrontMatter()
    run.notebook.frontMatter.title = [.text("Title")]
    change(&run.notebook.frontMatter)
    run.notebook.blocks = SampleRun.prose(
      levels.enumerated().map { .heading(level: $1, [.text("H\($0)")], id: nil) })
    return madePage(run)
  }

  /// The contents' links as their words, indented by how deep they stand.
  private func contents(_ page: String) throws -> [String] {
    guard let start = page.range(of: "<nav"), let end = page.range(of: "</nav>") else { return [] }
    var depth = -1
    var lines: [String] = []
    for line in page[start.upperBound..<end.lowerBound].split(separator: "\n") {
      if line.contains("<ol>") { depth += 1 }
      if line.contains("</ol>") { depth -= 1 }
      guard let link = line.range(of: "<a ") else { continue }
      let words = line[link.lowerBound...].replacing(#/<[^>]*>/#, with: "")
      lines.append(String(repeating: " ", count: depth) + words)
    }
    return lines
  }

  @Test func listsHeadingsAsTheyStandInEachOther() throws {
    #expect(try contents(page([1, 2, 2, 1, 2])) == ["H0", " H1", " H2", "H3", " H4"])
    #expect(try contents(page([2, 4, 3, 2, 1])) == ["H0", " H1", " H2", "H3", "H4"])
  }

  @Test func showsAsManyLevelsAsItIsToldTo() throws {
    #expect(try contents(page([1, 2, 3, 4])) == ["H0", " H1", "  H2"])
    #expect(try contents(page([1, 2, 3, 4]) { $0.contentsDepth = 4 }).count == 4)
    #expect(try contents(page([1, 2, 1, 1]) { $0.contentsDepth = 1 }) == ["H0", "H2", "H3"])
  }

  @Test func hasNoContentsForAFewHeadingsOrWhereTheyAreNotWanted() throws {
    #expect(try contents(page([1, 2])) == [])
    #expect(try contents(page([1, 2, 2]) { $0.contentsDepth = 1 }) == [])
    #expect(try contents(page([1, 1, 1, 1]) { $0.hasContents = false }) == [])
  }

  @Test func numbersSections() throws {
    let numbered = page([1, 2, 2, 1, 3, 2]) { $0.numbersSections = true }
    #expect(
      try contents(numbered) == ["1 H0", " 1.1 H1", " 1.2 H2", "2 H3", " 2.1 H4", " 2.2 H5"])
    #expect(numbered.contains("<span class=\"section-number\">1.2</span> H2"))
    #expect(!page([1, 2, 2]).contains("class=\"section-number\""))
  }

  @Test(arguments: [
    ([2, 3], "h2 h3"), ([1, 2], "h2 h3"), ([3, 4], "h2 h3"), ([1, 6], "h2 h6"),
  ])
  func putsHeadingsUnderTheTitle(_ levels: [Int], _ expected: String) {
    let headings = page(levels).matches(of: #/<(h[1-6]) id="h/#).map { String($0.1) }
    #expect(headings.joined(separator: " ") == expected)
  }

  @Test func takesTheOnlyHighestHeadingForTheTitleAndNotForASection() throws {
    let titled = page([1, 2, 2, 2]) {
      $0.title = nil
      $0.numbersSections = true
    }
    #expect(titled.contains("<h1 id=\"h0\">H0<a"))
    #expect(try contents(titled) == ["1 H1", "2 H2", "3 H3"])
    let several = page([1, 1, 2]) { $0.title = nil }
    #expect(try contents(several) == ["H0", "H1", " H2"])
  }

  @Test func hasNoLinkInALink() throws {
    var run = SampleRun.run()
    run.cells = []
    let link = MarkdownInline.link(destination: "/x", title: "", [.text("there")])
    let picture = MarkdownInline.image(
      source: "https://example.org/a.png", title: "", alt: [.text("a map")])
    run.notebook.blocks = SampleRun.prose(
      [.paragraph([.link(destination: "/y", title: "", [picture])])]
        + (0..<3).map { .heading(level: 1, [.text("See \($0) "), link], id: nil) })
    let page = madePage(run)
    #expect(try contents(page) == ["See 0 there", "See 1 there", "See 2 there"])
    #expect(page.contains("<p><a href=\"/y\">a map</a></p>"))
    let nested = page.matches(of: #/<a [^>]*>(?:(?!<\/a>).)*<a /#)
    #expect(nested.isEmpty)
  }

  @Test func speaksTheLanguageOfTheNotebook() {
    func words(_ language: String) -> String {
      var run = SampleRun.run()
      run.notebook.frontMatter.language = language
      return madePage(run).components(separatedBy: "</style>").last ?? ""
    }
    let german = words("de-AT")
    for word in [
      "Zum Inhalt springen", "Hell", "Herkunft", "Zelle model", "Quelltext von",
      "Daten des Diagramms", "unvollständig", "ist fehlgeschlagen", "6 weitere Zeilen",
      "nicht vorhanden", "Liniendiagramm: mean squared error nach epoch", "CSV, 10 Zeilen",
      "<span lang=\"en\">'embeddings' failed</span>",
    ] {
      #expect(german.contains(word), "\(word)")
    }
    for word in [
      "Skip", "Provenance", "Parameters of", "Source of", "Data of", "Not run", "Line plot",
    ] {
      #expect(!german.contains(word), "\(word)")
    }
    #expect(!words("en-GB").contains("lang=\"en\""))
    #expect(words("fr").contains("<fieldset class=\"theme\" lang=\"en\">"))
  }

  @Test func weighsItsParts() throws {
    var run = SampleRun.run()
    run.notebook.blocks += SampleRun.prose([
      .paragraph([.image(source: "big.png", title: "", alt: [.text("x")])])
    ])
    let bytes = [UInt8](repeating: 7, count: 30_000)
    let report = Report(run, version: "0.0") { EmbeddedImage(path: $0, bytes: bytes) }
    let page = HTMLPage(report).written
    let weight = page.weight
    #expect(weight.total == page.text.utf8.count)
    #expect(weight.parts.reduce(0) { $0 + $1.bytes } == weight.total)
    #expect(weight.parts.map(\.bytes) == weight.parts.map(\.bytes).sorted(by: >))
    #expect(weight.parts[0].kind == .picture("big.png"))
    #expect((40_000...40_100).contains(weight.parts[0].bytes))
    let model = try #require(weight.parts.first { $0.kind == .cell("model") })
    #expect(model.range != nil && model.bytes > 1000)
  }

  @Test func weighsFontsApartFromRules() {
    let rules = "p { color: red }\n@font-face { src: url(data:font/woff2;base64,AAAA) }\n"
    let weight = PageWeight(of: rules + "text", styleSheet: rules, parts: [])
    let sizes = Dictionary(uniqueKeysWithValues: weight.parts.map { ($0.kind, $0.bytes) })
    #expect(sizes == [.fonts: 51, .styleSheet: 19, .text: 4])
  }
}
