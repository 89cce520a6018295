/// JSON as a validator sees it.
indirect enum JSON: Decodable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let values = try? value.decode([JSON].self) {
      self = .array(values)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  subscript(key: String) -> JSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var strings: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let values): values.flatMap(\.strings)
    default: []
    }
  }

  private func hasType(_ name: String) -> Bool {
    switch (self, name) {
    case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"),
      (.array, "array"), (.object, "object"):
      true
    case (.number(let number), "integer"): number.rounded() == number
    default: false
    }
  }
}

/// A keyword that this validator doesn't know, so that none is written that isn't tried.
struct UnknownKeyword: Error {
  var name: String
}

extension JSON {
  /// Whether the value is valid against a schema of the keywords that nbrun writes, by
  /// https://json-schema.org/draft/2020-12/json-schema-validation.
  func isValid(against schema: JSON) throws -> Bool {
    guard case .object(let keywords) = schema else { throw UnknownKeyword(name: "\(schema)") }
    return try keywords.allSatisfy { try satisfies($0, $1, of: schema) }
  }

  private func satisfies(_ keyword: String, _ rule: JSON, of schema: JSON) throws -> Bool {
    switch (keyword, rule, self) {
    case ("$schema", _, _), ("title", _, _), ("description", _, _), ("default", _, _): return true
    case (_, _, _) where keyword.hasPrefix("x-"): return true
    case ("type", _, _): return rule.strings.contains(where: hasType)
    case ("enum", .array(let values), _): return values.contains(self)
    case ("anyOf", .array(let schemas), _): return try schemas.contains(where: isValid)
    case ("minimum", .number(let bound), .number(let number)): return number >= bound
    case ("maximum", .number(let bound), .number(let number)): return number <= bound
    case ("exclusiveMinimum", .number(let bound), .number(let number)): return number > bound
    case ("exclusiveMaximum", .number(let bound), .number(let number)): return number < bound
    case ("minLength", .number(let count), .string(let text)):
      return Double(text.unicodeScalars.count) >= count
    case ("pattern", .string(let pattern), .string(let text)):
      return try Regex(pattern).firstMatch(in: text) != nil
    case ("items", _, .array(let values)):
      return try values.allSatisfy { try $0.isValid(against: rule) }
    case ("minItems", .number(let count), .array(let values)): return Double(values.count) >= count
    case ("maxItems", .number(let count), .array(let values)): return Double(values.count) <= count
    case ("minProperties", .number(let count), .object(let members)):
      return Double(members.count) >= count
    case ("uniqueItems", .bool(true), .array(let values)): return Set(values).count == values.count
    case ("required", _, .object(let members)):
      return rule.strings.allSatisfy { members[$0] != nil }
    case ("properties", .object(let schemas), .object(let members)):
      return try members.allSatisfy { name, value in
        try schemas[name].map { try value.isValid(against: $0) } ?? true
      }
    case ("additionalProperties", .bool(false), .object(let members)):
      return members.keys.allSatisfy { schema["properties"]?[$0] != nil }
    case ("minimum", .number, _), ("maximum", .number, _), ("exclusiveMinimum", .number, _),
      ("exclusiveMaximum", .number, _), ("minLength", .number, _), ("pattern", .string, _),
      ("items", .object, _), ("minItems", .number, _), ("maxItems", .number, _),
      ("uniqueItems", .bool, _), ("minProperties", .number, _), ("required", .array, _),
      ("properties", .object, _),
      ("additionalProperties", .bool(false), _):
      return true  // It is about values of another type.
    default: throw UnknownKeyword(name: keyword)
    }
  }
}
