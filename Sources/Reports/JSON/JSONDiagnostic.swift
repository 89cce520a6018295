public import NotebookSyntax
import Operations

/// A diagnostic for programs.
///
/// Lines and columns count from 1, columns in characters; `start` and `end` are offsets in bytes
/// of UTF-8, from 0. `end` and the end of a line and column are those of what follows.
public struct JSONDiagnostic {
  let value: JSONValue

  public init(_ diagnostic: Diagnostic) {
    var members: [(key: String, value: JSONValue)] = [
      ("severity", .string(diagnostic.severity.rawValue)),
      ("code", .string(diagnostic.code.rawValue)), ("message", .string(diagnostic.message)),
    ]
    members += Self.place(diagnostic.range)
    if !diagnostic.details.isEmpty {
      members.append(("details", .array(diagnostic.details.map(JSONValue.string))))
    }
    if !diagnostic.notes.isEmpty {
      let notes = diagnostic.notes.map {
        JSONValue.object([("message", .string($0.message))] + Self.place($0.range))
      }
      members.append(("notes", .array(notes)))
    }
    if let help = diagnostic.help { members.append(("help", .string(help))) }
    value = .object(members)
  }

  /// The diagnostic on one line.
  public var line: String { value.line }

  /// How many diagnostics are left out, on one line.
  public static func line(leavingOut others: [Diagnostic]) -> String {
    JSONValue.object(
      [Diagnostic.Severity.error, .warning].map { severity in
        (
          severity == .error ? "omittedErrors" : "omittedWarnings",
          .integer(others.count { $0.severity == severity })
        )
      }
    ).line
  }

  /// Something about no place in particular, on one line.
  public static func line(_ code: DiagnosticCode, _ message: String) -> String {
    JSONValue.object([
      ("severity", .string(Diagnostic.Severity.error.rawValue)),
      ("code", .string(code.rawValue)), ("message", .string(message)),
    ]).line
  }

  private static func place(_ range: SourceRange) -> [(key: String, value: JSONValue)] {
    let (start, end) = (range.start, range.end)
    return [
      ("file", .string(range.file.path)),
      ("line", .integer(start.line)), ("column", .integer(start.column)),
      ("endLine", .integer(end.line)), ("endColumn", .integer(end.column)),
      ("start", .integer(range.bytes.lowerBound)), ("end", .integer(range.bytes.upperBound)),
    ]
  }
}
