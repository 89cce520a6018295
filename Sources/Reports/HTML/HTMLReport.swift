import NotebookRunner
import NotebookSyntax

/// A report as one page that needs neither network nor scripts.
public struct HTMLReport: ReportWriter {
  public static let name = "html"

  /// A writer of pages.
  public init() {}

  public func files(of report: Report) -> [ReportFile] {
    let page = HTMLPage(report).written
    let problem = page.weight.problem(in: report.run.notebook)
    return [
      ReportFile(
        name: "\(report.name).\(name)", text: page.text, problems: problem.map { [$0] } ?? [])
    ]
  }

  /// The whole page.
  public func text(of report: Report) -> String { HTMLPage(report).written.text }
}
