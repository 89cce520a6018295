import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Reports
import TestSupport
import Testing
import Typesetting

/// The explanations of codes, and whether their examples are examples.
@Suite struct ExplanationTests {
  private static let all =
    DiagnosticExplanation.ofSyntax + DiagnosticExplanation.ofOperations
    + DiagnosticExplanation.ofNotebooks + DiagnosticExplanation.ofFormulas
    + DiagnosticExplanation.ofPages + DiagnosticExplanation.ofRecommenders

  /// The codes that the sources declare.
  private static func declared() throws -> Set<String> {
    let sources = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(component: "Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var codes: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for line in text.split(separator: "\n") where !line.contains("///") {
        for match in line.matches(of: /static let \w+ = DiagnosticCode\("([^"]*)"\)/) {
          codes.insert(String(match.1))
        }
      }
    }
    return codes
  }

  @Test func explainsEveryCodeOnce() async throws {
    let codes = try Self.declared()
    #expect(codes.count > 100)
    #expect(Self.all.map(\.code.rawValue).sorted() == codes.sorted())
    for explanation in Self.all {
      #expect(!explanation.text.isEmpty, "\(explanation.code.rawValue)")
      #expect(!explanation.wrong.isEmpty || explanation.mended.isEmpty)
    }
    try await SampleNotebook.inFolder { folder in
      let list = try Program.run("explain", in: folder)
      #expect(list.exitCode == 0)
      let listed = list.output.split(separator: "\n").dropLast().map { $0.prefix { $0 != " " } }
      #expect(listed.map(String.init) == codes.sorted())
    }
  }

  @Test func findsTheCodeInTheWrongExample() async throws {
    let checked = Self.all.filter { !$0.wrong.isEmpty && !$0.isFoundInRun }
    #expect(checked.count > 60)
    let found = try await codes(of: checked, \.wrong)
    for explanation in checked {
      let code = explanation.code.rawValue
      #expect(found[code, default: []].contains(code), "\(code): \(found[code] ?? [])")
    }
  }

  @Test func findsNothingWrongInTheOtherExamples() async throws {
    let mended = Self.all.filter { !$0.mended.isEmpty }
    #expect(mended.count > 80)
    for (code, found) in try await codes(of: mended, \.mended) {
      #expect(found.isEmpty, "mended \(code): \(found)")
    }
    for (code, found) in try await codes(of: Self.all.filter(\.isFoundInRun), \.wrong) {
      #expect(found.isEmpty, "\(code), found in a run: \(found)")
    }
  }

  @Test func showsAnExplanation() async throws {
    try await SampleNotebook.inFolder { folder in
      let one = try Program.run("explain", "unknown-parameter", in: folder)
      #expect(one.exitCode == 0)
      try expectSnapshot(one.output, named: "explain-unknown-parameter.txt")
      let none = try Program.run("explain", "unknown-paramter", in: folder)
      #expect(none.exitCode == 2)
      #expect(none.output.isEmpty)
      #expect(none.errors.contains("did you mean 'unknown-parameter'?"))
    }
  }

  /// The codes of what a check says about one of the examples, by the codes that it explains.
  private func codes(
    of explanations: [DiagnosticExplanation], _ example: KeyPath<DiagnosticExplanation, String>
  ) async throws -> [String: Set<String>] {
    let isWrong = example == \DiagnosticExplanation.wrong
    var found: [String: Set<String>] = [:]
    try await SampleNotebook.inFolder { folder in
      for explanation in explanations {
        let own = "\(folder)/\(explanation.code.rawValue)"
        try FileManager.default.createDirectory(
          atPath: own, withIntermediateDirectories: false)
        let files = explanation.files.merging(["n.md": explanation[keyPath: example]]) { $1 }
        for (name, content) in files {
          try content.write(toFile: "\(own)/\(name)", atomically: true, encoding: .utf8)
        }
      }
      // Many at once, but not so many that something isn't told.
      let (alone, others) = (
        explanations.filter { isWrong && !$0.arguments.isEmpty },
        explanations.filter { !isWrong || $0.arguments.isEmpty }
      )
      let batches =
        alone.map { [$0] }
        + stride(from: 0, to: others.count, by: 25).map {
          Array(others[$0..<min($0 + 25, others.count)])
        }
      for batch in batches {
        let parameters = isWrong && batch.count == 1 ? batch[0].arguments : []
        let run = try Program.run(
          ["check", "--diagnostics", "json"] + batch.map { "\($0.code.rawValue)/n.md" }
            + parameters.flatMap { ["-p", $0] }, in: folder)
        for line in run.errors.split(separator: "\n") {
          let written = try JSONSerialization.jsonObject(with: Data(line.utf8))
          let object = try #require(written as? [String: Any], "\(line)")
          let code = try #require(object["code"] as? String, "\(line)")
          let file = object["file"] as? String ?? "-p"
          let about = batch.first { file == "\($0.code.rawValue)/n.md" } ?? batch[0]
          found[about.code.rawValue, default: []].insert(code)
        }
      }
    }
    return found
  }
}
