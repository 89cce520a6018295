/// Where a link or an image points to, as it is written.
package struct Address {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// Whether a browser might run it, or read a file of the reader's; cmark's rule.
  package var isDangerous: Bool {
    let start = text.prefix(24).lowercased()
    let isImage = ["png", "gif", "jpeg", "webp"].contains { start.hasPrefix("data:image/\($0)") }
    return !isImage
      && ["javascript:", "vbscript:", "file:", "data:"].contains { start.hasPrefix($0) }
  }

  /// Whether it is a path relative to the notebook's folder, rather than elsewhere or absolute.
  package var isLocal: Bool {
    !text.isEmpty && !text.hasPrefix("/") && !text.hasPrefix("#") && !hasScheme
  }

  /// Whether it needs no file: it is a place on the web, or an image that it holds itself.
  package var isRemote: Bool {
    text.hasPrefix("//") || hasScheme && (isData || !isDangerous)
  }

  /// Whether it begins with a scheme such as `https:`.
  private var hasScheme: Bool {
    let scheme = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    return scheme.first?.isLetter == true && text.dropFirst(scheme.count).first == ":"
  }

  /// Whether it holds the image itself.
  package var isData: Bool { text.prefix(5).lowercased() == "data:" }

  /// The path with its `%20` and the like as the characters they stand for.
  package var path: String {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2,
        digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16)
      {
        bytes.append(value)
        rest.removeFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
