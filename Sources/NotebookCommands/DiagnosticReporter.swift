import ArgumentParser
import Files
import NotebookSyntax
import Operations
import Reports

/// Tells what is wrong on standard error, in words for a person or in JSON for a program.
struct DiagnosticReporter {
  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  /// More than these are counted, not told.
  static let most = 100

  var format: Format
  /// Whether warnings are errors.
  var isStrict: Bool
  /// Whether nothing but errors is told.
  var isQuiet = false

  /// The problems as they count: with the severity that the command gives them.
  func weighed(_ problems: [Diagnostic]) -> [Diagnostic] {
    guard isStrict else { return problems }
    return problems.map { problem in
      var copy = problem
      copy.severity = .error
      return copy
    }
  }

  /// Tells problems of one notebook, or of several after one another.
  func tell(_ problems: [Diagnostic]) {
    let told = Diagnostics(inOrder: isQuiet ? problems.filter { $0.severity == .error } : problems)
    let (shown, others) = told.divided(atMost: Self.most)
    for problem in shown {
      switch format {
      case .text: printError(problem.text(styled: isTerminal))
      case .json: printError(JSONDiagnostic(problem).line)
      }
    }
    guard !others.isEmpty else { return }
    switch format {
    case .text: printError("and \(Self.counted(others)) more")
    case .json: printError(JSONDiagnostic.line(leavingOut: others))
    }
  }

  /// Tells why a file can't be used that the command line names.
  func tell(_ error: FileError) {
    switch format {
    case .text: printError("error[\(error.code.rawValue)]: \(error.description.asShownLine)")
    case .json: printError(JSONDiagnostic.line(error.code, error.description.asShownLine))
    }
  }

  private static func counted(_ problems: [Diagnostic]) -> String {
    [Diagnostic.Severity.error, .warning].compactMap { severity in
      let count = problems.count { $0.severity == severity }
      guard count > 0 else { return nil }
      return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }.joined(separator: " and ")
  }
}
