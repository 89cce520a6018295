import Bounds
import NotebookSyntax

/// What is to be said about one parameter.
public struct ParameterDeclaration: Hashable, Sendable {
  public var name: String
  public var help: String
  public var shape: ParameterShape
  /// The default as a notebook would write it; nil if there is none.
  public var fallback: String?
  /// Where the parameter has a meaning, and which default there; nil if that is everywhere.
  public var condition: ParameterCondition?
  public var isRequired: Bool
  /// Which results the parameter is where it isn't written.
  public var filling: Filling?

  public enum Filling: Hashable, Sendable {
    /// The only one that will do.
    case only
    /// All that will do.
    case all
  }

  /// What may be written, as a clause such as "a whole number, between 1 and 512".
  public var expectation: String { shape.expectation }

  /// What the parameter is where it isn't written, in a word or two for a reference.
  public var fallbackDescription: String {
    switch filling {
    case .only: return "the only one"
    case .all: return "all there are"
    case nil: break
    }
    if isRequired { return "required" }
    return (fallback.map { "`\($0)`" } ?? conditionalFallback { "`\($0)`" }) ?? "none"
  }

  /// What the default is by the value of another parameter, such as "0.08 for sgd, 0.001 for adam";
  /// nil if it doesn't depend on one.
  ///
  /// - Parameter code: how to write a value.
  /// - Returns: the defaults.
  public func conditionalFallback(_ code: (String) -> String = { $0 }) -> String? {
    let cases = condition?.cases ?? []
    let words = cases.compactMap { one in
      one.fallback.map { "\(code($0)) for \(code(one.word))" }
    }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}

/// A property wrapper that an operation declares a parameter with.
protocol Declared: Decodable, Sendable {
  func declaration(named name: String) -> ParameterDeclaration
  /// The wrapper for a cell in which the parameter is not written.
  func unwritten(as name: String, in cell: Cell, scope: Scope) throws(Diagnostic) -> Self
  /// The wrapper with the value that was written.
  func bound(to entry: YAMLNode.Entry, scope: Scope) throws(Diagnostic) -> Self
  /// The value as a notebook would write it; nil if there is none.
  var written: String? { get }
  /// The results that the value was taken from.
  var dependencies: [String] { get }
  /// Where the parameter has a meaning; nil if it has one everywhere.
  var condition: ParameterCondition? { get }
  /// Where the value is written; nil if it isn't.
  var place: SourceRange? { get }
  /// What prose quotes of the parameter.
  func fact(named name: String) -> ParameterFact
  /// Puts the value into settings that have a place for it.
  func put(into settings: inout any Settings)
}

extension Declared {
  var condition: ParameterCondition? { nil }
  var place: SourceRange? { nil }

  func fact(named name: String) -> ParameterFact {
    ParameterFact(name, written.map { .text($0) }, lack: "is left out")
  }

  func put(into settings: inout any Settings) {}
}

extension Parameter: Declared {
  var dependencies: [String] { [] }

  func declaration(named name: String) -> ParameterDeclaration {
    ParameterDeclaration(
      name: name, help: help, shape: codec.shape,
      fallback: fallback.flatMap(codec.write), condition: condition, isRequired: fallback == nil)
  }

  var place: SourceRange? { projectedValue }

  func fact(named name: String) -> ParameterFact {
    guard let value = bound?.value ?? fallback else {
      return ParameterFact(name, nil, lack: "is left out")
    }
    let (fact, lack) = codec.quote(value)
    return ParameterFact(name, fact, lack: fact == nil ? lack : "")
  }

  func put(into settings: inout any Settings) { putInPlace?(wrappedValue, &settings) }

  func unwritten(as name: String, in cell: Cell, scope: Scope) throws(Diagnostic) -> Self {
    guard fallback == nil else { return self }
    throw Diagnostic(
      .missingParameter, "'\(cell.operation.text)' needs '\(name)'", at: cell.operation.range,
      help: "add '\(name): …' with \(codec.shape.expectation)")
  }

