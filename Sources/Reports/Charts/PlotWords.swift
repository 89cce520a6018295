/// What plots say by themselves, in the language of the page.
///
/// Numbers come as texts, and with them their counts where a plural depends on it.
struct PlotWords: Sendable {
  typealias Words = @Sendable (String) -> String
  typealias CountedWords = @Sendable (_ count: Int, _ digits: String) -> String

  var linePlot: String
  var scatterPlot: String
  var intervals: String
  var histogram: String
  var plot: String
  var barChart: String
  var dotPlot: String
  var heatMap: String

  /// The first sentence of a description, from the kind, what is shown, and over what.
  var head: @Sendable (_ kind: String, _ shown: String, _ over: String) -> String
  var logarithmicHeight: String
  var logarithmicPlace: String
  var bothLogarithmic: String
  var at: @Sendable (_ value: String, _ axis: String, _ place: String) -> String
  var course: @Sendable (_ start: String, _ end: String, _ minimum: String) -> String
  var between: @Sendable (_ low: String, _ high: String) -> String
  var span: @Sendable (_ axis: String, _ low: String, _ high: String) -> String
  var pointCount: CountedWords
  var bins:
    @Sendable (_ total: String, _ bins: String, _ most: String, _ low: String, _ high: String)
      -> String
  var extremes: @Sendable (_ largest: String, _ smallest: String) -> String
  var barCount: CountedWords
  /// What a heat map shows, over which rows and columns, and how many of them.
  var size:
    @Sendable (_ value: String, _ row: String, _ rows: String, _ column: String, _ columns: String)
      -> String
  var nothing: String
  var notShown: Words
  var notAvailable: String
  var moreSeries: Words

  var nothingToDraw: String
  var valuesNotShown: CountedWords
  var moreCategories: CountedWords
  var means: @Sendable (_ rows: String, _ columns: String) -> String

  var low: String
  var high: String
  var from: String
  var to: String
  var count: String
  var dataOfPlot: String
  /// What a link to data is called, from how many rows there are and how many of them are in it.
  var csv: @Sendable (_ rows: String, _ included: String?) -> String

  static let english = PlotWords(
    linePlot: "Line plot", scatterPlot: "Scatter plot", intervals: "Intervals",
    histogram: "Histogram", plot: "Plot", barChart: "Bar chart", dotPlot: "Dot plot",
    heatMap: "Heat map",
    head: { "\($0) of \($1) by \($2)" },
    logarithmicHeight: ", on a logarithmic scale",
    logarithmicPlace: ", which is on a logarithmic scale",
    bothLogarithmic: ", both on logarithmic scales",
    at: { "\($0) at \($1) \($2)" },
    course: { "from \($0) to \($1), minimum \($2)" },
    between: { "between \($0) and \($1)" },
    span: { "\($0) from \($1) to \($2)" },
    pointCount: { "\($1) \($0 == 1 ? "point" : "points")" },
    bins: { "\($0) in \($1) bins, most (\($2)) from \($3) to \($4)" },
    extremes: { "largest \($0), smallest \($1)" },
    barCount: { "\($1) \($0 == 1 ? "value" : "values")" },
    size: { "\($0) by \($1) (\($2) rows) and \($3) (\($4) columns)" },
    nothing: "nothing to show", notShown: { "\($0) not shown" },
    notAvailable: "not available",
    moreSeries: { "And \($0) more series." },
    nothingToDraw: "Nothing to draw",
    valuesNotShown: { "\($1) \($0 == 1 ? "value" : "values") not shown" },
    moreCategories: { "\($1) more not drawn" },
    means: { "each square is the mean of up to \($0) × \($1) values" },
    low: "low", high: "high", from: "from", to: "to", count: "count",
    dataOfPlot: "Data of the plot",
    csv: { rows, included in
      included.map { "CSV, the first \($0) of \(rows) rows" } ?? "CSV, \(rows) rows"
    })
}

extension PlotWords {
  /// A note on values that are not shown; nil if all are.
  func note(notShown count: Int) -> String? {
    count > 0 ? valuesNotShown(count, DisplayedNumber.count(count)) : nil
  }
}
