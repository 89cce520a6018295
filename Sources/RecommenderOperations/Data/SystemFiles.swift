import Files
import NotebookSyntax
import Operations

/// What keeps a file from being read, as far as it shows before anything is read; nil if nothing
/// does.
///
/// - Parameters:
///   - path: the path as a cell has it.
///   - resolved: the path from where the program runs.
///   - place: where the cell names it.
/// - Returns: what is wrong.
func fileProblem(_ path: String, resolved: String, at place: SourceRange) -> Diagnostic? {
  do throws(FileError) {
    _ = try File.size(of: resolved)
    return nil
  } catch {
    let help: String? =
      switch error.reason {
      case .missing:
        "paths are relative to the notebook's folder; this one is '\(resolved)'"
      case .zeroByte: "write the path without '\\0'"
      default: nil
      }
    return Diagnostic(error.code, error.inWords(naming: path), at: place, help: help)
  }
}
