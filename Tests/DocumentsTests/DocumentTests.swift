import Documents
import Files
import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import Reports
import TestSupport
import Testing

@Suite struct DocumentTests {
  @Test func isReadCheckedTypesetRunAndReported() async throws {
    try await withDocument("# Sum\n\n$1 + 1$\n\n```{add}\na: 1\nb: 1\n```\n\nIt is `{add.sum}`.\n")
    {
      let document = try Document($0, operations: [Add.self], settings: settings)
      #expect(document.isRunnable && document.problems.isEmpty)
      let run = await document.run()
      #expect(run.quoted["add.sum"] == .integer(2))
      let report = document.report(of: run, version: "0")
      #expect(report.name == "sum")
      let files = [any ReportWriter].all.flatMap { $0.files(of: report) }
      #expect(files.map(\.name) == ["sum.html", "sum.json"])
      #expect(files[0].text.contains("It is 2.") && files[0].text.contains("<math"))
    }
  }

  @Test func tellsOfAllThatIsWrongInTheOrderOfTheText() async throws {
    try await withDocument("$\\frac{1}$\n\n```{add}\na: x\n```\n\n![A cat](cat.png)\n\n$^2^$\n") {
      let document = try Document($0, operations: [Add.self], settings: settings)
      #expect(!document.isRunnable)
      let lines = document.problems.map(\.range.start.line)
      #expect(lines == lines.sorted() && Set(lines) == [1, 3, 4, 7, 9])
    }
  }

  @Test func letsNoCellWriteTheNotebookOrItsReport() async throws {
    for (name, words) in [("sum.md", "the notebook itself"), ("out/sum.html", "the report itself")]
    {
      try await withDocument("```{keep}\npath: \(name)\n```\n") { path in
        let folder = path.dropLast("/sum.md".count)
        var settings = settings
        settings.outputFolder = "\(folder)/out"
        settings.formats = ["html"]
        let document = try Document(path, operations: [Keep.self], settings: settings)
        #expect(document.problems.map(\.message) == ["'\(name)' is \(words)"])
      }
    }
  }

  @Test func saysWhyAFileCanNotBeRead() async throws {
    await #expect(throws: FileError.self) {
      try await withTemporaryDirectory {
        _ = try Document($0.path + "/nothing.md", operations: [])
      }
    }
    await #expect(throws: Diagnostics.self) {
      try await withDocument(bytes: [0x61, 0xE9, 0x62]) { _ = try Document($0, operations: []) }
    }
  }

  private var settings: Document.Settings { Document.Settings(cache: nil) }

  private func withDocument(_ text: String, _ body: (String) async throws -> Void) async throws {
    try await withDocument(bytes: Array(text.utf8), body)
  }

  private func withDocument(
    bytes: [UInt8], _ body: (_ path: String) async throws -> Void
  ) async throws {
    try await withTemporaryDirectory { folder in
      let file = folder.appending(component: "sum.md")
      try Data(bytes).write(to: file)
      try await body(file.path)
    }
  }
}

private struct Sum: Presentable {
  static let typeDescription = "a sum"
  static let resultValues: [ResultValue<Self>] = [.integer("sum") { $0.value }]
  var value: Int
  var outputs: [Output] { [.text("\(value)")] }
}

private struct Add: NotebookOperation {
  static let name = "add"
  static let summary = "Adds numbers."
  @Parameter("A number.") var a: Int
  @Parameter("Another.") var b: Int

  func run(in context: OperationContext) async throws -> Sum { Sum(value: a + b) }
}

private struct Keep: NotebookOperation {
  static let name = "keep"
  static let summary = "Would write a file."
  @Parameter("Its path from the notebook's folder.") var path: String

  func files(in context: CheckContext) -> [FileUse] {
    guard let place = $path else { return [] }
    return [FileUse(.writes, path, path: context.resolve(path: path), at: place)]
  }

  func run(in context: OperationContext) async throws -> Sum { Sum(value: 0) }
}
