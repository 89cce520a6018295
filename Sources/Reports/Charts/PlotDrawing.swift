import Operations

/// What a plot looks like.
protocol PlotDrawing {
  var frame: PlotFrame { get }
  var nodes: [HTMLNode] { get }
}

/// A plot as an SVG drawing that follows the page's colours.
struct PlotRenderer {
  let plot: Plot
  private let words: PlotWords

  init(_ plot: Plot, words: PlotWords = .english) {
    self.plot = plot
    self.words = words
  }

  /// The drawing, with a title and a description for those who don't see it.
  ///
  /// - Parameters:
  ///   - identifier: What the ids inside the drawing begin with; unique on its page.
  ///   - title: What the plot shows.
  ///   - description: What there is to see; by default what is most worth knowing of each series.
  /// - Returns: An `svg` element.
  func svg(identifier: String, title: String, description: String? = nil) -> HTMLNode {
    let drawing = drawing
    return .element(
      "svg",
      [
        "class": "plot",
        "viewBox": .text(drawing.frame.viewBox),
        "role": "img", "aria-labelledby": "\(identifier)-title \(identifier)-desc",
      ],
      [
        .element("title", ["id": "\(identifier)-title"], text: title),
        .element(
          "desc", ["id": "\(identifier)-desc"],
          text: description ?? PlotDescription(plot, words: words).text),
      ] + drawing.nodes)
  }

  private var drawing: any PlotDrawing {
    switch plot.drawing {
    case .marks(let marks, let x, let y): MarkPlot(marks, x: x, y: y, words: words)
    case .bars(let bars): BarPlot(bars, words: words)
    case .heatMap(let map): HeatMapPlot(map, words: words)
    }
  }
}
