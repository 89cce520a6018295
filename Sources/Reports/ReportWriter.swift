public import NotebookSyntax

/// A format that reports are written in.
///
/// A writer gets a report in which everything is resolved, and says which files it makes of it.
/// To add one, write it in a file of its own and put it into ``Swift/Array/all``.
public protocol ReportWriter: Sendable {
  /// What `--to` calls the format, and what the names of its files end with, such as `html`.
  static var name: String { get }
  /// The files that a report is in this format.
  func files(of report: Report) -> [ReportFile]
}

extension ReportWriter {
  /// What `--to` calls the format.
  public var name: String { Self.name }
}

extension [any ReportWriter] {
  /// All formats there are; one that tells what is wrong with others comes after them.
  public static let all: Self = [HTMLReport(), SVGReport(), JSONReport()]
  /// What is written unless something else is asked for.
  public static let usual: Self = [HTMLReport(), JSONReport()]
}

/// A file of a report.
public struct ReportFile: Sendable {
  /// What the file is called in the folder where reports go, such as `als.html`.
  public var name: String
  /// What is in the file.
  public var text: String
  /// What is wrong with the file, such as that it has become too large.
  public var problems: [Diagnostic]

  /// A file of a report.
  public init(name: String, text: String, problems: [Diagnostic] = []) {
    self.name = name
    self.text = text
    self.problems = problems
  }
}
