import Files
import NotebookSyntax
import Operations

/// The files that the cells of a notebook read and write, of which none may overwrite another.
struct FileUses {
  /// What is not for cells to write, such as the notebook itself, by canonical paths.
  private let reserved: [String: String]
  private var uses: [String: [FileUse]] = [:]

  /// - Parameter reserved: paths that no cell may write, with what each is.
  init(reserved: [String: String]) {
    self.reserved = Dictionary(
      reserved.map { (canonicalPath($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The canonical paths of files that are written, with the names that cells give them.
  var written: [String: String] {
    uses.compactMapValues { $0.first { $0.access == .writes }?.name }
  }

  /// Takes in what a cell reads and writes, after the cells before it.
  ///
  /// - Returns: what would be overwritten.
  mutating func add(_ files: [FileUse]) -> [Diagnostic] {
    let paths = files.map { canonicalPath($0.path) }
    let problems = zip(files, paths).compactMap { file, path in
      file.access == .writes ? problem(with: file, path: path) : nil
    }
    for (file, path) in zip(files, paths) { uses[path, default: []].append(file) }
    // A cell that writes several files tells of one.
    return Array(problems.prefix(1))
  }

  private func problem(with file: FileUse, path: String) -> Diagnostic? {
    if let what = reserved[path] {
      return Diagnostic(
        .overwrittenFile, "'\(file.name)' is \(what)", at: file.place, help: "choose another name")
    }
    guard let earlier = uses[path]?.first else { return nil }
    let isRead = earlier.access == .reads
    return Diagnostic(
      .overwrittenFile,
      "'\(file.name)' would overwrite a file that an earlier cell \(isRead ? "reads" : "writes")",
      at: file.place,
      notes: [.init("it is \(isRead ? "read" : "written") here", at: earlier.place)],
      help: isRead
        ? "choose another name, or another folder for the report with '--output'"
        : "choose another name")
  }
}

extension NotebookOperation {
  /// The files that a cell of this operation reads and writes; none if it can't be bound.
  static func files(of cell: Cell, scope: Scope, in context: CheckContext) -> [FileUse] {
    (try? bind(cell, scope: scope).operation.files(in: context)) ?? []
  }
}
