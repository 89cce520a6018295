/// A drawing of numbers.
///
/// The cases of `Drawing` and of `Mark` are closed: a renderer handles every one of them.
public struct Plot: Hashable, Sendable {
  public enum Drawing: Hashable, Sendable {
    /// Marks over two axes of numbers, the first of them lowest.
    case marks([Mark], x: Axis, y: Axis)
    case bars(Bars)
    case heatMap(HeatMap)
  }

  public struct Axis: Hashable, Sendable {
    public enum Scale: Hashable, Sendable { case linear, logarithmic }
    public var label: String
    public var scale: Scale

    public init(_ label: String, _ scale: Scale = .linear) {
      self.label = label
      self.scale = scale
    }
  }

  /// What the plot shows, if the cell's author gives no caption.
  public var caption: String
  /// What notebooks call the plot, such as `curve`; nil if it has no name.
  public internal(set) var name: String?
  public var drawing: Drawing

  public init(_ caption: String, _ drawing: Drawing) {
    self.caption = caption
    self.drawing = drawing
  }

  /// Lines over two axes.
  public init(_ caption: String, x: Axis, y: Axis, lines: [Line]) {
    self.init(caption, x: x, y: y, marks: lines.map(Mark.line))
  }

  /// Marks over two axes, the first of them lowest; those of one label share a colour and a name.
  public init(_ caption: String, x: Axis, y: Axis, marks: [Mark]) {
    self.init(caption, .marks(marks, x: x, y: y))
  }

  /// The lines among the marks.
  public var lines: [Line] {
    guard case .marks(let marks, _, _) = drawing else { return [] }
    return marks.compactMap { mark in
      if case .line(let line) = mark { line } else { nil }
    }
  }
}

// MARK: Marks over two axes

extension Plot {
  /// What stands over two axes; a number for which an axis has no place is left out.
  public enum Mark: Hashable, Sendable {
    case line(Line)
    case points(Points)
    case band(Band)
    case histogram(Histogram)

    public var label: String {
      switch self {
      case .line(let line): line.label
      case .points(let points): points.label
      case .band(let band): band.label
      case .histogram(let histogram): histogram.label
      }
    }
  }

  /// A line through points, in the order of x; a y that is not finite leaves a gap.
  public struct Line: Hashable, Sendable {
    public var label: String
    public var x: [Double]
    public var y: [Double]

    public init(_ label: String, x: [Double], y: [Double]) {
      precondition(x.count == y.count, "A line has as many x as y")
      self.label = label
      self.x = x
      self.y = y
    }
  }

  /// Points that no line joins.
  public struct Points: Hashable, Sendable {
    public var label: String
    public var x: [Double]
    public var y: [Double]

    public init(_ label: String, x: [Double], y: [Double]) {
      precondition(x.count == y.count, "Points have as many x as y")
      self.label = label
      self.x = x
      self.y = y
    }
  }

  /// The area between two numbers at each x, such as a credible interval.
  public struct Band: Hashable, Sendable {
    public var label: String
    public var x: [Double]
    public var low: [Double]
    public var high: [Double]

    public init(_ label: String, x: [Double], low: [Double], high: [Double]) {
      precondition(
        x.count == low.count && x.count == high.count, "A band has as many low and high as x")
      self.label = label
      self.x = x
      self.low = low
      self.high = high
    }
  }

  /// How many numbers lie between one edge and the next.
  public struct Histogram: Hashable, Sendable {
    public var label: String
    /// The edges of the bins, ascending, one more than there are counts.
    public var edges: [Double]
    public var counts: [Int]
    /// How many numbers lie in no bin.
    public var omittedCount: Int

    public init(_ label: String, edges: [Double], counts: [Int], omittedCount: Int = 0) {
      precondition(
        edges.count == counts.count + 1 || edges.isEmpty && counts.isEmpty,
        "A histogram has one more edge than counts")
      self.label = label
      self.edges = edges
      self.counts = counts
      self.omittedCount = omittedCount
    }

