import ArgumentParser
import NotebookRunner
import NotebookSyntax
import Operations
import Reports
import Typesetting

struct Explain<Tool: NotebookTool>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "explain",
      abstract: "Explains an error or warning code.")
  }

  @Argument(help: "A code, such as unknown-parameter.")
  var code: String?

  /// What every module can find wrong, by code.
  private var all: [DiagnosticExplanation] {
    (DiagnosticExplanation.ofSyntax + DiagnosticExplanation.ofOperations
      + DiagnosticExplanation.ofNotebooks + DiagnosticExplanation.ofFormulas
      + DiagnosticExplanation.ofPages + Tool.operations.explanations)
      .sorted { $0.code.rawValue < $1.code.rawValue }
  }

  func validate() throws {
    guard let code, !all.contains(where: { $0.code.rawValue == code }) else { return }
    let help = suggestion(for: code, among: all.map(\.code.rawValue)) ?? ""
    throw ValidationError("No error and no warning has the code '\(code)'; \(help)")
  }

  func run() {
    if let code {
      for explanation in all where explanation.code.rawValue == code {
        print(explanation.shown.replacing("`nbrun ", with: "`\(Tool.name) "))
      }
    } else {
      let width = all.map(\.code.rawValue.count).max() ?? 0
      for explanation in all {
        print("\(explanation.code.rawValue.padded(to: width))  \(explanation.headline)")
      }
      print("\n\(Tool.name) explain CODE explains one of them.")
    }
  }
}

extension DiagnosticExplanation {
  /// The explanation for a terminal.
  fileprivate var shown: String {
    var parts = [code.rawValue, text]
    if !wrong.isEmpty {
      let use = arguments.map { ", run with -p \($0)" }.joined()
      parts += ["Wrong\(use)\(isFoundInRun ? ", as a run finds" : ""):", indented(wrong)]
    }
    if !mended.isEmpty { parts += ["Mended:", indented(mended)] }
    for (name, content) in files.sorted(by: { $0.key < $1.key }) {
      parts += content.isEmpty ? ["\(name) is empty."] : ["\(name):", indented(content)]
    }
    return parts.joined(separator: "\n\n")
  }

  private func indented(_ example: String) -> String {
    example.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
  }
}
