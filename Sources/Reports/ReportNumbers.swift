import NotebookRunner
import NotebookSyntax
import Operations

/// The numbers of what a report's text can refer to: figures, tables, equations and exercises.
struct ReportNumbers {
  /// What a reader sees of a reference, and where it leads.
  struct Target: Hashable {
    var text: String
    /// The number alone.
    var number: String
    var address: String
  }

  /// The numbers of a cell's outputs, by the name of the cell and the place of the output.
  private var outputs: [String: [Int: Int]] = [:]
  private var targets: [String: Target] = [:]
  private var equations = EquationNumbers()

  private var words = PageWords.english

  init() {}

  init(_ run: NotebookRun, words: PageWords) {
    self.words = words
    var (figures, tables) = (0, 0)
    func add(_ cell: CellRun) {
      guard case .finished(let result) = cell.outcome, cell.isShown, cell.showsOutput else {
        return
      }
      let address = cell.identifier
      for (index, output) in result.outputs.enumerated() {
        let kind: CrossReference.Kind
        let number: Int
        switch output {
        case .plot:
          figures += 1
          (kind, number) = (.figure, figures)
        case .table:
          tables += 1
          (kind, number) = (.table, tables)
        case .text: continue
        }
        outputs[cell.name, default: [:]][index] = number
        var target = Target(text: name(kind, number), number: "\(number)", address: address)
        let first = CrossReference(kind, cell.name).label
        if targets[first] == nil { targets[first] = target }
        guard let output = output.name else { continue }
        target.address = CrossReference(kind, "\(cell.name).\(output)").label
        if targets[target.address] == nil { targets[target.address] = target }
      }
    }
    var cells = run.cells.makeIterator()
    func add(_ blocks: [Notebook.Block]) {
      for block in blocks {
        switch block {
        case .cell: if let cell = cells.next() { add(cell) }
        case .callout(let callout): add(callout.blocks)
        case .prose(let prose):
          for figure in prose.figures {
            figures += 1
            targets[figure] = Target(
              text: name(.figure, figures), number: "\(figures)", address: figure)
          }
        }
      }
    }
    add(run.notebook.blocks)
    equations = EquationNumbers(run.notebook)
    for label in equations.names {
      let reference = CrossReference(.equation, label)
      guard let number = equations.byName[label] else { continue }
      targets[reference.label] = Target(
        text: name(.equation, number), number: number, address: reference.label)
    }
  }

  /// What a reference leads to; nil if that is not in the report.
  func target(of reference: CrossReference) -> Target? { targets[reference.label] }

  /// What a reference is shown as; nil if what it refers to is not in the report.
  func text(of reference: CrossReference) -> String? {
    guard let target = target(of: reference) else { return nil }
    return switch reference.form {
    case .named: target.text
    case .number: target.number
    case .inParentheses: "(\(target.number))"
    }
  }

  /// Where what has a label such as `fig-model` stands; nil if there is no such thing.
  func address(of label: String) -> String? { targets[label]?.address }

  /// Adds a heading that text can refer to.
  mutating func add(section label: String, as text: String, number: String? = nil) {
    targets[label] = Target(text: text, number: number ?? text, address: label)
  }

  /// The address of an output that bears a name; nil if it has no number, or an earlier one of the
  /// cell is called the same.
  func address(of output: Output, _ index: Int, in cell: CellRun) -> String? {
    guard let name = output.name, let kind = output.kind, let number = outputs[cell.name]?[index]
    else { return nil }
    let reference = CrossReference(kind == .plot ? .figure : .table, "\(cell.name).\(name)")
    return targets[reference.label]?.number == "\(number)" ? reference.label : nil
  }

  /// "Figure 2" before the caption of an output; nil if it has no number.
  func title(of output: Output, _ index: Int, in cell: CellRun) -> String? {
    guard let number = outputs[cell.name]?[index] else { return nil }
    return switch output {
    case .plot: name(.figure, number)
    case .table: name(.table, number)
    case .text: nil
    }
  }

  /// The number of an equation; nil if it has no label.
  func number(of formula: Formula) -> String? { formula.label.flatMap { equations.byName[$0] } }

  private func name(_ kind: CrossReference.Kind, _ number: some CustomStringConvertible) -> String {
    "\(words.name(of: kind))\u{A0}\(number)"
  }
}
