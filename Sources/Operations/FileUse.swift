public import NotebookSyntax

/// A file that a cell reads or writes, known before anything runs.
public struct FileUse: Sendable {
  public enum Access: Sendable {
    case reads
    case writes
  }

  public var access: Access
  /// The path as the cell has it.
  public var name: String
  /// The path from where the program runs.
  public var path: String
  /// Where the cell names it.
  public var place: SourceRange

  public init(_ access: Access, _ name: String, path: String, at place: SourceRange) {
    self.access = access
    self.name = name
    self.path = path
    self.place = place
  }
}
