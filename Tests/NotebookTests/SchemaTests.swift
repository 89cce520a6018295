import Foundation
import NotebookRunner
import NotebookSyntax
import Operations
import RecommenderOperations
import Testing

/// What `nbrun ops --json` says of cells is what nbrun does with them.
@Suite struct SchemaTests {
  private static let registry = OperationRegistry.recommenders

  private static func schema(of name: String) throws -> JSON {
    let operation = try #require(registry[name])
    return try JSONDecoder().decode(JSON.self, from: Data(registry.schema(of: operation).utf8))
  }

  private static func instance(_ node: YAMLNode) throws -> JSON {
    try JSONDecoder().decode(JSON.self, from: Data(JSONValue(node).text.utf8))
  }

  /// The cells of a notebook, with what stands for `${…}` put in.
  private static func cells(of text: String, name: String = "n.md") -> [Cell] {
    CheckedNotebook(SourceFile(path: name, text: text), operations: registry).notebook.cells
  }

  @Test(arguments: notebooks) func allowsTheCellsOfANotebook(_ url: URL) throws {
    let cells = Self.cells(of: try String(contentsOf: url, encoding: .utf8))
    #expect(!cells.isEmpty)
    for cell in cells {
      let body = try Self.instance(try #require(cell.parameters))
      let isValid = try body.isValid(against: Self.schema(of: cell.operation.text))
      #expect(isValid, "\(cell.source)")
    }
  }

  @Test func hasOneSchemaForEachOperation() throws {
    let all = try JSONDecoder().decode(JSON.self, from: Data(Self.registry.schema.utf8))
    #expect(all["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"))
    for operation in Self.registry.all {
      let schema = try #require(all["$defs"]?[operation.name])
      guard case .object(var alone) = try Self.schema(of: operation.name) else { continue }
      alone["$schema"] = nil
      #expect(schema == .object(alone))
      #expect(schema["title"] == .string(operation.name))
    }
  }

  @Test func hasDefaultsThatAreAllowed() throws {
    var count = 0
    for operation in Self.registry.all {
      guard case .object(let properties)? = try Self.schema(of: operation.name)["properties"]
      else { continue }
      #expect(Set(properties.keys) == Set(operation.declarations.map(\.name)))
      for (name, schema) in properties {
        var fallbacks = schema["default"].map { [$0] } ?? []
        if case .object(let conditions)? = schema["x-nbrun-for"] {
          for case (let other, .object(let cases)) in conditions {
            for (word, fallback) in cases {
              #expect(try JSON.string(word).isValid(against: try #require(properties[other])))
              if fallback != .null { fallbacks.append(fallback) }
            }
          }
        }
        for fallback in fallbacks {
          count += 1
          #expect(try fallback.isValid(against: schema), "\(operation.name), \(name): \(fallback)")
        }
      }
    }
    #expect(count > 80)
  }

  @Test func namesWhatInputsTakeAndWhatResultsHave() throws {
    let als = try Self.schema(of: "als")
    #expect(als["properties"]?["data"]?["x-nbrun-input"]?.strings == ["a rating table", "a split"])
    #expect(als["properties"]?["start"]?["x-nbrun-input"]?.strings == ["a factor model"])
    #expect(als["x-nbrun-result"]?["type"] == .string("a factor model"))
    #expect(als["x-nbrun-result"]?["values"]?["test.mse"] == .string("real"))
    #expect(try Self.schema(of: "split")["x-nbrun-result"]?["parts"]?["train"] != nil)
    #expect(als["required"] == .array([]))
    #expect(try Self.schema(of: "predict")["required"]?.strings == ["user", "item"])
  }

  private static let numbers = [
    "0", "1", "-1", "2", "0.5", "1.5", "512", "513", "64", "65", "65536", "65537", "100000",
    "100001", "1e3", "+5", "5e-324", "1e300", "9223372036854775807", "1e999", ".nan", "0x10",
  ]
  private static let others = [
    "'1'", "true", "yes", "~", "''", "[]", "[1]", "[0]", "[1, 2.5]", "[65536]", "[65537]",
    "[[1, 2], [3, ~]]", "[[1], [x]]", "[[]]", "{}", "{mean: 1, scale: 2}", "{scale: 0}",
    "{size: 1}", "{user: 1, item: movieId}", "{user: 0}", "sample", "sgd", "adam", "relu", "map",
    "none", "count", "user", "time", "joint", "users-first", "lanczos", "item-mean", "global",
    "zero",
    "[ndcg@10, mse]", "[ndcg]", "[ndcg@0]", "[recall@10001]", "[x, y]", "text of some words",
  ]

  /// Every parameter of every operation with values of all kinds: the schema allows what nbrun
  /// takes, and nothing else.
  @Test func allowsWhatIsTaken() throws {
    var taken = 0
    for operation in Self.registry.all {
      let schema = try Self.schema(of: operation.name)
      for parameter in operation.declarations where !parameter.isInput {
        let property = try #require(schema["properties"]?[parameter.name])
        for value in Self.numbers + Self.others where !Self.isToldApart(value, by: parameter) {
          let text = "```{\(operation.name)}\n\(parameter.name): \(value)\n```\n"
          var problems: [Diagnostic] = []
          let file = SourceFile(path: "n.md", text: text)
          let cell = try #require(Notebook(reading: file, problems: &problems).cells.first)
          let entry = try #require(cell.parameters?.entries.first, "\(text)")
          let isTaken = !operation.mistakes(in: cell).contains { $0.code == .invalidValue }
          let isValid = try Self.instance(entry.value).isValid(against: property)
          #expect(isTaken == isValid, "\(text)")
          taken += isTaken ? 1 : 0
        }
      }
    }
    #expect(taken > 500)
  }

  /// What only nbrun tells apart: a text that other programs take for nothing, and a whole number
  /// that is too large for it.
  private static func isToldApart(_ value: String, by parameter: ParameterDeclaration) -> Bool {
    switch parameter.shape {
    // Which datasets there are is for the store to say, after the cell is bound.
    case .word where parameter.name == "dataset": true
    case .text: value == "~"
    case .integer: value == "1e300"
    default: false
    }
  }

  @Test(arguments: [
    "```{als}\nfactors: many\n```", "```{als}\nfactor: 3\n```", "```{als}\nfactors: 0\n```",
    "```{als}\nbiases: some\n```", "```{als}\ndata: [split]\n```", "```{predict}\nuser: 1\n```",
    "```{pmf}\nnoise: 0\n```", "```{mf}\nmomentum: 1\n```", "```{autorec}\nhidden: []\n```",
    "```{compare}\nmodels: []\n```", "```{matrix}\nrows: [[1], [a]]\n```",
  ]) func refusesWrongCells(_ text: String) throws {
    let cell = try #require(Self.cells(of: text).first)
    let body = try Self.instance(try #require(cell.parameters))
    #expect(try !body.isValid(against: Self.schema(of: cell.operation.text)))
  }
}

extension ParameterDeclaration {
  var isInput: Bool {
    switch shape {
    case .result, .list(of: .result, _): true
    default: false
    }
  }
}

extension NotebookOperation {
  fileprivate static func mistakes(in cell: Cell) -> [Diagnostic] {
    do throws(Diagnostics) {
      _ = try bind(cell, scope: Scope())
      return []
    } catch {
      return error.all
    }
  }
}
