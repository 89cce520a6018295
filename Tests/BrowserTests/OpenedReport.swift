import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Reports

/// The reports that are opened in a browser.
enum OpenedReport: String, CaseIterable {
  case everything, failures, gallery, als, plain

  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let folder = tests.appending(path: "Notebooks")

  /// The page, made as nbrun makes it.
  func page() async throws -> String {
    let source = try source()
    var problems: [Diagnostic] = []
    var overrides = ParameterOverrides()
    if self == .als {
      for argument in ["dataset=planted", "epochs=2", "factors=5"] {
        overrides.add(argument: argument, problems: &problems)
      }
    }
    guard problems.isEmpty else { throw Diagnostics(problems) }
    let checked = CheckedNotebook(
      source, operations: .recommenders + [Fail.self, Gallery.self],
      settings: CheckSettings(overrides: overrides))
    guard checked.isRunnable else { throw Diagnostics(checked.problems) }
    let run = await checked.run(RunSettings(threads: 2))
    let typeset = TypesetNotebook(checked.notebook, cache: nil)
    let report = Report(run, version: "0.0", typeset: typeset) { path in
      (try? Data(contentsOf: Self.folder.appending(path: path)))
        .flatMap { EmbeddedImage(path: path, bytes: Array($0)) }
    }
    return HTMLReport().text(of: report)
  }

  private func source() throws -> SourceFile {
    let file =
      switch self {
      case .als: Self.tests.appending(components: "..", "..", "notebooks", "als.md")
      case .everything, .failures, .gallery, .plain: Self.folder.appending(path: "\(rawValue).md")
      }
    return try SourceFile(path: file.lastPathComponent, bytes: Array(Data(contentsOf: file)))
  }
}

/// A cell that can't be right.
struct Fail: NotebookOperation {
  static let name = "fail"
  static let summary = "Fails."

  @Parameter("What it depends on.", in: 0...) var count = 3

  func run(in context: OperationContext) async throws -> Table {
    throw OperationFailure(
      .cellFailed, "Training diverged in epoch 2: the loss is no longer a number",
      details: ["a-file-with-quite-a-long-name-in-a-folder/ratings.csv:12: 2 fields: 1,2"],
      help: "try a smaller 'learning-rate', such as 0.08", parameter: "count")
  }
}
