public import Bounds
public import NotebookSyntax

/// A parameter that is written in the cell, with a default, or required.
@propertyWrapper
public struct Parameter<Value: Sendable>: Sendable {
  let help: String
  let fallback: Value?
  /// Where the parameter has a meaning; nil if it has one everywhere.
  let condition: ParameterCondition?
  let codec: Codec
  /// Puts a value into settings, if they are of the type that has a place for it.
  let putInPlace: (@Sendable (Value, inout any Settings) -> Void)?
  var bound: Bound<Value>?

  /// How values are read, checked and written.
  struct Codec: Sendable {
    var shape: ParameterShape
    var read: @Sendable (YAMLNode) throws(Mismatch) -> Value
    /// The value as a notebook would write it; nil for the value of a parameter left out.
    var write: @Sendable (Value) -> String?
    /// What prose quotes of the value, and else why it can't.
    var quote: @Sendable (Value) -> (value: ScalarValue?, lack: String)
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

  private init(
    _ help: String, fallback: Value? = nil, condition: ParameterCondition? = nil, codec: Codec,
    place: (@Sendable (Value, inout any Settings) -> Void)? = nil
  ) {
    self.help = help
    self.fallback = fallback
    self.condition = condition
    self.codec = codec
    self.putInPlace = place
  }
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
    self.init(help, codec: .plain)
  }

  /// Declares a parameter with a default.
  public init(wrappedValue: Value, _ help: String) {
    self.init(help, fallback: wrappedValue, codec: .plain)
  }

  /// Declares a parameter with a default, whose numbers lie in an interval.
  public init(
    wrappedValue: Value, _ help: String, in interval: some IntervalExpression<Value.Number>
  ) where Value: BoundedParameterValue {
    self.init(help, fallback: wrappedValue, codec: .bounded(interval.interval))
  }
}

extension Parameter {
  /// Declares a parameter that may be left out.
  public init<Wrapped: ParameterValue>(wrappedValue: Value, _ help: String)
  where Value == Wrapped? {
    self.init(help, fallback: wrappedValue, codec: .optional(Parameter<Wrapped>.Codec.plain))
  }

  /// Declares a parameter that may be left out, whose numbers lie in an interval.
  public init<Wrapped: BoundedParameterValue>(
    wrappedValue: Value, _ help: String, in interval: some IntervalExpression<Wrapped.Number>
  ) where Value == Wrapped? {
    self.init(
      help, fallback: wrappedValue,
      codec: .optional(Parameter<Wrapped>.Codec.bounded(interval.interval)))
  }
}

extension Parameter {
  /// Declares a parameter that may be left out, and has a meaning only where another parameter has
  /// some value.
  public init<Wrapped: ParameterValue>(
    wrappedValue: Value, _ help: String, when parameter: String, is word: String
  ) where Value == Wrapped? {
    self.init(
      help, fallback: wrappedValue,
      condition: ParameterCondition(parameter: parameter, cases: [.init(word: word)]),
      codec: .optional(Parameter<Wrapped>.Codec.plain))
  }
}

// MARK: Of settings

extension Parameter {
  /// Declares a parameter by its place in settings, from which it has its default.
  ///
  ///     @Parameter("Which half of an epoch comes first.", \ALS.Configuration.order) var order
  ///
  /// - Parameters:
  ///   - help: What the parameter is.
  ///   - path: Where the value belongs; ``ParameterGroup/put(into:)`` brings it there.
  ///   - settings: What has the default.
  public init<Target: Settings>(
    _ help: String, _ path: any WritableKeyPath<Target, Value> & Sendable,
    of settings: Target = Target()
  ) where Value: ParameterValue {
    self.init(help, fallback: settings[keyPath: path], codec: .plain, place: Self.placing(path))
  }

  /// Declares a parameter by its place in settings, from which it has its default and its bounds.
  public init<Target: Settings>(
    _ help: String, _ path: any WritableKeyPath<Target, Bounded<Value>> & Sendable,
    of settings: Target = Target()
  ) where Value: BoundedParameterValue {
    let setting = settings[keyPath: path]
    self.init(
      help, fallback: setting.wrappedValue,
      codec: .bounded(setting.interval, count: setting.count), place: Self.placing(path))
  }

