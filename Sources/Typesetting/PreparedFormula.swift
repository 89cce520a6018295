import NotebookSyntax

/// A formula with all that it takes from the notebook around it.
struct PreparedFormula {
  var formula: Formula
  /// The formula as KaTeX takes it, without the macros that it defines.
  var tex: NormalizedTeX
  /// The macros that it uses.
  var definitions: String
  /// Whether it only defines macros, and shows nothing.
  var isSilent: Bool
  /// What keeps it from being tried at all.
  var problem: FormulaProblem?
}

/// Goes through the formulas of a notebook in their order and keeps the macros they define.
struct FormulaPreparation {
  private var macros = MacroTable()
  /// Where each macro was defined last.
  private var places: [String: SourceRange] = [:]
  /// The numbers of formulas by their names.
  private let numbers: [String: String]
  private(set) var problems: [Diagnostic] = []

  init(macros: [FrontMatter.Macro], numbers: [String: String]) {
    self.numbers = numbers
    for macro in macros { define(macro) }
  }

  mutating func prepare(_ formula: Formula) -> PreparedFormula {
    let scanner = MacroScanner(formula.tex)
    for found in scanner.found { define(found, in: formula) }
    let rest = scanner.rest
    let tex = NormalizedTeX(rest, isDisplay: formula.isDisplay, numbers: numbers)
    for note in tex.notes {
      problems.append(
        Diagnostic(
          note.code, note.message, at: SourceRange(of: note.range, in: formula) ?? formula.range,
          severity: .warning, help: note.help))
    }
    let problem = scanner.problems.first.map {
      FormulaProblem(message: $0.message, place: $0.range, help: $0.help)
    }
    return PreparedFormula(
      formula: formula, tex: tex, definitions: macros.definitions(for: rest),
      isSilent: !scanner.found.isEmpty && rest.allSatisfy(\.isWhitespace),
      problem: problem ?? FormulaProblem.beforeTypesetting(rest))
  }

  private mutating func define(_ found: MacroScanner.Found, in formula: Formula) {
    let (name, place) = (
      found.macro.name, SourceRange(of: found.range, in: formula) ?? formula.range
    )
    if found.kind == .provision, macros[name] != nil { return }
    if found.kind == .new, let earlier = macros[name], earlier != found.macro {
      problems.append(
        Diagnostic(
          .duplicateMacro, "'\\\(name)' is already a macro", at: place, severity: .warning,
          notes: places[name].map { [.init("defined here", at: $0)] } ?? [],
          help: "to change it from here on, write \\renewcommand"))
    }
    macros.define(found.macro)
    places[name] = place
  }

  private mutating func define(_ macro: FrontMatter.Macro) {
    let body = Array(macro.body.utf8)
    let source = TeXScanner("{\(macro.body)\n}")
    guard source.balanced(from: 1, to: UInt8(ascii: "}"))?.upperBound == body.count + 2 else {
      problems.append(
        Diagnostic(
          .invalidTeX, "The braces of '\\\(macro.name)' don't match", at: macro.range,
          help: "close every '{' with a '}'"))
      return
    }
    // A comment at its end would hold the brace that follows.
    macros.define(
      TeXMacro(
        name: macro.name, parameters: TeXMacro.parameters(in: macro.body),
        body: macro.body.contains("%") ? macro.body + "\n" : macro.body))
    places[macro.name] = macro.range
  }
}
