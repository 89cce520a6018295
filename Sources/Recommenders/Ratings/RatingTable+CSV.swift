import Files

extension RatingFileFormat {
  /// Commas or semicolons, quoted fields (RFC 4180), a header or not.
  public static let csv = RatingFileFormat(
    "csv", extensions: ["csv"], reading: .lines([LineForm(.semicolons), LineForm(.commas)]),
    writing: RatingWriting(reader: "pandas.read_csv") { $0.csv() })
}

extension RatingTable {
  /// The bytes of a file of comma-separated values with a line for each rating, in their order.
  ///
  /// Users and items bear the identifiers of their source. Numbers have as many digits as it
  /// takes to be read back as the same.
  func csv() -> [UInt8] {
    let users = users.csvFields
    let items = items.csvFields
    var bytes = Array(
      (timestamps == nil ? "user,item,rating\n" : "user,item,rating,timestamp\n").utf8)
    bytes.reserveCapacity(24 * count)
    for row in 0..<count {
      bytes += users[Int(userIndices[row])]
      bytes.append(UInt8(ascii: ","))
      bytes += items[Int(itemIndices[row])]
      bytes.append(UInt8(ascii: ","))
      let value = values[row]
      let whole = Int32(exactly: value)
      bytes += Array((whole.map(String.init) ?? String(value)).utf8)
      if let timestamps {
        bytes.append(UInt8(ascii: ","))
        bytes += Array(String(timestamps[row]).utf8)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}

extension Identities {
  /// The identifiers as fields, in quotation marks where they need them (RFC 4180).
  fileprivate var csvFields: [[UInt8]] {
    (0..<count).map { number in
      // Spaces are only kept inside, and semicolons might be taken for separators.
      let text = identifier(of: number)
      let isFragile =
        text.isEmpty || text.utf8.first == UInt8(ascii: " ")
        || text.utf8.last == UInt8(ascii: " ") || text.utf8.contains { ";\t".utf8.contains($0) }
      return csvField(text, isQuoted: isFragile)
    }
  }
}
