import Files
package import NotebookSyntax

extension SourceFile {
  /// Reads a file that the command line names.
  package static func read(_ path: String) throws -> SourceFile {
    try SourceFile(path: path, bytes: File.read(path, atMost: mostBytes))
  }

  /// A hundred thousand lines, and more than a person writes.
  private static let mostBytes = 32_000_000
}
