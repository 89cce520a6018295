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

  @Test func leavesNoSnapshotBehind() throws { try expectNoUnusedSnapshots() }

  /// The files around the notebook, with their sizes.
  private static let files = [
    "map.png": 1000, "Tower.JPEG": 1000, "my map.png": 1000, "plan.pdf": 1000,
    "images/bridge.png": 1_000_000, "images/tower.png": 1, "../large.jpg": 2_345_678,
  ]

  private let pictures = PictureFiles(
    size: { files[$0] },
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
      return NotebookRunner(registry: registry, pictures: pictures)
        .check(notebook, overrides: overrides, problems: problems).problems
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
