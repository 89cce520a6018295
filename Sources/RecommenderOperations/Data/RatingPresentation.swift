import NotebookSyntax
public import Operations
public import Recommenders

extension RatingTable: Presentable {
  public static let typeDescription = "a rating table"
  public static let namedOutputs: [NamedOutput] = [.table("ratings")]

  public static let resultValues: [ResultValue<Self>] = [
    .integer("ratings") { $0.count },
    .integer("users") { $0.users.count },
    .integer("items") { $0.items.count },
    .real("density") { $0.density },
    .real("mean") { $0.mean }.ifAny,
  ]

  /// The share of all pairs of a user and an item that are rated.
  private var density: Double? {
    let pairs = Double(users.count) * Double(items.count)
    return pairs > 0 ? Double(count) / pairs : nil
  }

  public var outputs: [Output] {
    let lowest = values.min().map(Double.init)
    let highest = values.max().map(Double.init)
    func real(_ value: Double?, _ digits: Int) -> Table.Column.Values {
      .real([value ?? .nan], fractionDigits: digits)
    }
    let columns: [Table.Column] = [
      .init("users", .integer([users.count])),
      .init("items", .integer([items.count])),
      .init("ratings", .integer([count])),
      .init("rated", real(density.map { $0 * 100 }, 2), unit: "%"),
      .init("mean", real(mean, 3)),
      .init("lowest", real(lowest, 1)),
      .init("highest", real(highest, 1)),
    ]
    return [.table("ratings", Table("Ratings of \(source.name)", columns: columns))]
  }

  public var warnings: [ResultWarning] {
    [("users", users), ("items", items)].compactMap { noun, identities in
      let pairs = identities.lookalikes
      guard let pair = pairs.first else { return nil }
      let names = [pair.first, pair.second].map(identities.identifier(of:))
      return ResultWarning(
        .lookalikeIdentities,
        "The \(noun) '\(names[0])' and '\(names[1])' look the same, but are two",
        details: names.map { "'\($0)' consists of the bytes \($0.hexadecimalBytes)" }
          + (pairs.count > 1 ? ["and \(counted(pairs.count - 1, "more pair")) like them"] : []),
        help: "if they are the same, write them the same way, for example in Unicode's NFC")
    }
  }

  public var dataFiles: [DataFile] {
    let shape =
      "\(count.grouped) ratings of \(items.count.grouped) items by \(users.count.grouped) users"
    return source.files.enumerated().map { index, file in
      DataFile(
        name: file.name, sha256: file.sha256, shape: index == 0 ? shape : "titles of the items",
        license: index == 0 ? source.license : nil)
    }
  }
}

extension RatingTable: Tabular {
  func firstRows(_ count: Int) -> Table {
    let rows = 0..<min(count, self.count)
    var columns: [Table.Column] = [
      .init("user", .text(rows.map { users.name(of: Int(userIndices[$0])) })),
      .init("item", .text(rows.map { items.name(of: Int(itemIndices[$0])) })),
      .init("rating", .real(rows.map { Double(values[$0]) }, fractionDigits: 1)),
    ]
    if let timestamps {
      columns.append(.init("date", .text(rows.map { isoDate(secondsSince1970: timestamps[$0]) })))
    }
    return Table(
      "Ratings of \(source.name)", columns: columns, omittedRows: self.count - rows.count)
  }
}

extension RatingSplit: Presentable {
  public static let typeDescription = "a split"
  public static let namedOutputs: [NamedOutput] = [.table("parts")]

  public static let resultValues: [ResultValue<Self>] = [
    .integer("ratings") { $0.parts.reduce(0) { $0 + $1.table.count } }
  ]

  public static let resultMembers: [ResultMember<Self>] = [
    .member("train") { $0.train },
    .member("validation") { $0.validation },
    .member("test") { $0.test },
  ]

  private var parts: [(name: String, table: RatingTable)] {
    [("training", train)] + (validation.map { [("validation", $0)] } ?? []) + [("test", test)]
  }

  public var outputs: [Output] {
    let total = Double(parts.reduce(0) { $0 + $1.table.count })
    return [
      .table(
        "parts",
        Table(
          "Parts of \(train.source.name)",
          columns: [
            .init("part", .text(parts.map(\.name))),
            .init("ratings", .integer(parts.map(\.table.count))),
            .init(
              "share",
              .real(parts.map { Double($0.table.count) / total * 100 }, fractionDigits: 1),
              unit: "%"),
            .init("mean", .real(parts.map { $0.table.mean ?? .nan }, fractionDigits: 3)),
          ]))
    ]
  }
}

extension RatingSplit: Tabular {
  func firstRows(_ count: Int) -> Table {
    var table = train.firstRows(count)
    table.caption = "Training ratings of \(train.source.name)"
    return table
  }
}

extension String {
  /// The bytes of UTF-8, as `C3 A9`.
  fileprivate var hexadecimalBytes: String {
    utf8.map { String(Int($0) | 0x100, radix: 16, uppercase: true).suffix(2) }
      .joined(separator: " ")
  }
}

extension Int {
  /// The number with commas between thousands.
  var grouped: String { ScalarValue.integer(self).formatted(.grouped) }
}

/// A date in the Gregorian calendar and UTC, as `1998-04-23`.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
func isoDate(secondsSince1970 seconds: Int64) -> String {
  // Beyond a million years either way, a time is no date but a mistake of its file.
  guard seconds.magnitude < 31_556_952_000_000 else { return "\(seconds) s" }
  let days = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400) + 719_468
  let era = (days >= 0 ? days : days - 146_096) / 146_097
  let dayOfEra = days - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153  // 0 is March
  let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
}
