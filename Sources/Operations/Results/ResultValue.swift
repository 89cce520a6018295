/// A single fact about a result, for prose and for programs.
public enum ScalarValue: Hashable, Sendable {
  case integer(Int)
  case real(Double)
  case text(String)
}

/// A fact and its name, such as `test.mse`.
public struct NamedValue: Hashable, Sendable {
  public var name: String
  public var value: ScalarValue

  public init(_ name: String, _ value: ScalarValue) {
    self.name = name
    self.value = value
  }
}

/// Numbers in order, such as a loss by epoch, under a name.
public struct Series: Hashable, Sendable {
  public var name: String
  public var values: [Double]

  public init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}

/// A file that results were computed from, for the provenance of a report.
public struct DataFile: Hashable, Sendable {
  public var name: String
  public var sha256: String
  /// How much of what is in it, such as "100,836 ratings of 9,724 items by 610 users".
  public var shape: String
  public var license: String?

  public init(name: String, sha256: String, shape: String, license: String? = nil) {
    self.name = name
    self.sha256 = sha256
    self.shape = shape
    self.license = license
  }
}
