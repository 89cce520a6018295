extension Table: Presentable {
  public static let typeDescription = "a table"
  public static let outputKinds: Set<OutputKind> = [.table]
  public var outputs: [Output] { [.table(self)] }
}
