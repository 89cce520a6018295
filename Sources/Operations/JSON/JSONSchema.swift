import Bounds
package import NotebookSyntax

// What cells may hold, as JSON Schema (https://json-schema.org/draft/2020-12), for editors and other
// programs. It describes a body after `${…}` has been replaced. What is nbrun's own begins with
// `x-nbrun-`, which validators pass over.

extension OperationRegistry {
  /// A schema of the bodies of all cells, by operation under `$defs`.
  public var schema: String {
    let definitions = all.map { ($0.name, JSONValue.object(members(of: $0))) }
    return JSONValue.object([Self.dialect, ("$defs", .object(definitions))]).text
  }

  /// A schema of the bodies of cells that call an operation.
  public func schema(of operation: any NotebookOperation.Type) -> String {
    JSONValue.object([Self.dialect] + members(of: operation)).text
  }

  private static let dialect = (
    key: "$schema", value: JSONValue.string("https://json-schema.org/draft/2020-12/schema")
  )

  private func members(of operation: any NotebookOperation.Type) -> [JSONMember] {
    let declarations = operation.declarations
    let types = resultTypes
    // An input that isn't written may be filled in.
    let required = declarations.filter { $0.isRequired && $0.filling == nil }
    return [
      ("title", .string(operation.name)),
      ("description", .string(operation.summary)),
      ("type", .string("object")),
      ("properties", .object(declarations.map { ($0.name, $0.schema(choosing: types)) })),
      ("required", .array(required.map { .string($0.name) })),
      ("additionalProperties", .bool(false)),
      ("x-nbrun-result", operation.resultDescription),
    ]
  }

  /// The types of all results and of their parts, in the order of what they are called.
  private var resultTypes: [any Presentable.Type] {
    var types: [ObjectIdentifier: any Presentable.Type] = [:]
    func add(_ type: any Presentable.Type) {
      guard types.updateValue(type, forKey: ObjectIdentifier(type)) == nil else { return }
      for name in type.memberNames { type.typeOfMember(name).map(add) }
    }
    for operation in all { add(operation.resultType) }
    return types.values.sorted { $0.typeDescription < $1.typeDescription }
  }
}

private typealias JSONMember = (key: String, value: JSONValue)

extension NotebookOperation {
  fileprivate static var resultType: any Presentable.Type { Result.self }

  /// What cells make, for programs that complete names.
  fileprivate static var resultDescription: JSONValue {
    let shape = ResultShape(of: Result.self)
    return .object([
      ("type", .string(shape.typeDescription)),
      (
        "values",
        .object(
          shape.valueNames.compactMap { name in
            shape.valueKind(at: name.split(separator: ".").map(String.init)).map {
              (name, .string("\($0)"))
            }
          })
      ),
      (
        "parts",
        .object(
          shape.memberNames.compactMap { name in
            shape.member(at: [name]).map { (name, .string($0.typeDescription)) }
          })
      ),
    ])
  }
}

extension ParameterDeclaration {
  fileprivate func schema(choosing types: [any Presentable.Type]) -> JSONValue {
    var members: [JSONMember] = [("description", .string(help))]
    members += shape.schema(choosing: types)
    if let value = fallback.flatMap(JSONValue.init(yaml:)) { members.append(("default", value)) }
    if let condition {
      // The parameter it is for, and its default by the values of that.
      let cases = condition.cases.map { one in
        (one.word, one.fallback.flatMap(JSONValue.init(yaml:)) ?? .null)
      }
      members.append(("x-nbrun-for", .object([(condition.parameter, .object(cases))])))
    }
    return .object(members)
  }
}

