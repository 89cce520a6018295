public import Bounds

/// What may be written for a parameter, or for a part of one.
///
/// Sentences for people and schemas for programs are both made of it.
public indirect enum ParameterShape: Hashable, Sendable {
  /// A whole number.
  case integer(Interval<Int> = Interval())
  /// A finite number.
  case real(Interval<Double> = Interval())
  /// True or false.
  case flag
  /// Any text but none.
  case text
  /// One of a few words.
  case word([String])
  /// A text that a regular expression describes.
  case pattern(String)
  /// What stands for a value that isn't there, `~`.
  case nothing
  /// A list of values that all have a shape, and how many there may be.
  case list(of: ParameterShape, count: Interval<Int> = Interval())
  /// Values under names that are known, any of which may be left out, and how many there may be.
  case mapping([Entry], count: Interval<Int> = Interval())
  /// A value that has one of several shapes.
  case oneOf([ParameterShape])
  /// The name of the result of an earlier cell.
  case result(ResultSlot)
  /// A shape with a clause of its own, such as "a number above 0, or 'sample' to draw it too".
  case described(ParameterShape, as: String)

  /// A value of a mapping and its name.
  public struct Entry: Hashable, Sendable {
    /// The name of the value.
    public var name: String
    /// What the value may be.
    public var shape: ParameterShape

    /// Makes an entry.
    public init(_ name: String, _ shape: ParameterShape) {
      self.name = name
      self.shape = shape
    }
  }
}

/// What kind of result an input takes.
public struct ResultSlot: Hashable, Sendable {
  /// What it takes, such as "a split or a rating table".
  public var typeDescription: String
  /// Whether results of a type will do.
  public var accepts: @Sendable (any Presentable.Type) -> Bool

  /// The slot for values of a type.
  public init<Value: InputValue>(for type: Value.Type) {
    typeDescription = Value.typeDescription
    accepts = { Value.accepts($0) }
  }

  public static func == (a: ResultSlot, b: ResultSlot) -> Bool {
    a.typeDescription == b.typeDescription
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(typeDescription) }
}

extension ParameterShape {
  /// What may be written, as a clause such as "a whole number, between 1 and 512".
  public var expectation: String {
    switch self {
    case .integer(let interval): "a whole number" + Self.rule(interval)
    case .real(let interval): "a number" + Self.rule(interval)
    case .flag: "true or false"
    case .text: "text"
    case .word(let words): Self.choice(words.map { "'\($0)'" })
    case .pattern(let pattern): "text such as /\(pattern)/"
    case .nothing: "~"
    case .list(of: .result(let slot), _): "a list of names, each of \(slot.typeDescription)"
    case .list(let element, let count):
      "a list" + (count.words { String($0) }.map { " of \($0)" } ?? "") + ", each "
        + element.expectation
    case .mapping(let entries, _): "{\(entries.map { "\($0.name): …" }.joined(separator: ", "))}"
    case .oneOf(let shapes): Self.choice(shapes.map(\.expectation))
    case .result(let slot): "the name of \(slot.typeDescription)"
    case .described(_, let clause): clause
    }
  }

  private static func rule<Number: ParameterValue>(_ interval: Interval<Number>) -> String {
    interval.words { $0.yaml }.map { ", \($0)" } ?? ""
  }

  private static func choice(_ clauses: [String]) -> String {
    guard let last = clauses.last, clauses.count > 1 else { return clauses.joined() }
    return clauses.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension Interval {
  /// The interval as an adverb, such as "between 1 and 512"; nil if all numbers are in it.
  func words(_ text: (Number) -> String) -> String? {
    let low = lower.map { "\($0.isIncluded ? "at least" : "above") \(text($0.number))" }
    let high = upper.map { "\($0.isIncluded ? "at most" : "below") \(text($0.number))" }
    if let lower, let upper, lower.isIncluded, upper.isIncluded {
      return "between \(text(lower.number)) and \(text(upper.number))"
    }
    let clauses = [low, high].compactMap { $0 }
    return clauses.isEmpty ? nil : clauses.joined(separator: " and ")
  }
}
