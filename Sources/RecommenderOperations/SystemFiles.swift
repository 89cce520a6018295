import Glibc
import NotebookSyntax
import Operations
import Recommenders

/// What keeps a file from being read, as far as it shows before anything is read; nil if nothing
/// does.
///
/// - Parameters:
///   - path: the path as a cell has it.
///   - resolved: the path from where the program runs.
///   - place: where the cell names it.
/// - Returns: what is wrong.
func fileProblem(_ path: String, resolved: String, at place: SourceRange) -> Diagnostic? {
  // For the system, a path ends at a zero byte.
  guard !path.utf8.contains(0) else {
    return Diagnostic(
      .missingFile, "A path can't contain a zero byte, and this one does", at: place,
      help: "write the path without '\\0'")
  }
  var status = stat()
  guard stat(resolved, &status) == 0 else {
    return Diagnostic(
      .missingFile, "There is no file '\(path)'", at: place,
      help: "paths are relative to the notebook's folder; this one is '\(resolved)'")
  }
  let reason: UnreadableFile
  switch status.st_mode & S_IFMT {
  case S_IFREG: reason = .notPermitted
  case S_IFDIR: reason = .isDirectory
  default: reason = .notRegular
  }
  if reason == .notPermitted, access(resolved, R_OK) == 0 { return nil }
  return Diagnostic(reason.code, "'\(path)' \(reason.inWords)", at: place)
}

/// What the system says an error number means.
func systemMessage(_ number: Int32) -> String { String(cString: strerror(number)) }
