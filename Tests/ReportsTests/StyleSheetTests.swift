import Foundation
import Testing

@testable import Reports

/// The colours of a page can be told from what they stand on, in the light and in the dark.
@Suite struct StyleSheetTests {
  private let css = String(decoding: PackageResources.report_css, as: UTF8.self)

  /// The colours by name of the first or second `:root`; the dark ones complete the light.
  private func colours(isDark: Bool) -> [String: String] {
    var colours: [String: String] = [:]
    for (index, block) in css.components(separatedBy: ":root {").dropFirst().prefix(2).enumerated()
    where index == 0 || isDark {
      for line in block.prefix(while: { $0 != "}" }).split(separator: "\n") {
        let parts = line.trimmingCharacters(in: .whitespaces).dropLast().split(separator: ": ")
        if parts.count == 2, parts[1].hasPrefix("#") {
          colours[String(parts[0])] = String(parts[1])
        }
      }
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
    let series = (1...LineStyle.count).map { ("--series-\($0)", "--page") }
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

  @Test func hasAColourForEachLineOfAPlot() {
    for number in 1...LineStyle.count { #expect(css.contains(".series-\(number) {")) }
  }
}
