import Bounds
public import NotebookSyntax
public import Operations
public import Recommenders

/// The name of a dataset, of which the store says whether there is one.
struct DatasetName: ParameterValue, Equatable {
  var name: String

  static var shape: ParameterShape { .word(DatasetCatalogue.standard.names) }

  init(yaml node: YAMLNode) throws(Mismatch) {
    guard let text = node.text else { throw Mismatch() }
    name = text
  }

  var yaml: String { name }
}

extension OperationEnvironment {
  /// The store that datasets come from.
  var datasets: DatasetStore { self[DatasetStore.self] ?? DatasetStore() }
}

extension OperationRegistry {
  /// The store that the operations take datasets from.
  package var datasets: DatasetStore { environment.datasets }
}

extension RatingFileFormat: ParameterValue {
  public static var shape: ParameterShape { .word(all.map(\.name)) }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    let word = node.text ?? ""
    guard let format = Self(named: word) else {
      let near = suggestion(for: word, among: Self.all.map(\.name))
      throw Mismatch(help: near?.hasPrefix("did you mean") ?? false ? near : nil)
    }
    self = format
  }

  public var yaml: String { name }
}

extension DuplicateRule: ParameterValue {}

extension RatingColumns: ParameterValue {
  public var fact: ScalarValue? { nil }

  public static var shape: ParameterShape {
    .described(
      .mapping(
        ["user", "item", "rating", "timestamp"].map { .init($0, ColumnReference.shape) },
        count: (1...).interval),
      as: "columns such as {user: userId, item: 2, rating: 3, timestamp: none}")
  }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    guard node.isMapping, !node.entries.isEmpty else { throw Mismatch() }
    self.init()
    for entry in node.entries {
      if entry.key == "timestamp", entry.value.plainText == Self.absent {
        readsTimestamps = false
        continue
      }
      let column = try ColumnReference(yaml: entry.value)
      switch entry.key {
      case "user": user = column
      case "item": item = column
      case "rating": rating = column
      case "timestamp": timestamp = column
      default:
        throw Mismatch(
          at: entry.keyRange, "There is no column '\(entry.key)' to read",
          help: suggestion(for: entry.key, among: ["user", "item", "rating", "timestamp"]))
      }
    }
  }

  public var yaml: String {
    let columns = [
      ("user", user?.yaml), ("item", item?.yaml), ("rating", rating?.yaml),
      ("timestamp", readsTimestamps ? timestamp?.yaml : Self.absent),
    ]
    return "{"
      + columns.compactMap { name, column in column.map { "\(name): \($0)" } }
      .joined(separator: ", ") + "}"
  }

  /// What is written for a column that is not to be read.
  fileprivate static let absent = "none"
}

extension ColumnReference: ParameterValue {
  public static var shape: ParameterShape {
    .described(
      .oneOf([.integer((1...).interval), .pattern(".")]),
      as: "the name of a column or its number, from 1")
  }

  public init(yaml node: YAMLNode) throws(Mismatch) {
    if let number = try? Int(yaml: node) {
      guard number >= 1 else {
        throw Mismatch(at: node.range, "Columns are numbered from 1")
      }
      self = .position(number)
    } else if let text = node.text, !text.isEmpty {
      self = .name(text)
    } else {
      throw Mismatch(at: node.range, "A column is \(Self.expectation)")
    }
  }

  public var yaml: String {
    switch self {
    // A number in quotes is a name.
    case .name(let name):
      Double(name) == nil && name != RatingColumns.absent ? name.yamlInBrackets : "'\(name)'"
    case .position(let position): String(position)
    }
  }
}
