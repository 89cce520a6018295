import NotebookRunner
import NotebookSyntax
import Operations

extension NotebookRun {
  /// The text of an inline value, in its format; nil if there is no such value.
  func text(of asked: InlineValue) -> String? {
    if asked.format == nil, asked.path.first == InlineValue.parameters {
      // Without a format a parameter stands as the notebook writes it.
      return parameters.first { $0.name == asked.path.dropFirst().joined(separator: ".") }?.value
    }
    guard let value = quoted[asked.name] else { return nil }
    if case .text(let text) = value { return text }
    return DisplayedNumber.withMinus(value.formatted(asked.format))
  }
}

extension CellRun {
  /// What the cell's result is called.
  var name: String { cell.result.text }
  var isShown: Bool { options.include ?? true }
  var echo: CellOptions.Echo { options.echo ?? .shown }
  var showsOutput: Bool { options.output ?? true }

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
