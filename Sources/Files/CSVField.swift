/// A field of comma-separated values (RFC 4180).
///
/// - Parameters:
///   - text: what it holds.
///   - isQuoted: whether it stands in quotation marks even if it needs none.
/// - Returns: its bytes, in quotation marks where a comma, a quotation mark or an end of a line asks
///   for them.
package func csvField(_ text: String, isQuoted: Bool = false) -> [UInt8] {
  let quote = UInt8(ascii: "\"")
  guard isQuoted || text.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else {
    return Array(text.utf8)
  }
  // By bytes: with an accent behind it, a quotation mark is another character for Swift.
  return [quote] + text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
}
