extension RatingTable {
  /// The bytes of a file of comma-separated values with a line for each rating, in their order.
  ///
  /// Users and items bear the identifiers of their source. Numbers have as many digits as it
  /// takes to be read back as the same.
  public func csv() -> [UInt8] {
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
      let text = identifier(of: number)
      // Spaces are only kept inside, and semicolons might be taken for separators.
      let needsQuotes =
        text.isEmpty || text.utf8.contains { ",;\"\t\r\n".utf8.contains($0) }
        || text.utf8.first == UInt8(ascii: " ") || text.utf8.last == UInt8(ascii: " ")
      let quote = UInt8(ascii: "\"")
      guard needsQuotes else { return Array(text.utf8) }
      // By bytes: with an accent behind it, a quotation mark is another character for Swift.
      return [quote] + text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
  }
}
