import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import TestSupport
import Testing

@testable import RecommenderOperations

/// Runs notebooks one after the other in a folder of their own, with some files in it, of text or
/// of arrays.
///
/// Files that cells write, too, are where the next notebook finds them.
func runNotebooks(
  _ texts: [String], files: [String: String] = [:], arrays: [String: [UInt8]] = [:],
  operations: OperationRegistry = .recommenders
) async throws -> [NotebookRun] {
  try await withTemporaryDirectory { directory in
    for (name, bytes) in arrays {
      try Data(bytes).write(to: directory.appending(component: name))
    }
    for (name, content) in files {
      try content.write(
        to: directory.appending(component: name), atomically: true, encoding: .utf8)
    }
    var runs: [NotebookRun] = []
    for text in texts {
      let checked = CheckedNotebook(
        SourceFile(path: "n.md", text: text), operations: operations,
        settings: CheckSettings(folder: directory.path, outputFolder: directory.path))
      guard checked.isRunnable else { throw Diagnostics(checked.problems) }
      runs.append(await checked.run())
    }
    return runs
  }
}

/// A notebook of cells, each written as its operation, its name and its parameters.
func notebook(_ cells: (String, String)...) -> String {
  cells.map { "```{\($0.0)}\n\($0.1)\n```\n" }.joined(separator: "\n")
}

extension NotebookRun {
  func result(_ name: String) throws -> CellResult {
    let run = try #require(cells.first { $0.cell.result.text == name })
    switch run.outcome {
    case .finished(let result): return result
    case .failed(let problem): throw problem
    case .skipped(let reason): throw OperationFailure(.cellFailed, reason)
    }
  }

  func outputs(_ name: String) throws -> [Output] { try result(name).outputs }

  func value(_ name: String, _ value: String) throws -> ScalarValue? {
    try result(name).facts[value]
  }

  /// A real value.
  func real(_ name: String, _ value: String) throws -> Double {
    guard case .real(let number) = try self.value(name, value) else {
      throw OperationFailure(.cellFailed, "'\(name)' has no real '\(value)'")
    }
    return number
  }

  /// The numbers of a column of the first table of a cell.
  func column(_ heading: String, of name: String) throws -> [Double] {
    for case .table(let table) in try outputs(name) {
      guard let column = table.columns.first(where: { $0.heading == heading }),
        case .real(let numbers, _) = column.values
      else { break }
      return numbers
    }
    throw OperationFailure(.cellFailed, "'\(name)' has no column '\(heading)'")
  }

  /// What stands under the tables of a cell.
  func notes(_ name: String) throws -> String {
    try outputs(name).compactMap { if case .text(let text) = $0 { text } else { nil } }
      .joined(separator: "\n")
  }

  /// The codes of the warnings of a cell.
  func warnings(_ name: String) throws -> [String] {
    try result(name).warnings.map(\.code.rawValue)
  }

  /// The failure of a cell.
  func failure(_ name: String) throws -> Diagnostic {
    let run = try #require(cells.first { $0.cell.result.text == name })
    guard case .failed(let problem) = run.outcome else {
      throw OperationFailure(.cellFailed, "'\(name)' didn't fail")
    }
    return problem
  }
}