  /// Declares a parameter that may be left out by its place in settings, from which it has its
  /// bounds.
  public init<Target: Settings, Wrapped: BoundedParameterValue>(
    _ help: String, _ path: any WritableKeyPath<Target, Bounded<Value>> & Sendable,
    of settings: Target = Target()
  ) where Value == Wrapped? {
    let setting = settings[keyPath: path]
    self.init(
      help, fallback: setting.wrappedValue,
      codec: .optional(Parameter<Wrapped>.Codec.bounded(setting.interval, count: setting.count)),
      place: Self.placing(path))
  }

  /// Declares a parameter that has a meaning only where another has some value, by its place in
  /// settings, from which it then has its default, and its bounds.
  ///
  ///     @Parameter("The number of users.", \Planted.$users, when: "dataset", is: "planted")
  ///     var users: Int?
  public init<Target: Settings, Wrapped: BoundedParameterValue>(
    _ help: String, _ path: any WritableKeyPath<Target, Bounded<Wrapped>> & Sendable,
    of settings: Target = Target(), when parameter: String, is word: String
  ) where Value == Wrapped? {
    let setting = settings[keyPath: path]
    let place = Parameter<Wrapped>.placing(path)
    self.init(
      help, fallback: .some(nil),
      condition: ParameterCondition(
        parameter: parameter, cases: [.init(word, setting.wrappedValue)]),
      codec: .optional(Parameter<Wrapped>.Codec.bounded(setting.interval, count: setting.count)),
      place: { value, settings in
        if let value { place(value, &settings) }
      })
  }

  /// Declares a parameter that may be left out by its place in settings, from which it has its
  /// bounds; its default depends on another parameter, and it is for the values of that alone.
  public init<Target: Settings, Wrapped: BoundedParameterValue>(
    _ help: String, _ path: any WritableKeyPath<Target, Bounded<Value>> & Sendable,
    by parameter: String, _ defaults: KeyValuePairs<String, Wrapped>
  ) where Value == Wrapped? {
    let setting = Target()[keyPath: path]
    self.init(
      help, fallback: .some(nil),
      condition: ParameterCondition(
        parameter: parameter, cases: defaults.map { .init($0.key, $0.value) }),
      codec: .optional(Parameter<Wrapped>.Codec.bounded(setting.interval, count: setting.count)),
      place: Self.placing(path))
  }

  private static func placing<Target: Settings>(
    _ path: any WritableKeyPath<Target, Value> & Sendable
  ) -> @Sendable (Value, inout any Settings) -> Void {
    { value, settings in
      guard var own = settings as? Target else { return }
      own[keyPath: path] = value
      settings = own
    }
  }

  private static func placing<Target: Settings>(
    _ path: any WritableKeyPath<Target, Bounded<Value>> & Sendable
  ) -> @Sendable (Value, inout any Settings) -> Void where Value: BoundedValue {
    { value, settings in
      guard var own = settings as? Target else { return }
      own[keyPath: path].wrappedValue = value
      settings = own
    }
  }
}

// MARK: - Codecs

extension Parameter.Codec where Value: ParameterValue {
  static var plain: Self {
    Self(shape: Value.shape) { node throws(Mismatch) in
      try Value(yaml: node)
    } write: {
      $0.yaml
    } quote: {
      ($0.fact, "is not a single value")
    }
  }

  static func bounded(
    _ interval: Interval<Value.Number>, count: Interval<Int> = Interval()
  ) -> Self where Value: BoundedParameterValue {
    Self(shape: Value.shape(in: interval, count: count)) { node throws(Mismatch) in
      try Value(yaml: node, in: interval, count: count)
    } write: {
      $0.yaml
    } quote: {
      ($0.fact, "is not a single value")
    }
  }
}

extension Parameter.Codec {
  static func optional<Wrapped>(_ codec: Parameter<Wrapped>.Codec) -> Self
  where Value == Wrapped? {
    Self(shape: codec.shape) { node throws(Mismatch) in
      try codec.read(node)
    } write: {
      $0.flatMap(codec.write)
    } quote: {
      $0.map(codec.quote) ?? (nil, "is left out")
    }
  }
}
