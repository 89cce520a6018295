import NotebookRunner
import NotebookSyntax
import Operations

/// What the inline values of a notebook stand for.
struct ReportValues {
  /// Values by the result's name and their own.
  private var values: [String: [String: ScalarValue]] = [:]
  /// The front matter's parameters as they were used.
  private var parameters: [String: String] = [:]

  init(_ run: NotebookRun) {
    for cell in run.cells {
      guard case .finished(let result) = cell.outcome else { continue }
      values[cell.name] = Dictionary(result.values.map { ($0.name, $0.value) }) { first, _ in first
      }
    }
    parameters = Dictionary(run.parameters.map { ($0.name, $0.value) }) { first, _ in first }
  }

  /// The text of a value, in its format; nil if its cell has no result.
  func text(_ asked: InlineValue) -> String? {
    guard let result = asked.path.first else { return nil }
    let name = asked.path.dropFirst().joined(separator: ".")
    if let value = values[result]?[name] { return Self.text(value, asked.format) }
    guard result == "params", let written = parameters[name] else { return nil }
    // Without a format a parameter stands as the notebook writes it.
    guard let format = asked.format else { return written }
    let number = Int(written).map(ScalarValue.integer) ?? Double(written).map(ScalarValue.real)
    return number.map { Self.text($0, format) } ?? written
  }

  private static func text(_ value: ScalarValue, _ format: ValueFormat?) -> String {
    if case .text(let text) = value { return text }
    return DisplayedNumber.withMinus(value.formatted(format))
  }
}

extension CellRun {
  /// What the cell's result is called.
  var name: String { cell.result.text }
  var isShown: Bool { options.include ?? true }
  var echo: CellOptions.Echo { options.echo ?? .shown }
  var showsOutput: Bool { options.output ?? true }
  var mayFail: Bool { options.error ?? false }

  /// Whether the report lacks something because of this cell.
  var isMissing: Bool {
    switch outcome {
    case .finished: false
    case .failed: !mayFail
    case .skipped: true
    }
  }

  /// Which of the outputs the cell's caption belongs to: its first plot, else its first table,
  /// else its first text.
  var captionedOutput: Int? {
    guard case .finished(let result) = outcome else { return nil }
    let ranks = result.outputs.map { output in
      switch output {
      case .plot: 0
      case .table: 1
      case .text: 2
      }
    }
    return ranks.min().flatMap { ranks.firstIndex(of: $0) }
  }
}

extension NotebookRun {
  /// The file's name without folders and extension, such as `als`.
  var name: String {
    let file = fileName
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return file }
    return String(file[..<dot])
  }

  /// The file's name without folders, which are the machine's business.
  var fileName: String { notebook.file.name }
}

extension SourceFile {
  /// The last part of the path.
  var name: String { String(path.split(separator: "/").last ?? "") }
}
