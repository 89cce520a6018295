package import Files
package import NotebookSyntax

extension FileError {
  /// The rule that is broken by trying.
  package var code: DiagnosticCode {
    switch (action, reason) {
    case (.read, .missing), (.read, .zeroByte): .missingFile
    case (.read, _): .unreadableFile
    case (.write, _), (.makeFolder, _): .unwritableFile
    }
  }
}
