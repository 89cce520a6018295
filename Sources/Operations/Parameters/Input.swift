public import NotebookSyntax

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
    var kind: ResultSlot
    var isOptional: Bool
    /// The value where nothing is written and nothing filled in.
    var absent: Value?
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
      kind: ResultSlot(for: Value.self), isOptional: false, absent: nil, take: { Value($0) })
  }

  /// Declares an input that may be left out, and then is nil.
  public init<Wrapped: InputValue>(wrappedValue: Value, _ help: String) where Value == Wrapped? {
    self.help = help
    self.slot = Slot(
      kind: ResultSlot(for: Wrapped.self), isOptional: true, absent: .some(wrappedValue),
      take: { Wrapped($0).map { .some($0) } })
  }
}
