extension PlotWords {
  static let german = PlotWords(
    linePlot: "Liniendiagramm", scatterPlot: "Streudiagramm", intervals: "Intervalle",
    histogram: "Histogramm", plot: "Diagramm", barChart: "Balkendiagramm",
    dotPlot: "Punktdiagramm", heatMap: "Heatmap",
    head: { "\($0): \($1) nach \($2)" },
    logarithmicHeight: ", auf logarithmischer Skala",
    logarithmicPlace: ", letzteres auf logarithmischer Skala",
    bothLogarithmic: ", beide auf logarithmischer Skala",
    at: { "\($0) bei \($1) \($2)" },
    course: { "von \($0) bis \($1), Minimum \($2)" },
    between: { "zwischen \($0) und \($1)" },
    span: { "\($0) von \($1) bis \($2)" },
    pointCount: { "\($1) \($0 == 1 ? "Punkt" : "Punkte")" },
    bins: { "\($0) in \($1) Klassen, die meisten (\($2)) von \($3) bis \($4)" },
    extremes: { "Maximum \($0), Minimum \($1)" },
    barCount: { "\($1) \($0 == 1 ? "Wert" : "Werte")" },
    size: { "\($0) nach \($1) (\($2) Zeilen) und \($3) (\($4) Spalten)" },
    nothing: "nichts darzustellen", notShown: { "\($0) nicht dargestellt" },
    notAvailable: "nicht vorhanden",
    moreSeries: { "Und \($0) weitere Reihen." },
    nothingToDraw: "Nichts zu zeichnen",
    valuesNotShown: { "\($1) \($0 == 1 ? "Wert" : "Werte") nicht dargestellt" },
    moreCategories: { "\($1) weitere nicht gezeichnet" },
    means: { "jedes Quadrat ist der Mittelwert von bis zu \($0) × \($1) Werten" },
    low: "untere Grenze", high: "obere Grenze", from: "von", to: "bis", count: "Anzahl",
    dataOfPlot: "Daten des Diagramms",
    csv: { rows, included in
      included.map { "CSV, die ersten \($0) von \(rows) Zeilen" } ?? "CSV, \(rows) Zeilen"
    })
}
