extension Table: Presentable {
  public static let typeDescription = "a table"
  public var outputs: [Output] { [.table(self)] }
}
