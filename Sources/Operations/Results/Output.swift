/// What a reader of a report sees of a result.
///
/// The cases are closed: a renderer handles every one of them, or doesn't compile.
public enum Output: Hashable, Sendable {
  case text(String)
  case table(Table)
  case plot(Plot)
}

extension Output {
  /// A table that notebooks can refer to by its name, as in `@tbl-model.layers`.
  public static func table(_ name: String, _ table: Table) -> Output {
    var named = table
    named.name = name
    return .table(named)
  }

  /// A plot that notebooks can refer to by its name, as in `@fig-model.curve`.
  public static func plot(_ name: String, _ plot: Plot) -> Output {
    var named = plot
    named.name = name
    return .plot(named)
  }

  /// What it is, if it is something that has a number.
  public var kind: OutputKind? {
    switch self {
    case .text: nil
    case .table: .table
    case .plot: .plot
    }
  }

  /// What notebooks call it; nil if it has no name.
  public var name: String? {
    switch self {
    case .text: nil
    case .table(let table): table.name
    case .plot(let plot): plot.name
    }
  }
}

/// Columns of equal length, under headings.
public struct Table: Hashable, Sendable {
  /// Values of one kind; the renderer decides on digits and alignment.
  public struct Column: Hashable, Sendable {
    public enum Values: Hashable, Sendable {
      case text([String])
      case integer([Int])
      /// Numbers shown with so many digits after the point; NaN is a value that is not there.
      case real([Double], fractionDigits: Int)

      public var count: Int {
        switch self {
        case .text(let values): values.count
        case .integer(let values): values.count
        case .real(let values, _): values.count
        }
      }
    }
    public var heading: String
    /// What the numbers count, such as `MB`; it stands in the heading.
    public var unit: String?
    public var values: Values

    public init(_ heading: String, _ values: Values, unit: String? = nil) {
      self.heading = heading
      self.values = values
      self.unit = unit
    }
  }
  /// What the table shows, if the cell's author gives no caption.
  public var caption: String
  /// Whether the table gives the numbers of a plot beside it, and can be folded where it is long.
  public private(set) var isDetail = false
  /// What notebooks call the table, such as `layers`; nil if it has no name.
  public internal(set) var name: String?
  public var columns: [Column]
  /// How many rows were left out at the end.
  public var omittedRows: Int

  public init(_ caption: String, columns: [Column], omittedRows: Int = 0) {
    precondition(
      Set(columns.map(\.values.count)).count <= 1, "The columns of a table are equally long")
    self.caption = caption
    self.columns = columns
    self.omittedRows = omittedRows
  }

  /// The same table, as one that gives the numbers of a plot beside it.
  public var asDetail: Table {
    var copy = self
    copy.isDetail = true
    return copy
  }

  public var rowCount: Int { columns.first?.values.count ?? 0 }
}

extension Table: Presentable {
  public static let typeDescription = "a table"
  public static let namedOutputs: [NamedOutput] = [.table("table")]
  public var outputs: [Output] { [.table("table", self)] }
}
