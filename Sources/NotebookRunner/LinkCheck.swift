import NotebookSyntax
import Operations

extension NotebookChecker {
  /// More links than these are told of with no more than the paragraph they stand in.
  private static let mostPlaces = 100
  /// More names than these are no help.
  private static let mostNames = 8

  /// Finds links to places that the page doesn't have, and to files that aren't there.
  mutating func check(_ links: [Link], of notebook: Notebook) {
    guard !links.isEmpty else { return }
    let names = names(of: notebook)
    var count = 0
    for link in links {
      guard let (code, message, help) = problem(with: link.destination, names, notebook) else {
        continue
      }
      count += 1
      problems.append(
        Diagnostic(
          code, message, at: count > Self.mostPlaces ? link.block : link.place, severity: .warning,
          help: help))
    }
  }

  /// The names that links can lead to.
  private func names(of notebook: Notebook) -> Set<String> {
    var names = PageAnchors(notebook).all
    names.insert("top")
    if settings.allowsHTML { names.formUnion(notebook.namesInHTML) }
    for result in scope.results {
      guard let shape = result.shape else {
        // It isn't known what comes of it.
        names.formUnion(["fig-\(result.name)", "tbl-\(result.name)"])
        continue
      }
      for output in shape.outputs {
        let kind = output.kind == .plot ? CrossReference.Kind.figure : .table
        names.insert(CrossReference(kind, result.name).label)
        names.insert(CrossReference(kind, "\(result.name).\(output.name)").label)
      }
    }
    return names
  }

  private func problem(
    with destination: String, _ names: Set<String>, _ notebook: Notebook
  ) -> (DiagnosticCode, String, help: String?)? {
    let address = Address(destination)
    if destination.hasPrefix("#") {
      let name = Address(String(destination.dropFirst())).path
      guard !name.isEmpty, !names.contains(name) else { return nil }
      let near = suggestion(for: name, among: names.subtracting(PageAnchors.reserved).sorted())
      return (
        .unknownAnchor, "Nothing on the page is named '#\(name)'",
        near.flatMap { $0.hasPrefix("did you") ? $0 : nil }
          ?? "give a heading this name: write {#\(name)} at the end of its line"
      )
    }
    guard address.isLocal, let files = settings.pictures else { return nil }
    let path = Address(String(destination.prefix { $0 != "#" && $0 != "?" })).path
    guard !path.isEmpty, files.size(path) == nil, files.names(path).isEmpty,
      !isMade(path, by: notebook, files)
    else { return nil }
    let slash = path.lastIndex(of: "/")
    let prefix = slash.map { path[...$0] } ?? ""
    let others = files.names(slash.map { String(path[..<$0]) } ?? ".").filter { $0.first != "." }
    let near = suggestion(for: path, among: others.sorted().map { prefix + $0 })
    return (
      .missingFile, "There is no file '\(path)' to link to",
      near.flatMap { $0.hasPrefix("did you") || others.count <= Self.mostNames ? $0 : nil }
    )
  }

  /// Whether a file comes of this notebook or of another: a report, or what a cell writes.
  private func isMade(_ path: String, by notebook: Notebook, _ files: PictureFiles) -> Bool {
    for end in [".html", ".json"] where path.hasSuffix(end) {
      if files.size(path.dropLast(end.count) + ".md") != nil { return true }
    }
    return notebook.cells.contains { cell in
      cell.parameters?.entries.contains { $0.value.text == path } ?? false
    }
  }
}
