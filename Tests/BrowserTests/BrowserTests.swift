import Foundation
import TestSupport
import Testing

@Suite struct BrowserPresenceTests {
  @Test func isThereWhereItIsRequired() {
    #expect(
      Browser.path != nil || !Browser.isRequired,
      "NBRUN_REQUIRE_BROWSER is set and there is no Chromium; './setup --browser' installs it")
  }
}

private let pictureFolder = ProcessInfo.processInfo.environment["REPORT_PICTURES"]

/// Reports as a browser shows them, with scripts off.
@Suite(
  .serialized,
  .enabled(
    if: Browser.path != nil,
    "pages are not looked at: there is no Chromium; './setup --browser' installs it"))
struct BrowserTests {
  @Test(.timeLimit(.minutes(5)), arguments: OpenedReport.allCases)
  func showsAReport(_ report: OpenedReport) async throws {
    try await open(report) { page in
      for check in ["headings", "structure", "focus"] {
        let problems = try page.problems(check)
        #expect(problems == [])
      }
      #expect(try page.unnamed() == [])
      for width in [320, 400, 800, 1200] {
        try page.show(width: width)
        for check in ["overflow", "drawings"] {
          let problems = try page.problems(check)
          #expect(problems == [], "at \(width) pixels")
        }
      }
      for isDark in [false, true] {
        try page.show(systemIsDark: isDark)
        let problems = try page.problems("contrast")
        #expect(problems == [], "in the \(isDark ? "dark" : "light")")
      }
      #expect(page.messages == [])
      #expect(page.requests == [])
    }
  }

  /// For the eye: `REPORT_PICTURES=/tmp swift test --filter BrowserTests`.
  @Test(
    .enabled(if: pictureFolder != nil, "set REPORT_PICTURES to a folder"),
    arguments: OpenedReport.allCases)
  func takesPictures(_ report: OpenedReport) async throws {
    let folder = URL(fileURLWithPath: try #require(pictureFolder))
    try await open(report) { page in
      for (width, isDark) in [(1200, false), (1200, true), (800, false), (400, true)] {
        try page.show(width: width)
        try page.show(systemIsDark: isDark)
        let name = "\(report)-\(width)-\(isDark ? "dark" : "light").png"
        try page.picture().write(to: folder.appending(path: name))
      }
      try page.show(width: 1200)
      // What was opened, to be looked at by hand.
      let markup = try #require(try page.evaluate("document.documentElement.outerHTML") as? String)
      try Data(markup.utf8).write(to: folder.appending(path: "\(report).html"))
      try page.show(media: "print", systemIsDark: true)
      try page.printed().write(to: folder.appending(path: "\(report).pdf"))
    }
  }

  @Test(.timeLimit(.minutes(5))) func followsTheSystemOrTheSwitch() async throws {
    try await open(.everything) { page in
      func isDark() throws -> Bool {
        let brightness = try #require(try page.evaluate("pageChecks.brightness") as? Double)
        return brightness < 0.5
      }
      for systemIsDark in [false, true] {
        try page.show(systemIsDark: systemIsDark)
        #expect(try isDark() == systemIsDark)
      }
      let takeFocus = "document.querySelector('[name=theme]:checked').focus()"
      // From "as the system" to the right, as with any radio buttons.
      try page.evaluate(takeFocus)
      try page.press("ArrowRight", code: 39)
      #expect(try !isDark(), "The reader chose light while the system is dark")
      try page.show(systemIsDark: false)
      try page.press("ArrowRight", code: 39)
      #expect(try isDark(), "The reader chose dark while the system is light")
      #expect(try page.problems("contrast") == [])
      try page.show(media: "print", systemIsDark: true)
      #expect(try !isDark(), "Paper is light")
      try page.show(systemIsDark: false)
      // Paper has no buttons, and so nothing that could keep the focus.
      try page.evaluate(takeFocus)
      try page.press("ArrowRight", code: 39)
      #expect(try !isDark(), "As the system again")
    }
  }

  @Test(.timeLimit(.minutes(5))) func unfoldsByKeyboard() async throws {
    try await open(.everything) { page in
      try page.evaluate("document.querySelector('.cell .fold > summary').focus()")
      try page.press("Enter", code: 13, text: "\r")
      #expect(try page.evaluate("document.querySelector('.cell .fold').open") as? Bool == true)
    }
  }

  @Test(.timeLimit(.minutes(5))) func putsTheContentsAtTheSideOrFoldsThem() async throws {
    try await open(.everything) { page in
      func left(_ selector: String) throws -> Double {
        let box = "document.querySelector('\(selector)').getBoundingClientRect()"
        return try #require(try page.evaluate("\(box).left") as? Double)
      }
      let isListed = "document.querySelector('.contents ol').checkVisibility()"
      let isFold = "document.querySelector('.contents summary').checkVisibility()"
      try page.show(width: 1200)
      #expect(try left(".contents") < left("main") - 150)
      #expect(try page.evaluate(isFold) as? Bool == false)
      #expect(
        try page.evaluate("document.querySelector('.contents a').getBoundingClientRect().height")
          as? Double ?? 0 > 10)
      try page.show(width: 800)
      #expect(try left(".contents") == left("main"))
      #expect(try page.evaluate(isListed) as? Bool == false)
      #expect(try page.evaluate(isFold) as? Bool == true)
    }
  }

