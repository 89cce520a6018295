import Foundation
import Testing

@testable import Reports

/// The colours of a page can be told from what they stand on, in the light and in the dark.
@Suite struct StyleSheetTests {
  private let css = StyleSheet.text

  /// The colours by name, as `light-dark(…, …)` gives them.
  private func colours(isDark: Bool) -> [String: String] {
    var colours: [String: String] = [:]
    for match in css.matches(of: #/(--[a-z0-9-]+): light-dark\((#\w{6}), (#\w{6})\);/#) {
      colours[String(match.1)] = String(isDark ? match.3 : match.2)
    }
    return colours
  }

  /// Relative luminance as WCAG 2.1 defines it.
  private func luminance(_ colour: String) throws -> Double {
    let value = try #require(Int(colour.dropFirst(), radix: 16))
    let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel in
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  @Test(arguments: [false, true]) func textStandsOutFromWhatItStandsOn(isDark: Bool) throws {
    let colours = colours(isDark: isDark)
    let series = (1...SeriesStyle.count).map { ("--series-\($0)", "--page") }
    let pairs =
      series + [
        ("--ink", "--page"), ("--ink", "--shade"), ("--quiet", "--page"), ("--quiet", "--shade"),
        ("--link", "--page"), ("--link", "--error-shade"), ("--error", "--page"),
        ("--error", "--error-shade"), ("--ink", "--error-shade"), ("--quiet", "--error-shade"),
        ("--warning", "--warning-shade"), ("--ink", "--warning-shade"),
        ("--quiet", "--warning-shade"),
      ]
    for (front, back) in pairs {
      let front = (front, try luminance(try #require(colours[front])))
      let back = (back, try luminance(try #require(colours[back])))
      let contrast = (max(front.1, back.1) + 0.05) / (min(front.1, back.1) + 0.05)
      #expect(contrast >= 4.5, "\(front.0) on \(back.0), dark: \(isDark)")
    }
  }

  /// A rule for what the system prefers would not know what the reader chose.
  @Test func leavesTheChoiceOfColoursToTheSwitch() {
    #expect(!madePage(SampleRun.run()).contains("prefers-color-scheme"))
  }

  @Test func hasAColourForEachLineOfAPlot() {
    for number in 1...SeriesStyle.count { #expect(css.contains(".series-\(number) {")) }
  }
}
