import NotebookSyntax
import Operations

/// Finds the cross-references of a notebook that lead nowhere.
struct ReferenceChecker {
  private let cells: [String: Cell]
  private let defaults: CellOptions
  private let scope: Scope
  /// The names of headings and formulas, each with the first that bears it.
  private var names: [String: SourceRange] = [:]
  private(set) var problems: [Diagnostic] = []

  init(_ notebook: Notebook, scope: Scope) {
    cells = Dictionary(notebook.cells.map { ($0.result.text, $0) }) { first, _ in first }
    defaults = notebook.frontMatter.defaults
    self.scope = scope
    for heading in notebook.namedHeadings {
      Self.define(heading.name, at: heading.range, in: &names, problems: &problems)
    }
    for piece in notebook.namedPieces {
      Self.define(piece.name, at: piece.range, in: &names, problems: &problems)
    }
    for formula in notebook.formulas {
      guard let label = formula.label else { continue }
      Self.define("eq-\(label)", at: formula.range, in: &names, problems: &problems)
      tellOfLabels(of: formula)
    }
    for (reference, range) in notebook.references {
      do throws(Diagnostic) {
        try check(reference, at: range)
      } catch {
        problems.append(error)
      }
    }
  }

  private static func define(
    _ name: String, at range: SourceRange, in names: inout [String: SourceRange],
    problems: inout [Diagnostic]
  ) {
    if let earlier = names[name] {
      problems.append(
        Diagnostic(
          .duplicateAnchor, "'#\(name)' is already taken", at: range,
          notes: [.init("first given here", at: earlier)], help: "choose another name"))
    } else {
      names[name] = range
      let isPages = ["cell-", "footnote-"].contains(where: name.hasPrefix)
      guard isPages || PageAnchors.reserved.contains(name) else { return }
      problems.append(
        Diagnostic(
          .duplicateAnchor, "'#\(name)' is a name the page itself uses", at: range,
          help: "choose another name"))
    }
  }

  /// A formula has one number, whatever LaTeX would give to its lines.
  private mutating func tellOfLabels(of formula: Formula) {
    let labels = Formula.labels(in: formula.tex)
    for label in labels.dropFirst(labels.first == formula.label ? 1 : 0)
    where label != formula.label {
      problems.append(
        Diagnostic(
          .duplicateAnchor, "This formula is '#eq-\(formula.label ?? "")' already",
          at: formula.range,
          help: "a formula has one number; write each line that needs its own as a separate formula"
        ))
    }
  }

  private func check(_ reference: CrossReference, at range: SourceRange) throws(Diagnostic) {
    switch reference.kind {
    case .figure:
      if names[reference.label] == nil { try check(reference, shows: .plot, at: range) }
    case .table: try check(reference, shows: .table, at: range)
    case .equation:
      guard names[reference.label] == nil else { return }
      throw Diagnostic(
        .unknownFormula, "No formula is named '#\(reference.label)'", at: range,
        help: suggestion(
          for: reference.label, among: names.keys.filter { $0.hasPrefix("eq-") }.sorted())
          ?? "write {#\(reference.label)} after its '$$'")
    case .section:
      guard names[reference.label] == nil else { return }
      let sections = names.keys.filter { $0.hasPrefix("sec-") }.sorted()
      throw Diagnostic(
        .unknownHeading, "No heading is named '#\(reference.label)'", at: range,
        help: suggestion(for: reference.label, among: sections)
          ?? "write {#\(reference.label)} at the end of its line")
    }
  }

  private func check(
    _ reference: CrossReference, shows kind: OutputKind, at range: SourceRange
  ) throws(Diagnostic) {
    guard let result = scope[reference.cell],
      let cell = cells[reference.cell]
    else {
      throw Diagnostic(
        .unknownResult, "No cell is named '\(reference.cell)'", at: range,
        help: suggestion(for: reference.cell, among: scope.results.map(\.name)))
    }
    let options = cell.options.completed(by: defaults)
    guard options.include ?? true, options.output ?? true else {
      throw Diagnostic(
        .hiddenOutput, "The report hides what '\(reference.cell)' shows", at: range,
        notes: [.init("the options of this cell hide it", at: result.definition)])
    }
    guard let shape = result.shape else { return }
    if let name = reference.output {
      if var problem = shape.problem(withOutput: name, kind, of: reference.cell, at: range) {
        problem.help =
          problem.help
          ?? shape.outputs.first { $0.name == name }.map {
            "write @\($0.kind == .plot ? "fig" : "tbl")-\(reference.name)"
          }
        throw problem
      }
      return
    }
    guard !shape.outputKinds.contains(kind) else { return }
    let other =
      kind == .plot && shape.outputKinds.contains(.table) ? CrossReference.Kind.table : nil
    throw Diagnostic(
      .missingOutput, "'\(reference.name)' has no \(kind.rawValue) to refer to", at: range,
      notes: [.init("'\(reference.name)' is \(shape.typeDescription)", at: result.definition)],
      help: other.map { "for its table, write @\(CrossReference($0, reference.name).label)" })
  }
}
