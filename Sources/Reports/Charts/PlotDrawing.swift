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

  /// The drawing as a document of its own, with the colours and the size that a page gives it.
  func document(identifier: String, title: String, description: String? = nil) -> String {
    let svg = svg(identifier: identifier, title: title, description: description)
    guard case .element(var element) = svg else { return "" }
    let size = drawing.frame
    let own: KeyValuePairs<String, HTMLNode.Attribute.Value> = [
      "xmlns": "http://www.w3.org/2000/svg", "width": .number(size.width),
      "height": .number(size.height),
    ]
    element.attributes = own.map { HTMLNode.Attribute(name: $0, value: $1) } + element.attributes
    let style = DrawingStyle(of: svg).text
    element.children.insert(.element("style", [:], [.raw("\n\(style)\n")]), at: 2)
    return HTMLNode.element(element).markup
  }

  private var drawing: any PlotDrawing {
    switch plot.drawing {
    case .marks(let marks, let x, let y): MarkPlot(marks, x: x, y: y, words: words)
    case .bars(let bars): BarPlot(bars, words: words)
    case .heatMap(let map): HeatMapPlot(map, words: words)
    }
  }
}