extension ParameterShape {
  /// The keywords of a schema of values with the shape, where the results of earlier cells may be
  /// of some types.
  fileprivate func schema(choosing types: [any Presentable.Type]) -> [JSONMember] {
    func schema(_ shape: ParameterShape) -> JSONValue { .object(shape.schema(choosing: types)) }
    switch self {
    case .integer(let interval):
      return [("type", .string("integer"))] + interval.keywords { .integer($0) }
    case .real(let interval):
      return [("type", .string("number"))] + interval.keywords { .real($0) }
    case .flag:
      let words = ["yes", "no", "on", "off"].map(JSONValue.string)
      return [
        (
          "anyOf",
          .array([.object([("type", .string("boolean"))]), .object([("enum", .array(words))])])
        )
      ]
    case .text:
      // What would be a number elsewhere is a text where one is expected.
      return [
        ("type", .array(["string", "number", "boolean"].map(JSONValue.string))),
        ("minLength", .integer(1)),
      ]
    case .word(let words): return [("enum", .array(words.map(JSONValue.string)))]
    case .pattern(let pattern):
      return [("type", .string("string")), ("pattern", .string(pattern))]
    case .nothing: return [("type", .string("null"))]
    case .list(of: .result(let slot), _):
      // One name needn't stand in a list.
      return [
        ("type", .array(["string", "array"].map(JSONValue.string))),
        ("items", .object([("type", .string("string"))])), ("minItems", .integer(1)),
        ("uniqueItems", .bool(true)), slot.types(among: types),
      ]
    case .list(let element, let count):
      return [("type", .string("array")), ("items", schema(element))]
        + count.keywords(of: "Items")
    case .mapping(let entries, let count):
      return [
        ("type", .string("object")),
        ("properties", .object(entries.map { ($0.name, schema($0.shape)) })),
        ("additionalProperties", .bool(false)),
      ] + count.keywords(of: "Properties")
    case .oneOf(let shapes): return [("anyOf", .array(shapes.map(schema)))]
    case .result(let slot): return [("type", .string("string")), slot.types(among: types)]
    case .described(let shape, _): return shape.schema(choosing: types)
    }
  }
}

extension ResultSlot {
  /// What the results are called whose names may be written.
  fileprivate func types(among types: [any Presentable.Type]) -> JSONMember {
    ("x-nbrun-input", .array(types.filter(accepts).map { .string($0.typeDescription) }))
  }
}

extension Interval {
  fileprivate func keywords(_ json: (Number) -> JSONValue) -> [JSONMember] {
    [(lower, "minimum", "exclusiveMinimum"), (upper, "maximum", "exclusiveMaximum")].compactMap {
      end, inclusive, exclusive in
      end.map { ($0.isIncluded ? inclusive : exclusive, json($0.number)) }
    }
  }
}

extension Interval<Int> {
  /// How many of something there may be.
  fileprivate func keywords(of noun: String) -> [JSONMember] {
    [("min", lower), ("max", upper)].compactMap { key, end in
      end.map { (key + noun, .integer($0.number)) }
    }
  }
}

// MARK: - Values

extension JSONValue {
  /// Reads a value as a notebook would write it; nil if it isn't YAML.
  package init?(yaml text: String) {
    let file = SourceFile(path: "", text: text)
    var problems: [Diagnostic] = []
    let range = SourceRange(0..<text.utf8.count, in: file)
    guard let node = YAMLNode.read(range, problems: &problems) else { return nil }
    self.init(node)
  }

  /// What another program takes YAML for: numbers and truth values are what isn't in quotes and
  /// looks like them.
  package init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text, let isQuoted):
      self =
        if isQuoted {
          .string(text)
        } else if text == "~" || text == "null" {
          .null
        } else if text == "true" || text == "false" {
          .bool(text == "true")
        } else if let number = Int(text) {
          .integer(number)
        } else if let number = try? Double(yaml: node) {
          .real(number)
        } else {
          .string(text)
        }
    case .sequence(let items): self = .array(items.map(JSONValue.init))
    case .mapping(let entries): self = .object(entries.map { ($0.key, JSONValue($0.value)) })
    }
  }
}
