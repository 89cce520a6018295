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
  /// - Returns: what can't be read, and what would be overwritten.
  mutating func add(_ files: [FileUse]) -> [Diagnostic] {
    let paths = files.map { canonicalPath($0.path) }
    let read = zip(files, paths).compactMap { file, path in
      file.access == .reads ? problem(reading: file, path: path) : nil
    }
    let written = zip(files, paths).compactMap { file, path in
      file.access == .writes ? problem(writing: file, path: path) : nil
    }
    for (file, path) in zip(files, paths) { uses[path, default: []].append(file) }
    // A cell that writes several files tells of one.
    return read + written.prefix(1)
  }

  /// Why a file can't be read, as far as it shows before a run: an earlier cell may write it.
  private func problem(reading file: FileUse, path: String) -> Diagnostic? {
    guard uses[path]?.contains(where: { $0.access == .writes }) != true else { return nil }
    do throws(FileError) {
      _ = try File.size(of: file.path)
      return nil
    } catch {
      let help: String? =
        switch error.reason {
        case .missing:
          "paths are relative to the notebook's folder; this one is '\(file.path)'"
        case .zeroByte: "write the path without '\\0'"
        default: nil
        }
      return Diagnostic(error.code, error.inWords(naming: file.name), at: file.place, help: help)
    }
  }

  private func problem(writing file: FileUse, path: String) -> Diagnostic? {
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
