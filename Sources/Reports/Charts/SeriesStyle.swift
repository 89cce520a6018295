/// What tells one series of a plot from another: colour, and dashes and marks besides.
struct SeriesStyle {
  private let index: Int

  init(_ index: Int) { self.index = index }

  /// How many colours, dashes and marks there are.
  static let count = 6

  /// The number of its colour, from 1.
  var number: Int { index % Self.count + 1 }

  /// Dashes and marks move on by one each time the colours begin again.
  private var variant: Int { (index + index / Self.count) % Self.count }

  private var dashes: String? {
    [nil, "7 4", "2 3", "10 4 2 4", "5 2", "12 3 2 3 2 3"][variant]
  }

  /// A path along the line; its colour is the page's.
  func stroke(_ path: String) -> HTMLNode {
    let node = HTMLNode.element(
      "path", ["class": "line", "d": .text(path), "fill": "none", "stroke": "currentColor"])
    return dashes.map { node.adding("stroke-dasharray", .text($0)) } ?? node
  }

  /// The class that gives a group its colour.
  var className: HTMLNode.Attribute.Value { "series-\(number)" }

  /// An area as a rectangle.
  static func area(
    _ className: HTMLNode.Attribute.Value, x: Double, y: Double, width: Double, height: Double,
    title: String? = nil
  ) -> HTMLNode {
    .element(
      "rect",
      [
        "class": className, "x": .number(x), "y": .number(y), "width": .number(width),
        "height": .number(height),
      ], title.map { [HTMLNode.element("title", text: $0)] } ?? [])
  }

  /// A mark at a point, with words that appear over it.
  func mark(x: Double, y: Double, title: String? = nil) -> HTMLNode {
    let title = title.map { [HTMLNode.element("title", text: $0)] } ?? []
    if variant == 0 {
      return .element(
        "circle", ["class": "mark", "cx": .number(x), "cy": .number(y), "r": .number(3)], title)
    }
    return .element("path", ["class": "mark", "d": .text(outline(x, y))], title)
  }

  private func outline(_ x: Double, _ y: Double) -> String {
    let corners: [(Double, Double)] =
      switch variant {
      case 1: [(-2.8, -2.8), (2.8, -2.8), (2.8, 2.8), (-2.8, 2.8)]
      case 2: [(0, -3.8), (3.6, 2.6), (-3.6, 2.6)]
      case 3: [(0, -4), (4, 0), (0, 4), (-4, 0)]
      case 4: [(-3.6, -2.6), (3.6, -2.6), (0, 3.8)]
      default: [(-1.6, -4), (1.6, -4), (1.6, 4), (-1.6, 4)]
      }
    let points = corners.map { "\(Coordinate.text(x + $0.0)) \(Coordinate.text(y + $0.1))" }
    return "M" + points.joined(separator: "L") + "Z"
  }
}
