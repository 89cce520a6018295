import NotebookSyntax
import Operations

extension NotebookChecker {
  /// Finds the braces that the page would show as they are, although they name a result.
  mutating func check(_ braces: [StrayBraces], parameters: ParameterValues) {
    // What was told when the text was read needs no second word.
    let told = Set(problems.map(\.range.bytes.lowerBound))
    for found in braces where !found.range.bytes.contains(where: told.contains) {
      let isResult = found.name == InlineValue.parameters || scope[found.name] != nil
      switch found.kind {
      case .placeholder:
        guard parameters[found.name] != nil else { continue }
        tell(of: found, "stands in the text as it is written", .error)
      case .prose:
        tell(of: found, "stands in the text as it is written", isResult ? .error : .warning)
      case .code:
        guard isResult else { continue }
        tell(of: found, "is shown as code, because it isn't an inline value", .error)
      }
    }
  }

  private mutating func tell(
    of braces: StrayBraces, _ what: String, _ severity: Diagnostic.Severity
  ) {
    let value = "`\(braces.mended ?? "{\(braces.name).…}")`"
    problems.append(
      Diagnostic(
        .strayBraces, "'\(braces.range.text)' \(what)", at: braces.range, severity: severity,
        help: braces.kind == .code
          ? "write \(value) for a value, or two backticks on each side for code"
          : "write \(value), in backticks, to put a value there"))
  }
}
