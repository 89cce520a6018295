import NotebookRunner
import NotebookSyntax
import TestSupport
import Testing

@Suite struct DiagnosticTests {
  @Test(arguments: diagnosticFixtures)
  func pointsAtEveryMistake(_ fixture: DiagnosticFixture) {
    let marked = MarkedText(fixture.marked.replacing("\r\n", with: "\n").withoutByteOrderMark)
    #expect(problems(of: fixture).map(\.range.bytes.lowerBound) == marked.offsets)
  }

  @Test func wordsEveryMistake() throws {
    let texts = diagnosticFixtures.map { fixture in
      let problems = problems(of: fixture).map(\.description).joined(separator: "\n")
      return "### \(fixture.name)\n\n\(problems)\n"
    }
    try expectSnapshot(texts.joined(separator: "\n"), named: "diagnostics.txt")
  }

  @Test func refusesOverridesThatTheNotebookDoesNotKnow() throws {
    let fixture = DiagnosticFixture(
      "", arguments: ["siz=3", "nothing", "size=[1, 2", "size=1", "size=2"],
      "---\nparams:\n  size: 3\n---\n\n`{params.size}`\n")
    let text = problems(of: fixture).map(\.description).joined(separator: "\n")
    try expectSnapshot(text + "\n", named: "overrides.txt")
  }

  @Test func refusesTextThatParametersMakeTooLong() {
    let long = String(repeating: "x", count: 1000)
    let many = String(repeating: "${a}", count: 1001)
    let fixture = DiagnosticFixture(
      "", "---\nparams:\n  a: \(long)\n---\n\n```{show}\n#| alt: \(many)\nvalue: \(many)\n```\n")
    let found = problems(of: fixture).filter { $0.code == .textTooLong }
    #expect(
      found.map(\.message) == [
        "With its parameters put in, the text has 1001000 bytes",
        "With its parameters put in, the text has 1001000 bytes",
      ])
  }

  @Test func leavesNoSnapshotBehind() throws { try expectNoUnusedSnapshots() }

  /// The files around the notebook, with their sizes.
  private static let files = [
    "map.png": 1000, "Tower.JPEG": 1000, "my map.png": 1000, "plan.pdf": 1000,
    "images/bridge.png": 1_000_000, "images/tower.png": 1, "../large.jpg": 2_345_678,
    "empty.png": 0, "pointer.png": 130, "cut.jpg": 5, "page.gif": 60, "bare.svg": 60,
    "drawing.png": 60, "photo.png": 10, "noise.webp": 3,
  ]

  /// What is in files that are no pictures, or others than their names say.
  private static let contents = [
    "empty.png": "", "pointer.png": "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    "page.gif": "<!DOCTYPE html>\n<html><body>404</body></html>\n",
    "bare.svg": "<svg width=\"100\" height=\"50\"><rect/></svg>\n",
    "drawing.png": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
  ].mapValues { Array($0.utf8) }
    .merging([
      "cut.jpg": [0xFF, 0xD8, 0xFF, 0xE0, 0x00], "photo.png": Self.jpeg,
      "noise.webp": [0x01, 0xFF, 0x00],
    ]) { $1 }

  private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDA, 0x00, 0x02, 0xFF, 0xD9]

  /// The least that a whole picture has.
  private static func picture(_ path: String) -> [UInt8] {
    path.lowercased().hasSuffix("g") && !path.hasSuffix(".png")
      ? jpeg : [0x89] + Array("PNG\r\n\u{1A}\n\0\0\0\0IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
  }

  private let pictures = PictureFiles(
    size: { files[$0] },
    contents: { contents[$0] ?? picture($0) },
    names: { folder in
      let prefix = folder == "." ? "" : "\(folder)/"
      return files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        .filter { !$0.contains("/") }
    })

  /// Reads a fixture as a file is read, where its replacement characters are wrong bytes.
  private func problems(of fixture: DiagnosticFixture) -> [Diagnostic] {
    let text = MarkedText(fixture.marked).text
    let bytes = text.unicodeScalars.flatMap { $0 == "\u{FFFD}" ? [0xE9] : Array(UTF8.encode($0)!) }
    var problems: [Diagnostic] = []
    var overrides = ParameterOverrides()
    for argument in fixture.arguments { overrides.add(argument: argument, problems: &problems) }
    do throws(Diagnostics) {
      let file = try SourceFile(path: "n.md", bytes: bytes)
      let notebook = Notebook(reading: file, problems: &problems)
      return CheckedNotebook(
        notebook, operations: operations,
        settings: CheckSettings(overrides: overrides, pictures: pictures), problems: problems
      ).problems
    } catch {
      return problems + error.all
    }
  }
}

extension String {
  fileprivate var withoutByteOrderMark: String {
    hasPrefix("\u{FEFF}") ? String(dropFirst()) : self
  }
}
