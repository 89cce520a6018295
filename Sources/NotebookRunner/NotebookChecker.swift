import NotebookSyntax
import Operations

/// Checks a notebook in one pass that finds every problem.
struct NotebookChecker {
  let operations: OperationRegistry
  let settings: CheckSettings
  /// The files of the cells so far.
  var files: FileUses
  private(set) var parameters: ParameterValues
  var problems: [Diagnostic]
  /// What cells do where their own options don't say.
  var defaults = CellOptions()
  var scope = Scope()
  /// The parameters that something in the notebook uses.
  var used: Set<String> = []

  init(
    _ notebook: Notebook, operations: OperationRegistry, settings: CheckSettings,
    problems: [Diagnostic]
  ) {
    self.operations = operations
    self.settings = settings
    self.problems = problems
    files = FileUses(reserved: settings.reservedFiles)
    parameters = ParameterValues(
      of: notebook.frontMatter, overrides: settings.overrides, problems: &self.problems)
  }

  /// Finds all that is wrong with a notebook, and puts the parameters into it.
  mutating func check(_ notebook: inout Notebook) {
    defaults = notebook.frontMatter.defaults
    scope.definitions = Dictionary(
      notebook.cells.map { ($0.result.text, $0.result.range) },
      uniquingKeysWith: { first, _ in first })
    notebook.updateCells { cell in
      substitute(parameters, in: &cell)
      check(cell)
    }
    check(notebook.inlineValues, parameters: parameters)
    check(notebook.strayBraces, parameters: parameters)
    check(notebook.pictures, in: settings.pictures)
    check(notebook.links, of: notebook)
    problems += ReferenceChecker(notebook, scope: scope).problems
    warnOfUnused(notebook.frontMatter.parameters)
    if !settings.allowsHTML { warnOfHTML(notebook.rawHTML) }
  }

  private mutating func substitute(_ parameters: ParameterValues, in cell: inout Cell) {
    if let node = cell.parameters {
      cell.parameters = parameters.substitute(in: node, used: &used, problems: &problems)
    }
    if let alt = cell.options.alt {
      cell.options.alt = substitute(parameters, in: alt, of: cell)
    }
    for index in cell.options.alts.indices {
      let alt = cell.options.alts[index].text
      cell.options.alts[index].text = substitute(parameters, in: alt, of: cell)
    }
  }

  private mutating func substitute(
    _ parameters: ParameterValues, in alt: String, of cell: Cell
  ) -> String {
    used.formUnion(Placeholder.all(in: alt).map(\.name))
    return parameters.substitute(in: alt, at: cell.range, problems: &problems)
  }

  private mutating func check(_ cell: Cell) {
    var shape: ResultShape?
    var parameters: [ParameterFact]?
    do throws(Diagnostic) {
      let operation = try operations.operation(of: cell)
      shape = operation.shapeOfAll
      problems += cell.parameterProblems
      if cell.parameters != nil {
        let context = CheckContext(
          cell: cell.operation.range, folder: settings.folder, outputFolder: settings.outputFolder,
          mayFail: cell.options.completed(by: defaults).error == true,
          environment: operations.environment)
        let found = operation.check(cell, scope: scope, in: context)
        problems += found.problems
        problems += files.add(operation.files(of: cell, scope: scope, in: context))
        shape = found.shape ?? shape
        parameters = found.parameters
      }
    } catch {
      problems.append(error)
    }
    if let shape { problems += cell.problemsOfNames(in: shape) }
    if let earlier = scope[cell.result.text] {
      let isNamed = cell.result.range.bytes != cell.operation.range.bytes
      problems.append(
        Diagnostic(
          .duplicateResult, "'\(earlier.name)' is already the name of a result",
          at: cell.result.range,
          notes: [.init("first given here", at: earlier.definition)],
          help: isNamed
            ? "choose another name"
            : "name this one: ```{\(cell.operation.text) another-name}"))
    } else {
      scope.define(
        ResultBinding(
          name: cell.result.text, shape: shape, parameters: parameters,
          definition: cell.result.range))
    }
  }

