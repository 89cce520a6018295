import Files
import NotebookSyntax
import Operations
import Recommenders

/// `save`: puts a result where other programs can read it.
struct SaveOperation: NotebookOperation {
  static let name = "save"
  static let summary =
    "Writes ratings, the parts of a split or a factor model to files that other programs can read."

  @Input("What to save.") var value: SavedValue
  @Parameter(
    """
    The file, in the folder of the report. What ends in `.npz` holds NumPy's arrays, ratings as \
    SciPy's sparse matrix; `.csv` lines of text. The parts of a split get files of their own. A model \
    is kept with what it was trained on and tested with.
    """)
  var path: String

  init() {}

  func problems(in context: CheckContext) -> [Diagnostic] {
    let place = $path ?? context.cell
    let ending = fileEnding(of: path)
    guard SavedValue.endings.contains(ending) else {
      return [
        Diagnostic(
          .unknownFileFormat, "'\(path)' doesn't say which format to write", at: place,
          help: "end its name in \(choice(of: SavedValue.endings))")
      ]
    }
    let folders = path.split(separator: "/", omittingEmptySubsequences: false)
    if path.hasPrefix("/") || folders.contains("..") || path.contains("\0") {
      return [
        Diagnostic(
          .pathOutsideOutput, "'\(path)' is outside the report's folder", at: place,
          help: "write a path inside that folder; '--output' says where it is")
      ]
    }
    if let type = savedType, !type.endings.contains(ending) {
      let failure = OperationFailure(unsuitable: ending, for: type)
      return [Diagnostic(failure.code, failure.message, at: place, help: failure.help)]
    }
    return []
  }

  func files(in context: CheckContext) -> [FileUse] {
    guard problems(in: context).isEmpty else { return [] }
    let suffixes = _value.shape.flatMap { savedType?.suffixes(of: $0) } ?? [nil]
    return suffixes.map { suffix in
      let name = Self.path(path, with: suffix)
      return FileUse(
        .writes, name, path: context.resolve(outputPath: name), at: $path ?? context.cell)
    }
  }

  func run(in context: OperationContext) async throws -> SavedFiles {
    let ending = fileEnding(of: path)
    guard let saving = value.value.saving(as: ending) else {
      throw OperationFailure(unsuitable: ending, for: type(of: value.value))
    }
    var files: [SavedFiles.File] = []
    for part in saving.parts {
      try context.checkpoint(Checkpoint("saving", files.count + 1, of: saving.parts.count))
      let name = Self.path(path, with: part.suffix)
      let bytes = part.content()
      do throws(FileError) {
        try File.write(bytes, to: context.resolve(outputPath: name))
      } catch {
        throw OperationFailure(error.code, error.inWords(naming: name), parameter: "path")
      }
      files.append(
        .init(
          name: name, content: part.description, size: bytes.count,
          sha256: SHA256.digest(of: bytes)))
    }
    return SavedFiles(files: files, reader: saving.reader)
  }

  /// The type of what is saved; nil as long as that isn't known.
  private var savedType: (any Savable.Type)? { _value.shape?.type as? any Savable.Type }

  /// `split.npz` for its training part is `split-train.npz`.
  private static func path(_ path: String, with suffix: String?) -> String {
    guard let suffix, let point = path.lastIndex(of: ".") else { return path }
    return "\(path[..<point])-\(suffix)\(path[point...])"
  }
}

/// The endings of files' names, of which one is to be chosen.
private func choice(of endings: [String]) -> String {
  ParameterShape.word(endings.map { ".\($0)" }).expectation
}

extension OperationFailure {
  /// A result isn't written to files that end so.
  fileprivate init(unsuitable ending: String, for type: any Savable.Type) {
    self.init(
      .unsuitableFileFormat, type.refusal(of: ending),
      help: "save it as \(choice(of: type.endings))", parameter: "path")
  }
}

/// The files that a cell has written.
struct SavedFiles: Presentable {
  static let typeDescription = "saved files"
  static let namedOutputs: [NamedOutput] = [.table("files")]

  struct File: Sendable {
    /// Its path in the folder of the report.
    var name: String
    var content: String
    var size: Int
    var sha256: String
  }

  var files: [File]
  /// The function that reads one of them in Python.
  var reader: String

  static let resultValues: [ResultValue<Self>] = [
    .integer("files") { $0.files.count },
    .integer("bytes") { $0.files.reduce(0) { $0 + $1.size } },
  ]

  var outputs: [Output] {
    let table = Table(
      "Files in the folder of this report",
      columns: [
        .init("file", .text(files.map(\.name))),
        .init("content", .text(files.map(\.content))),
        .init("size", .real(files.map { Double($0.size) / 1000 }, fractionDigits: 1), unit: "kB"),
        .init("SHA-256", .text(files.map { String($0.sha256.prefix(16)) + "…" })),
      ])
    return [.table("files", table)]
      + files.prefix(1).map { .text("In Python: \(reader)(\"\($0.name)\")") }
  }
}
