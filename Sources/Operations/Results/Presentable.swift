/// A value that a cell can make and a report can show.
///
/// Declare once what prose may quote and what later cells may refer to:
///
///     extension RatingSplit: Presentable {
///       public static let typeDescription = "a split"
///       public static let resultValues: [ResultValue<Self>] = [
///         .integer("train.ratings") { $0.train.count }
///       ]
///       public static let resultMembers: [ResultMember<Self>] = [.member("train") { $0.train }]
///       public static let namedOutputs: [NamedOutput] = [.table("parts")]
///       public var outputs: [Output] { [.table("parts", summary)] }
///     }
public protocol Presentable: InputValue {
  /// What prose may quote of the value, such as `test.mse`.
  static var resultValues: [ResultValue<Self>] { get }
  /// The parts that later cells may refer to, such as `train`.
  static var resultMembers: [ResultMember<Self>] { get }

  /// The plots and tables that values of the type can have, in their order, for captions and for
  /// references such as `@fig-model` and `@tbl-model.layers`.
  static var namedOutputs: [NamedOutput] { get }

  /// What prose may quote besides, because of the parameters of the cell; see ``ResultShape``.
  var furtherValues: [NamedValue] { get }
  /// What a reader of the report sees.
  var outputs: [Output] { get }
  /// What a program may want to plot.
  var series: [Series] { get }
  /// The files that the value was computed from.
  var dataFiles: [DataFile] { get }
  /// What the author should know before relying on the value.
  var warnings: [ResultWarning] { get }
}

extension Presentable {
  public static var resultValues: [ResultValue<Self>] { [] }
  public static var resultMembers: [ResultMember<Self>] { [] }
  public static var namedOutputs: [NamedOutput] { [] }
  public var furtherValues: [NamedValue] { [] }
  public var series: [Series] { [] }
  public var dataFiles: [DataFile] { [] }
  public var warnings: [ResultWarning] { [] }
}

/// The kinds of outputs that have numbers.
public enum OutputKind: String, Hashable, Sendable { case plot, table }

/// A plot or a table that a result has, by its name.
public struct NamedOutput: Hashable, Sendable {
  /// What notebooks call it, such as `curve` or `layers`.
  public var name: String
  /// What it is.
  public var kind: OutputKind

  /// A plot or a table of a name.
  public init(name: String, kind: OutputKind) {
    self.name = name
    self.kind = kind
  }

  /// A plot of a name.
  public static func plot(_ name: String) -> Self { Self(name: name, kind: .plot) }
  /// A table of a name.
  public static func table(_ name: String) -> Self { Self(name: name, kind: .table) }
}

/// What kind of fact a value is.
public enum ValueKind: Hashable, Sendable { case integer, real, text }

/// A fact that a kind of result has: its name, and how to get at it.
public struct ResultValue<Root>: Sendable {
  public var name: String
  public var kind: ValueKind
  /// Whether every result has it that has the shape for it, whatever its data are.
  public private(set) var isCertain = true
  var get: @Sendable (Root) -> ScalarValue?

  /// The same fact, which only some results have because of their data.
  public var ifAny: Self {
    var copy = self
    copy.isCertain = false
    return copy
  }

  /// A whole number; nil where a result happens not to have it.
  public static func integer(_ name: String, _ get: @escaping @Sendable (Root) -> Int?) -> Self {
    Self(name: name, kind: .integer) { get($0).map(ScalarValue.integer) }
  }

  /// A real number; nil where a result happens not to have it.
  public static func real(_ name: String, _ get: @escaping @Sendable (Root) -> Double?) -> Self {
    Self(name: name, kind: .real) { get($0).map(ScalarValue.real) }
  }

  /// A text; nil where a result happens not to have it.
  public static func text(_ name: String, _ get: @escaping @Sendable (Root) -> String?) -> Self {
    Self(name: name, kind: .text) { get($0).map(ScalarValue.text) }
  }

  init(name: String, kind: ValueKind, get: @escaping @Sendable (Root) -> ScalarValue?) {
    self.name = name
    self.kind = kind
    self.get = get
  }

  /// The same fact of something that has a root for a part.
  public func of<Whole>(_ part: @escaping @Sendable (Whole) -> Root) -> ResultValue<Whole> {
    var value = ResultValue<Whole>(name: name, kind: kind) { get(part($0)) }
    value.isCertain = isCertain
    return value
  }
}

/// A part of a kind of result that is a result in itself.
public struct ResultMember<Root>: Sendable {
  public var name: String
  public var type: any Presentable.Type
  var get: @Sendable (Root) -> (any Presentable)?

  /// A part; nil where a result happens not to have it.
  public static func member<Part: Presentable>(
    _ name: String, _ get: @escaping @Sendable (Root) -> Part?
  ) -> Self {
    Self(name: name, type: Part.self) { get($0) }
  }

  init(
    name: String, type: any Presentable.Type,
    get: @escaping @Sendable (Root) -> (any Presentable)?
  ) {
    self.name = name
    self.type = type
    self.get = get
  }
}

// MARK: - Paths

extension Presentable {
  /// The facts that this result has.
  public var namedValues: [NamedValue] {
    Self.resultValues.compactMap { value in value.get(self).map { NamedValue(value.name, $0) } }
      + furtherValues
  }

  /// The part at the end of a path; nil if this result has none there.
  public func member(at path: some Collection<String>) -> (any Presentable)? {
    guard let name = path.first else { return self }
    return Self.resultMembers.first { $0.name == name }?.get(self)?.member(at: path.dropFirst())
  }

  static var ownValues: [(name: String, kind: ValueKind, isCertain: Bool)] {
    resultValues.map { ($0.name, $0.kind, $0.isCertain) }
  }

  static var memberNames: [String] { resultMembers.map(\.name) }

  /// The type of a part; nil if results of this type have none of that name.
  static func typeOfMember(_ name: String) -> (any Presentable.Type)? {
    resultMembers.first { $0.name == name }?.type
  }
}
