public import NotebookSyntax
public import Operations

/// Something that happened to a cell during a run.
public struct RunEvent: Sendable {
  /// Which cell, and how many there are.
  public struct Place: Sendable {
    public var cell: Cell
    public var index: Int
    public var count: Int
  }

  public enum Kind: Sendable {
    case started
    case progressed(Checkpoint)
    /// The operation has something to say that is no progress and no result.
    case noticed(String)
    case finished(seconds: Double)
    /// The cell failed, which may be allowed by its options.
    case failed(Diagnostic, isAllowed: Bool)
    case skipped(because: String)
  }

  public var place: Place
  public var kind: Kind
}