  func bound(to entry: YAMLNode.Entry, scope: Scope) throws(Diagnostic) -> Self {
    do throws(Mismatch) {
      var copy = self
      copy.bound = Bound(value: try codec.read(entry.value), range: entry.value.range)
      return copy
    } catch {
      let isEmpty = entry.value.plainText?.isEmpty ?? false
      throw Diagnostic(
        .invalidValue,
        error.message
          ?? (isEmpty
            ? "'\(entry.key)' needs a value: \(codec.shape.expectation)"
            : "'\(entry.key)' must be \(codec.shape.expectation)"),
        at: error.range ?? (isEmpty ? entry.keyRange : entry.value.range),
        notes: entry.value.origin.map { [$0] } ?? [], help: error.help)
    }
  }
}

extension Input: Declared {
  var written: String? { reference }
  var dependencies: [String] {
    reference.map { [String($0.prefix { $0 != "." })] } ?? []
  }

  func declaration(named name: String) -> ParameterDeclaration {
    ParameterDeclaration(
      name: name, help: help, shape: .result(slot.kind),
      isRequired: !slot.isOptional, filling: slot.isOptional ? nil : .only)
  }

  func unwritten(as name: String, in cell: Cell, scope: Scope) throws(Diagnostic) -> Self {
    if slot.isOptional { return self }
    let candidates = scope.candidates(slot.kind.accepts)
    switch candidates.count {
    case 1:
      return try bound(to: candidates[0].name, at: cell.operation.range, as: name, scope: scope)
    case 0:
      // A result of an unknown type may be what is missing.
      if scope.hasUnknownType { return self }
      throw Diagnostic(
        .missingInput, "'\(cell.operation.text)' needs '\(name)', and no earlier cell makes one",
        at: cell.operation.range,
        help: "'\(name)' is \(slot.kind.typeDescription); put a cell that makes one before this one"
      )
    default:
      let names = candidates.map { "'\($0.name)'" }.joined(separator: " or ")
      throw Diagnostic(
        .ambiguousInput, "'\(cell.operation.text)' needs '\(name)', which could be \(names)",
        at: cell.operation.range,
        notes: candidates.map { candidate in
          let type = candidate.shape?.typeDescription ?? ""
          return .init("'\(candidate.name)' is \(type)", at: candidate.definition)
        },
        help: "say which: '\(name): \(candidates[candidates.count - 1].name)'")
    }
  }

  func bound(to entry: YAMLNode.Entry, scope: Scope) throws(Diagnostic) -> Self {
    guard let reference = entry.value.text, !reference.isEmpty else {
      throw Diagnostic(
        .invalidValue, "'\(entry.key)' must be the name of \(slot.kind.typeDescription)",
        at: entry.value.range)
    }
    do throws(Diagnostic) {
      return try bound(to: reference, at: entry.value.range, as: entry.key, scope: scope)
    } catch {
      var problem = error
      if let origin = entry.value.origin { problem.notes.append(origin) }
      throw problem
    }
  }

  private func bound(
    to reference: String, at range: SourceRange, as name: String, scope: Scope
  ) throws(Diagnostic) -> Self {
    let result = try scope.resolve(reference, at: range)
    var copy = self
    copy.reference = reference
    copy.range = range
    guard let shape = result.shape else { return copy }
    guard slot.kind.accepts(shape.type) else {
      throw Diagnostic(
        .wrongType,
        "'\(name)' must be \(slot.kind.typeDescription), but '\(reference)' is "
          + shape.typeDescription,
        at: range,
        notes: [.init("'\(result.name)' is the result of this cell", at: result.definition)])
    }
    copy.shape = shape
    copy.bound = result.value.flatMap(slot.take).map { Bound(value: $0, range: range) }
    return copy
  }
}
