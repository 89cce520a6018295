import ArgumentParser
import Operations

struct Ops<Tool: NotebookTool>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ops",
      abstract: "Describes the operations that cells can call.")
  }

  @Argument(help: "An operation, to describe it with its parameters.")
  var name: String?

  @Flag(help: "Write the whole reference in Markdown.")
  var markdown = false

  @Flag(help: "Write a JSON Schema of the cells' bodies.")
  var json = false

  func validate() throws {
    if markdown && json { throw ValidationError("'--markdown' and '--json' can't both be given") }
    guard let name, Tool.operations[name] == nil else { return }
    let help = Tool.operations.suggestion(for: name) ?? ""
    throw ValidationError("No operation is named '\(name)'; \(help)")
  }

  func run() {
    let registry = Tool.operations
    let operation = name.flatMap { registry[$0] }
    if json {
      print(operation.map(registry.schema) ?? registry.schema)
    } else if let operation {
      print(markdown ? operation.reference : description(of: operation))
    } else if markdown {
      print(registry.reference)
    } else {
      let width = registry.all.map { $0.name.count }.max() ?? 0
      for operation in registry.all {
        print("\(operation.name.padded(to: width))  \(operation.summary)")
      }
      print("\n\(Tool.name) ops NAME shows an operation's parameters.")
    }
  }

  private func description(of operation: any NotebookOperation.Type) -> String {
    var lines = ["\(operation.name) — \(operation.summary)", ""]
    let declarations = operation.declarations
    let width = declarations.map(\.name.count).max() ?? 0
    for parameter in declarations {
      let fallback =
        switch parameter.filling {
        case .only: "can be left out if only one result fits"
        case .all: "all that fit, if left out"
        case nil:
          parameter.isRequired
            ? "required"
            : (parameter.fallback ?? parameter.conditionalFallback())
              .map { "default \($0)" } ?? "optional"
        }
      lines.append("  \(parameter.name.padded(to: width))  \(parameter.help)")
      lines.append(
        "  \("".padded(to: width))  \(parameter.expectation.capitalizedFirst) (\(fallback)).")
    }
    let values = operation.shapeOfAll.valueNames
    if !values.isEmpty { lines += ["", "Prose can quote: \(values.joined(separator: ", "))"] }
    if let outputs = operation.shapeOfAll.outputsInWords({ $0 }) {
      lines += ["", "Shows \(outputs)"]
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
