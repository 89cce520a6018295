import NotebookRunner
import Operations

/// The plots of a report, each a drawing in a file of its own.
public struct SVGReport: ReportWriter {
  public static let name = "svg"

  /// A writer of plots.
  public init() {}

  public func files(of report: Report) -> [ReportFile] {
    report.cells.filter { $0.run.isShown && $0.run.showsOutput }.flatMap { cell in
      cell.outputs.enumerated().compactMap { index, output in
        guard case .plot(let plot) = output.content else { return nil }
        let drawing = PlotRenderer(plot, words: report.words.plots).document(
          identifier: output.identifier, title: output.title, description: output.alternative)
        // No name of a cell or of an output has a dot, so that no two files have the same.
        let name = output.address.flatMap { _ in plot.name } ?? "\(index + 1)"
        return ReportFile(
          name: "\(report.name).\(cell.run.name).\(name).\(self.name)", text: drawing)
      }
    }
  }
}
