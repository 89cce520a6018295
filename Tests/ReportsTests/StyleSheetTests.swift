import Operations
import Testing

@testable import Reports

/// The colours of a page can be told from what they stand on and from each other, in the light
/// and in the dark.
@Suite struct StyleSheetTests {
  private let css = StyleSheet.text

  /// The colours by name, as `light-dark(…, …)` gives them.
  private func colours(isDark: Bool) -> [String: PerceivedColour] {
    var colours: [String: PerceivedColour] = [:]
    for match in css.matches(of: #/(--[a-z0-9-]+): light-dark\((#\w{6}), (#\w{6})\);/#) {
      colours[String(match.1)] = PerceivedColour(String(isDark ? match.3 : match.2))
    }
    return colours
  }

  private let series = (1...SeriesStyle.count).map { "--series-\($0)" }

  @Test(arguments: [false, true]) func textStandsOutFromWhatItStandsOn(isDark: Bool) throws {
    let colours = colours(isDark: isDark)
    let pairs =
      series.map { ($0, "--page") } + [
        ("--ink", "--page"), ("--ink", "--shade"), ("--quiet", "--page"), ("--quiet", "--shade"),
        ("--link", "--page"), ("--link", "--error-shade"), ("--error", "--page"),
        ("--error", "--error-shade"), ("--ink", "--error-shade"), ("--quiet", "--error-shade"),
        ("--warning", "--warning-shade"), ("--ink", "--warning-shade"),
        ("--quiet", "--warning-shade"), ("--tip", "--page"), ("--tip", "--shade"),
      ]
    for (front, back) in pairs {
      let contrast = try #require(colours[front]).contrast(with: try #require(colours[back]))
      #expect(contrast >= 4.5, "\(front) on \(back), dark: \(isDark)")
    }
  }

  /// 12 is far beyond what is just noticed, which is about 1; without colour blindness 20.
  @Test(arguments: PerceivedColour.Vision.allCases, [false, true])
  func seriesAreToldApartWhateverTheEye(_ vision: PerceivedColour.Vision, isDark: Bool) throws {
    let colours = colours(isDark: isDark)
    let seen = try series.map { try #require(colours[$0]).seen(with: vision) }
    for (index, colour) in seen.enumerated() {
      for other in 0..<index {
        let difference = colour.difference(from: seen[other])
        #expect(
          difference >= (vision == .common ? 20 : 12),
          "series \(other + 1) and \(index + 1), dark: \(isDark)")
      }
    }
  }

  /// Bars of histograms are paler than their series.
  @Test(arguments: [false, true]) func areasStandOutFromThePage(isDark: Bool) throws {
    let colours = colours(isDark: isDark)
    let page = try #require(colours["--page"])
    #expect(css.contains("fill: color-mix(in oklab, currentColor 75%, var(--page));"))
    for name in series {
      let bar = page.mixed(with: try #require(colours[name]), share: 0.75)
      #expect(bar.contrast(with: page) >= 3, "\(name), dark: \(isDark)")
    }
  }

  /// Through a scale of colours lightness goes one way only, or from its middle to both sides, so
  /// that it is read even without colours; and numbers on it are read at every place.
  @Test(arguments: [false, true], ["sequential", "diverging"])
  func scalesAreReadWithoutColour(isDark: Bool, scale: String) throws {
    let colours = colours(isDark: isDark)
    let stops = try (1...(scale == "sequential" ? 3 : 5)).map {
      try #require(colours["--\(scale)-\($0)"])
    }
    let (pale, strong) = (
      try #require(colours["--on-pale"]), try #require(colours["--on-strong"])
    )
    let map = Plot.HeatMap(
      Plot.Axis("v"), rows: ["r"], columns: ["a", "b"], values: [-1, 1],
      colours: scale == "sequential" ? .sequential : .diverging(around: 0))
    let heat = HeatScale(map, from: 0, to: 100)
    var lightness: [Double] = []
    for step in 0...100 {
      let share = Double(step) / 100
      let place = share * Double(stops.count - 1)
      let segment = min(Int(place), stops.count - 2)
      let colour = stops[segment].mixed(with: stops[segment + 1], share: place - Double(segment))
      lightness.append(colour.lab[0])
      let contrast = colour.contrast(with: heat.isStrong(share) ? strong : pale)
      #expect(contrast >= 4.5, "\(share) of \(scale), dark: \(isDark)")
    }
    // Away from the colour of the page.
    let sign = isDark ? 1.0 : -1.0
    let halves =
      scale == "sequential"
      ? [lightness] : [Array(lightness[...50].reversed()), Array(lightness[50...])]
    for half in halves {
      #expect(zip(half, half.dropFirst()).allSatisfy { sign * ($1 - $0) > 0 })
      #expect(abs(half[0] - half[half.count - 1]) > 50)
    }
  }

  @Test func differencesAreThoseOfTheLiterature() {
    // From table 1 of Sharma, Wu and Dalal.
    let pairs: [([Double], [Double], Double)] = [
      ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425),
      ([50, -1, 2], [50, 0, 0], 2.3669),
      ([50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195),
      ([50, 2.5, 0], [73, 25, -18], 27.1492),
      ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
      ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
    ]
    for (first, second, difference) in pairs {
      #expect(abs(PerceivedColour.ciede2000(first, second) - difference) < 1e-4)
    }
  }

  /// A rule for what the system prefers would not know what the reader chose.
  @Test func leavesTheChoiceOfColoursToTheSwitch() {
    #expect(!madePage(SampleRun.run()).contains("prefers-color-scheme"))
  }

  @Test func hasAColourForEachSeriesOfAPlot() {
    for number in 1...SeriesStyle.count { #expect(css.contains(".series-\(number) {")) }
  }
}