  private mutating func warnOfUnused(_ parameters: [YAMLNode.Entry]) {
    for parameter in parameters where !used.contains(parameter.key) {
      problems.append(
        Diagnostic(
          .unusedParameter, "The parameter '\(parameter.key)' is never used",
          at: parameter.keyRange,
          severity: .warning, help: "write ${\(parameter.key)} where its value belongs"))
    }
  }

  private mutating func warnOfHTML(_ ranges: [SourceRange]) {
    for range in ranges {
      problems.append(
        Diagnostic(
          .omittedHTML, "HTML is left out of the report", at: range, severity: .warning,
          help: "write Markdown, or let HTML through with '--allow-html'"))
    }
  }

  // MARK: Inline values

  private mutating func check(_ values: [InlineValue], parameters: ParameterValues) {
    for value in values {
      do throws(Diagnostic) {
        let kind = try kind(of: value, parameters: parameters)
        if kind == .text, value.format != nil {
          throw Diagnostic(
            .formatMismatch, "'\(value.name)' is text and can't have a number format",
            at: value.range)
        }
        if kind == .real, value.format?.style == .whole {
          throw Diagnostic(
            .formatMismatch, "'\(value.name)' is not a whole number", at: value.range,
            help: "write '.0f' for 'd'")
        }
      } catch {
        problems.append(error)
      }
    }
  }

  /// The kind of fact that an inline value quotes; nil if that can't be known.
  private mutating func kind(
    of value: InlineValue, parameters: ParameterValues
  ) throws(Diagnostic) -> ValueKind? {
    let (name, rest) = (value.path[0], value.path.dropFirst())
    if name == InlineValue.parameters {
      let parameter = rest.joined(separator: ".")
      guard let scalar = parameters.scalar(parameter) else {
        guard parameters.isComplete else { return nil }
        throw Diagnostic(
          .undeclaredParameter, "The front matter declares no parameter '\(parameter)'",
          at: value.range,
          help: suggestion(for: parameter, among: parameters.entries.map(\.key)))
      }
      used.insert(parameter)
      return scalar.kind
    }
    guard let result = scope[name] else {
      throw Diagnostic(
        .unknownResult, "No cell is named '\(name)'", at: value.range,
        help: suggestion(for: name, among: scope.results.map(\.name))
          ?? "to show this as code, write it in two backticks on each side")
    }
    if rest.first == ResultBinding.parameters { return try result.parameterKind(quotedBy: value) }
    guard let shape = result.shape else { return nil }
    if let kind = shape.valueKind(at: rest) { return kind }
    let known = shape.valueNames
    let asked = rest.joined(separator: ".")
    throw Diagnostic(
      .unknownPart,
      rest.isEmpty
        ? "'\(name)' is \(shape.typeDescription), not a single value"
        : "'\(name)' has no value '\(asked)'\(shape.reason(of: asked))",
      at: value.range,
      notes: [.init("'\(name)' is \(shape.typeDescription)", at: result.definition)],
      help: rest.isEmpty
        ? known.first.map { "name one of its values, such as '\(name).\($0)'" }
        : suggestion(for: asked, among: known))
  }
}

extension NotebookOperation {
  /// What is wrong with a cell that calls this operation, and what its result will have and its
  /// parameters are if that can be told.
  fileprivate static func check(
    _ cell: Cell, scope: Scope, in context: CheckContext
  ) -> (problems: [Diagnostic], shape: ResultShape?, parameters: [ParameterFact]?) {
    do throws(Diagnostics) {
      let bound = try bind(cell, scope: scope)
      return (
        bound.operation.allProblems(in: context), bound.operation.resultShape, bound.parameters
      )
    } catch {
      return (error.all, nil, nil)
    }
  }
}