    /// Counts numbers into bins.
    ///
    /// A bin holds its lower edge but not its upper one, and the last bin holds both.
    ///
    /// - Parameters:
    ///   - label: What the numbers are called.
    ///   - values: The numbers; those that lie in no bin, NaN among them, are `omittedCount`.
    ///   - edges: The edges of the bins, ascending and finite, at least two.
    public init(_ label: String, of values: [Double], edges: [Double]) {
      precondition(
        edges.count >= 2 && edges.allSatisfy(\.isFinite)
          && zip(edges, edges.dropFirst()).allSatisfy(<), "Edges ascend, and are at least two")
      var counts = Array(repeating: 0, count: edges.count - 1)
      var omitted = 0
      for value in values {
        guard value >= edges[0], value <= edges[edges.count - 1] else {
          omitted += 1
          continue
        }
        var (lower, upper) = (0, counts.count)
        // edges[lower] <= value < edges[upper], but for the last edge.
        while upper - lower > 1 {
          let middle = (lower + upper) / 2
          if edges[middle] <= value { lower = middle } else { upper = middle }
        }
        counts[lower] += 1
      }
      self.init(label, edges: edges, counts: counts, omittedCount: omitted)
    }
  }
}

// MARK: Bars

extension Plot {
  /// A number for each of some named things, or one for each of several groups.
  public struct Bars: Hashable, Sendable {
    public struct Group: Hashable, Sendable {
      public var label: String
      /// A number for each category; NaN is a value that is not there.
      public var values: [Double]

      public init(_ label: String, _ values: [Double]) {
        self.label = label
        self.values = values
      }
    }
    /// What the categories are, such as "model".
    public var label: String
    /// The names, in the order in which they are shown.
    public var categories: [String]
    /// What the numbers are; where its scale is logarithmic there are dots in place of bars, as
    /// nothing is where a bar could begin.
    public var axis: Axis
    public var groups: [Group]

    public init(_ label: String, categories: [String], axis: Axis, groups: [Group]) {
      precondition(
        groups.allSatisfy { $0.values.count == categories.count },
        "A group of bars has a value for each category")
      self.label = label
      self.categories = categories
      self.axis = axis
      self.groups = groups
    }

    public init(_ label: String, categories: [String], axis: Axis, values: [Double]) {
      self.init(label, categories: categories, axis: axis, groups: [Group("", values)])
    }
  }

  /// Bars over named categories.
  public init(_ caption: String, bars: Bars) {
    self.init(caption, .bars(bars))
  }
}

// MARK: Heat map

extension Plot {
  /// Numbers in rows and columns, shown by colours.
  public struct HeatMap: Hashable, Sendable {
    public enum Colours: Hashable, Sendable {
      /// From pale to strong as the numbers grow.
      case sequential
      /// One hue below a number and another above it.
      case diverging(around: Double)
    }
    /// What the rows and the columns are, such as "user" and "item".
    public var rowLabel: String
    public var columnLabel: String
    public var rows: [String]
    public var columns: [String]
    /// Row by row; NaN is a value that is not there.
    public var values: [Double]
    /// What the numbers are.
    ///
    /// Where its scale is logarithmic, equal ratios are equal steps of
    /// colour; colours that diverge are always linear.
    public var value: Axis
    public var colours: Colours

    public init(
      _ value: Axis, rows: [String], columns: [String], values: [Double], rowLabel: String = "row",
      columnLabel: String = "column", colours: Colours = .sequential
    ) {
      precondition(
        values.count == rows.count * columns.count, "A heat map has a value for each row and column"
      )
      self.value = value
      self.rows = rows
      self.columns = columns
      self.values = values
      self.rowLabel = rowLabel
      self.columnLabel = columnLabel
      self.colours = colours
    }

    public subscript(row: Int, column: Int) -> Double { values[row * columns.count + column] }
  }

  /// A heat map.
  public init(_ caption: String, heatMap: HeatMap) {
    self.init(caption, .heatMap(heatMap))
  }
}
