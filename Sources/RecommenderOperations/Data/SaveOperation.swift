import Files
public import NotebookSyntax
public import Operations
import Recommenders

/// `save`: puts a result where other programs can read it.
public struct SaveOperation: NotebookOperation {
  public static let name = "save"
  public static let summary =
    "Writes ratings, the parts of a split or a factor model to files that other programs can read."

  @Input("What to save.") var value: SavedValue
  @Parameter(
    """
    The file, in the folder of the report. What ends in `.npz` holds NumPy's arrays, ratings as \
    SciPy's sparse matrix; `.csv` lines of text. The parts of a split get files of their own. A model \
    is kept with what it was trained on and tested with.
    """)
  var path: String

  public init() {}

  public func problems(in context: CheckContext) -> [Diagnostic] {
    let place = $path ?? context.cell
    if SavedFormat(path: path) == nil {
      return [
        Diagnostic(
          .unknownFileFormat, "'\(path)' doesn't say which format to write", at: place,
          help: "end its name in '.npz' or '.csv'")
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
    if SavedFormat(path: path) == .csv, let type = _value.shape?.type,
      AnyTrainedModel.accepts(type)
    {
      let failure = OperationFailure.modelAsTable
      return [Diagnostic(failure.code, failure.message, at: place, help: failure.help)]
    }
    return []
  }

  public func files(in context: CheckContext) -> [FileUse] {
    guard SavedFormat(path: path) != nil, problems(in: context).isEmpty else { return [] }
    return [
      FileUse(.writes, path, path: context.resolve(outputPath: path), at: $path ?? context.cell)
    ]
  }

  public func run(in context: OperationContext) async throws -> SavedFiles {
    guard let format = SavedFormat(path: path) else {
      throw OperationFailure(
        .unknownFileFormat, "'\(path)' doesn't say which format to write", parameter: "path")
    }
    let parts = try value.value.parts(as: format)
    var files: [SavedFiles.File] = []
    for part in parts {
      try context.checkpoint(Checkpoint("saving", files.count + 1, of: parts.count))
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
    return SavedFiles(files: files, reader: value.value.reader(of: format))
  }

  /// `split.npz` for its training part is `split-train.npz`.
  private static func path(_ path: String, with suffix: String?) -> String {
    guard let suffix, let point = path.lastIndex(of: ".") else { return path }
    return "\(path[..<point])-\(suffix)\(path[point...])"
  }
}

extension OperationFailure {
  fileprivate static let modelAsTable = OperationFailure(
    .unsuitableFileFormat, "A model consists of several arrays, which one table can't hold",
    help: "save it as '.npz'", parameter: "path")
}

/// The formats of files that are written.
enum SavedFormat: String {
  case npz
  case csv

  /// The format that a file's name says.
  init?(path: String) {
    guard let point = path.lastIndex(of: "."), point != path.startIndex else { return nil }
    self.init(rawValue: path[path.index(after: point)...].lowercased())
  }
}

/// What goes to one file.
struct SavedPart {
  /// What the name of the file says more; nil if there is but one file.
  var suffix: String?
  /// What is in it, for the reader.
  var description: String
  var content: () -> [UInt8]
}

/// A result that can be saved.
protocol Savable: Presentable {
  /// What goes to files, or an `OperationFailure` if the format doesn't suit.
  func parts(as format: SavedFormat) throws -> [SavedPart]
  /// How a program in Python reads one of the files.
  func reader(of format: SavedFormat) -> String
}

/// Any result that can be saved.
struct SavedValue: InputValue {
  static let typeDescription = "a rating table, a split or a factor model"
  var value: any Savable

  static func accepts(_ type: any Presentable.Type) -> Bool { type is any Savable.Type }

  init?(_ result: any Presentable) {
    guard let value = result as? any Savable else { return nil }
    self.value = value
  }
}

extension RatingTable: Savable {
  func parts(as format: SavedFormat) -> [SavedPart] {
    [part(nil, "ratings of \(source.name)", as: format)]
  }

  func part(_ suffix: String?, _ description: String, as format: SavedFormat) -> SavedPart {
    SavedPart(
      suffix: suffix, description: "\(count.grouped) \(description)",
      content: { format == .npz ? npz() : csv() })
  }

  func reader(of format: SavedFormat) -> String {
    format == .npz ? "scipy.sparse.load_npz" : "pandas.read_csv"
  }
}

extension RatingSplit: Savable {
  func parts(as format: SavedFormat) -> [SavedPart] {
    [train.part("train", "ratings for training", as: format)]
      + (validation.map { [$0.part("validation", "ratings for validation", as: format)] } ?? [])
      + [test.part("test", "ratings for testing", as: format)]
  }

  func reader(of format: SavedFormat) -> String { train.reader(of: format) }
}

extension TrainedModel: Savable where Model == FactorModel {
  func parts(as format: SavedFormat) throws -> [SavedPart] {
    guard format == .npz else {
      throw OperationFailure.modelAsTable
    }
    let named = NamedFactorModel(model: model, data: data, history: history)
    let size = model.size
    return [
      SavedPart(
        suffix: nil,
        description: """
          a model of \(size.users.grouped) users and \(size.items.grouped) items with \
          \(size.factors) factors, and what it was trained on
          """, content: { named.npz })
    ]
  }

  func reader(of format: SavedFormat) -> String { "numpy.load" }
}

/// The files that a cell has written.
public struct SavedFiles: Presentable {
  public static let typeDescription = "saved files"
  public static let outputKinds: Set<OutputKind> = [.table]

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

  public static let resultValues: [ResultValue<Self>] = [
    .integer("files") { $0.files.count },
    .integer("bytes") { $0.files.reduce(0) { $0 + $1.size } },
  ]

  public var outputs: [Output] {
    let table = Table(
      "Files in the folder of this report",
      columns: [
        .init("file", .text(files.map(\.name))),
        .init("content", .text(files.map(\.content))),
        .init("size", .real(files.map { Double($0.size) / 1000 }, fractionDigits: 1), unit: "kB"),
        .init("SHA-256", .text(files.map { String($0.sha256.prefix(16)) + "…" })),
      ])
    return [.table(table)]
      + files.prefix(1).map { .text("In Python: \(reader)(\"\($0.name)\")") }
  }
}
