import NotebookSyntax

/// The numbers of the formulas that have a name, in the order in which they are written.
///
/// A formula with `\tag{…}` has that in place of a number, and isn't counted, as in LaTeX.
struct EquationNumbers {
  /// The numbers by the names of formulas.
  private(set) var byName: [String: String] = [:]
  /// The names in their order.
  private(set) var names: [String] = []

  init() {}

  init(_ notebook: Notebook) {
    var count = 0
    let formulas = notebook.formulas.sorted {
      $0.range.bytes.lowerBound < $1.range.bytes.lowerBound
    }
    for formula in formulas {
      guard let name = formula.label, byName[name] == nil else { continue }
      if formula.tag == nil { count += 1 }
      byName[name] = formula.tag ?? "\(count)"
      names.append(name)
    }
  }
}
