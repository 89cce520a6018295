import NotebookSyntax
import Operations

// Outputs that a notebook asks for by their names.

extension ResultShape {
  /// Finds out whether the result has an output.
  ///
  /// - Parameters:
  ///   - name: What the output should be called.
  ///   - kind: What it should be; nil if it may be anything.
  ///   - cell: What the result is called.
  ///   - range: Where the name is written.
  /// - Returns: What is wrong with the name; nil if the result has it.
  func problem(
    withOutput name: String, _ kind: OutputKind?, of cell: String, at range: SourceRange
  ) -> Diagnostic? {
    let fitting = outputs.filter { kind == nil || $0.kind == kind }
    guard !fitting.contains(where: { $0.name == name }) else { return nil }
    let noun = kind?.rawValue ?? "plot or table"
    if let other = outputs.first(where: { $0.name == name }) {
      return Diagnostic(
        .missingOutput, "'\(name)' of '\(cell)' is a \(other.kind.rawValue), not a \(noun)",
        at: range)
    }
    return Diagnostic(
      .missingOutput, "'\(cell)' has no \(noun) '\(name)'\(reasonOfOutput(name))", at: range,
      help: suggestion(for: name, among: fitting.map(\.name)))
  }
}

extension Cell {
  /// What is wrong with the names under which the options say something of outputs.
  func problemsOfNames(in shape: ResultShape) -> [Diagnostic] {
    options.captions.compactMap {
      shape.problem(withOutput: $0.name, nil, of: result.text, at: $0.range)
    }
      + options.alts.compactMap {
        shape.problem(withOutput: $0.name, .plot, of: result.text, at: $0.range)
      }
  }
}