  @Test(.timeLimit(.minutes(5))) func printsWhatIsFolded() async throws {
    try await open(.everything) { page in
      try page.show(media: "print", systemIsDark: true)
      func height(_ selector: String) throws -> Double {
        let box = "document.querySelector('\(selector)').getBoundingClientRect()"
        return try #require(try page.evaluate("\(box).height") as? Double)
      }
      #expect(try height(".cell .fold .source") > 20)
      #expect(try height("footer .fold dl") > 10)
      for hidden in [".theme", ".contents", ".skip", ".cell .data"] {
        #expect(try height(hidden) == 0, "\(hidden)")
      }
      #expect(try page.printed().starts(with: Data("%PDF".utf8)))
    }
  }

  @Test(.timeLimit(.minutes(5))) func tellsNumbersUnderThePointer() async throws {
    try await open(.gallery) { page in
      for (cell, words) in [
        ("long_line", "sample "), ("interval", "epoch "), ("bars", "2014, ratings: 1439"),
        ("heat_map", "user 4, film by item k-NN: 4"),
      ] {
        // In the middle of the drawing, where each of these has something.
        let title =
          try page.evaluate(
            """
            (() => {
              const drawing = document.querySelector('#cell-\(cell) svg');
              drawing.scrollIntoView({ block: 'center' });
              const box = drawing.getBoundingClientRect();
              const height = '\(cell)' === 'bars' ? 0.75 : 0.62;
              const there = document.elementFromPoint(
                box.left + box.width * 0.52, box.top + box.height * height);
              return there.querySelector('title')?.textContent ?? there.outerHTML.slice(0, 200);
            })()
            """) as? String
        let isTold = title?.hasPrefix(words) == true
        #expect(isTold, "\(cell): \(title ?? "nothing")")
      }
    }
  }

  /// What is wider would make the browser shrink all of the pages.
  @Test(.timeLimit(.minutes(5)), arguments: [OpenedReport.everything, .gallery])
  func fitsOnPaper(_ report: OpenedReport) async throws {
    try await open(report) { page in
      try page.show(media: "print", systemIsDark: false)
      // A4 without its margins, at 96 dots to an inch.
      try page.show(width: 590)
      for check in ["overflow", "drawings", "contrast"] {
        let problems = try page.problems(check)
        #expect(problems == [])
      }
    }
  }

  @Test(.timeLimit(.minutes(5))) func findsWhatIsWrong() async throws {
    let wrong = """
      <!doctype html><html><head><title>x</title><style>p { color: #aaa }</style></head><body>
      <h1>A</h1><h3>B</h3><p>pale</p><img src="https://localhost:1/x.png">
      <pre>a line that is much too long for the width of a telephone, and doesn't scroll</pre>
      <a href="#nowhere"></a><main></main><script>document.title = ""</script></body></html>
      """
    try await open(markup: wrong) { page in
      try page.show(width: 320)
      for check in ["headings", "structure", "overflow", "contrast"] {
        #expect(try !page.problems(check).isEmpty, "\(check)")
      }
      #expect(try page.unnamed() == ["A link without a name"])
      #expect(page.requests == ["https://localhost:1/x.png"])
      #expect(!page.messages.isEmpty)
      #expect(try page.evaluate("document.title") as? String == "x", "No script runs")
    }
  }

  private func open(_ report: OpenedReport, _ body: (OpenPage) throws -> Void) async throws {
    let markup = try await report.page()
    #expect(LoadedAddresses.find(in: markup) == [])
    try await open(markup: markup, body)
  }

  private func open(markup: String, _ body: (OpenPage) throws -> Void) async throws {
    try await withTemporaryDirectory { folder in
      let browser = try Browser(in: folder)
      defer { browser.close() }
      try body(try OpenPage(markup, in: folder, browser))
    }
  }
}
