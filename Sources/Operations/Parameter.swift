public import NotebookSyntax

/// A parameter that is written in the cell, with a default, or required.
@propertyWrapper
public struct Parameter<Value: Sendable>: Sendable {
  let help: String
  let fallback: Value?
  let codec: Codec
  var bound: Bound<Value>?

  /// How values are read, checked and written.
  struct Codec: Sendable {
    var expectation: String
    /// The bounds of the values as a notebook would write them; nil where there are none.
    var least: String? = nil
    var greatest: String? = nil
    var read: @Sendable (YAMLNode) throws(Mismatch) -> Value
    /// The value as a notebook would write it; nil for the value of a parameter left out.
    var write: @Sendable (Value) -> String?
  }

  public var wrappedValue: Value {
    guard let value = bound?.value ?? fallback else {
      preconditionFailure("A required parameter was read before it was bound")
    }
    return value
  }

  /// Where the value is written, for a diagnostic about it; nil if it isn't.
  public var projectedValue: SourceRange? { bound?.range }

  /// The value as a notebook would write it; nil if there is none.
  var written: String? { (bound?.value ?? fallback).flatMap(codec.write) }
}

/// A value and where it is written.
struct Bound<Value: Sendable>: Sendable {
  var value: Value
  var range: SourceRange
}

// MARK: - Declarations

extension Parameter where Value: ParameterValue {
  /// Declares a required parameter.
  public init(_ help: String) {
    self.init(help: help, fallback: nil, codec: .plain)
  }

  /// Declares a parameter with a default.
  public init(wrappedValue: Value, _ help: String) {
    self.init(help: help, fallback: wrappedValue, codec: .plain)
  }

  /// Declares a parameter with a default, whose values are bounded on both sides.
  public init(wrappedValue: Value, _ help: String, in range: ClosedRange<Value>)
  where Value: Comparable {
    self.init(help: help, fallback: wrappedValue, codec: .bounded(range))
  }

  /// Declares a parameter with a default, whose values are bounded from below.
  public init(wrappedValue: Value, _ help: String, in range: PartialRangeFrom<Value>)
  where Value: Comparable {
    self.init(help: help, fallback: wrappedValue, codec: .bounded(range))
  }
}

extension Parameter {
  /// Declares a parameter that may be left out.
  public init<Wrapped: ParameterValue>(wrappedValue: Value, _ help: String)
  where Value == Wrapped? {
    self.init(help: help, fallback: wrappedValue, codec: .optional(Parameter<Wrapped>.Codec.plain))
  }

  /// Declares a parameter that may be left out, whose values are bounded from below.
  public init<Wrapped: ParameterValue & Comparable>(
    wrappedValue: Value, _ help: String, in range: PartialRangeFrom<Wrapped>
  ) where Value == Wrapped? {
    self.init(
      help: help, fallback: wrappedValue,
      codec: .optional(Parameter<Wrapped>.Codec.bounded(range)))
  }

  private init(help: String, fallback: Value?, codec: Codec) {
    self.help = help
    self.fallback = fallback
    self.codec = codec
  }
}

extension Parameter.Codec where Value: ParameterValue {
  static var plain: Self {
    Self(expectation: Value.expectation) { node throws(Mismatch) in
      try Value(yaml: node)
    } write: {
      $0.yaml
    }
  }

  static func bounded(_ range: ClosedRange<Value>) -> Self where Value: Comparable {
    let (least, greatest) = (range.lowerBound.yaml, range.upperBound.yaml)
    return .plain.restricted(
      to: "between \(least) and \(greatest)", least: least, greatest: greatest
    ) { range.contains($0) }
  }

  static func bounded(_ range: PartialRangeFrom<Value>) -> Self where Value: Comparable {
    let least = range.lowerBound.yaml
    return .plain.restricted(to: "at least \(least)", least: least) { range.contains($0) }
  }

  private func restricted(
    to rule: String, least: String?, greatest: String? = nil,
    _ allows: @escaping @Sendable (Value) -> Bool
  ) -> Self {
    Self(expectation: "\(expectation), \(rule)", least: least, greatest: greatest) {
      node throws(Mismatch) in
      let value = try self.read(node)
      guard allows(value) else { throw Mismatch() }
      return value
    } write: {
      $0.yaml
    }
  }
}

extension Parameter.Codec {
  static func optional<Wrapped>(_ codec: Parameter<Wrapped>.Codec) -> Self
  where Value == Wrapped? {
    Self(expectation: codec.expectation, least: codec.least, greatest: codec.greatest) {
      node throws(Mismatch) in
      try codec.read(node)
    } write: {
      $0.flatMap(codec.write)
    }
  }
}

/// A parameter that names the result of an earlier cell.
///
/// It may be left out where exactly one earlier result will do, unless it is optional.
@propertyWrapper
public struct Input<Value: Sendable>: Sendable {
  let help: String
  let slot: Slot
  var bound: Bound<Value>?
  /// Where the name of the result is written.
  var range: SourceRange?
  /// The result that was named or filled in.
  var reference: String?
  /// What that result has; nil if there is none, or if no more is known of it than that it is there.
  public internal(set) var shape: ResultShape?

  /// What an input takes.
  struct Slot: Sendable {
    var typeDescription: String
    var isOptional: Bool
    /// The value where nothing is written and nothing filled in.
    var absent: Value?
    var accepts: @Sendable (any Presentable.Type) -> Bool
    var take: @Sendable (any Presentable) -> Value?
  }

  public var wrappedValue: Value {
    guard let value = bound?.value ?? slot.absent else {
      preconditionFailure("An input was read before it was bound")
    }
    return value
  }

  /// Where the name of the result is written, for a diagnostic about it.
  public var projectedValue: SourceRange? { range }
}

extension Input {
  /// Declares an input that has to be there.
  public init(_ help: String) where Value: InputValue {
    self.help = help
    self.slot = Slot(
      typeDescription: Value.typeDescription, isOptional: false, absent: nil,
      accepts: { Value.accepts($0) }, take: { Value($0) })
  }

  /// Declares an input that may be left out, and then is nil.
  public init<Wrapped: InputValue>(wrappedValue: Value, _ help: String) where Value == Wrapped? {
    self.help = help
    self.slot = Slot(
      typeDescription: Wrapped.typeDescription, isOptional: true, absent: .some(wrappedValue),
      accepts: { Wrapped.accepts($0) }, take: { Wrapped($0).map { .some($0) } })
  }
}
