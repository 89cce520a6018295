import TestSupport
import Testing

@testable import Reports

/// A drawing as its markup has it: where things are, and what is said.
struct DrawnPlot {
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  let survey: WellFormed.Survey
  let width: Double
  let height: Double

  init(_ markup: String) throws {
    survey = try WellFormed.check(markup)
    let box = survey.elements.first?.attributes["viewBox"] ?? ""
    let numbers = try box.split(separator: " ").map(Self.number)
    guard numbers.count == 4 else { throw Problem(description: "No viewBox") }
    (width, height) = (numbers[2], numbers[3])
  }

  /// Throws if anything lies out of the drawing, or nowhere.
  func check() throws {
    guard Set(survey.defined).count == survey.defined.count, survey.referred == survey.defined
    else { throw Problem(description: "\(survey.defined) and \(survey.referred)") }
    for (name, attributes) in survey.elements {
      func number(_ key: String) throws -> Double? { try attributes[key].map(Self.number) }
      for key in ["x", "x1", "x2", "cx"] { try check(number(key), upTo: width, name) }
      for key in ["y", "y1", "y2", "cy"] { try check(number(key), upTo: height, name) }
      if name == "rect" {
        guard let x = try number("x"), let y = try number("y"), let wide = try number("width"),
          let high = try number("height"), wide >= 0, high >= 0
        else { throw Problem(description: "A rectangle with \(attributes)") }
        try check(x + wide, upTo: width, name)
        try check(y + high, upTo: height, name)
      }
      if let path = attributes["d"] { try check(path: path) }
    }
  }

  private func check(path: String) throws {
    // A line that goes nowhere is a dot.
    let numbers = try path.replacing("h0", with: "").split { "MLZ ".contains($0) }
      .map { try Self.number(String($0)) }
    guard numbers.count.isMultiple(of: 2) else { throw Problem(description: path) }
    for index in stride(from: 0, to: numbers.count, by: 2) {
      try check(numbers[index], upTo: width, "path")
      try check(numbers[index + 1], upTo: height, "path")
    }
  }

  private func check(_ place: Double?, upTo limit: Double, _ name: String) throws {
    guard let place else { return }
    // Marks are a few units wide, and coordinates are rounded to hundredths.
    guard place >= -0.02, place <= limit + 0.02 else {
      throw Problem(description: "<\(name)> at \(place), not in 0...\(limit)")
    }
  }

  private static func number(_ text: some StringProtocol) throws -> Double {
    guard let number = Double(text), number.isFinite, text != "-0",
      text.allSatisfy({ "-.0123456789".contains($0) })
    else { throw Problem(description: "'\(text)' is no coordinate") }
    return number
  }

  /// The description's text.
  static func description(in markup: String) -> String {
    String(
      markup.split(separator: "-desc\">").dropFirst().first?.split(separator: "</desc>").first ?? ""
    )
  }
}
