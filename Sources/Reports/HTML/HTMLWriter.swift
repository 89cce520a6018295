/// Turns trees into text: the one place that knows of angle brackets and escapes.
///
/// Lines break where cmark breaks them, so that prose comes out byte for byte as
/// cmark's own renderer writes it, and a report can be read and compared by line.
struct HTMLWriter {
  private var bytes: [UInt8] = []

  static func markup(of nodes: [HTMLNode]) -> String {
    var writer = HTMLWriter()
    for node in nodes { writer.write(node) }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private mutating func write(_ node: HTMLNode) {
    switch node {
    case .element(let element): write(element)
    case .text(let text): writeEscaped(text)
    case .comment(let text): bytes += "<!-- \(text) -->".utf8
    case .raw(let markup): bytes += markup.utf8
    case .freshLine: startLine()
    }
  }

  private mutating func write(_ element: HTMLNode.Element) {
    let layout = Layout(of: element.name)
    if layout != .inline { startLine() }
    bytes += "<\(element.name)".utf8
    for attribute in element.attributes {
      bytes += " \(attribute.name)=\"".utf8
      switch attribute.value {
      case .text(let text): writeEscaped(text)
      case .url(let address): writeEscaped(address, isAddress: true)
      case .number(let number): bytes += Coordinate.text(number).utf8
      }
      bytes.append(UInt8(ascii: "\""))
    }
    if element.children.isEmpty, Self.emptyElements.contains(element.name) {
      bytes += " />".utf8
    } else {
      bytes.append(UInt8(ascii: ">"))
      if layout == .container { startLine() }
      for child in element.children { write(child) }
      if layout == .container { startLine() }
      bytes += "</\(element.name)>".utf8
    }
    if layout != .inline || element.name == "br" { bytes.append(UInt8(ascii: "\n")) }
  }

  private mutating func startLine() {
    if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
  }

  /// Writes a text so that it means itself, in an element, in an attribute or as an address.
  private mutating func writeEscaped(_ text: String, isAddress: Bool = false) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "'") where isAddress: bytes += "&#x27;".utf8
      case _ where isAddress && !Self.isSafeInAddress(byte):
        bytes += [UInt8(ascii: "%"), Self.hexDigit(byte >> 4), Self.hexDigit(byte & 15)]
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      default: bytes.append(byte)
      }
    }
  }

  /// Whether a byte stands for itself in an address, by the table of cmark's `houdini_href_e.c`.
  private static func isSafeInAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_.+!*(),%#@?=;:/$~".utf8.contains(byte)
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    Array("0123456789ABCDEF".utf8)[Int(value)]
  }

  /// Elements that close themselves when nothing stands inside.
  private static let emptyElements: Set<String> = [
    "br", "circle", "col", "hr", "img", "input", "line", "link", "meta", "path", "rect", "wbr",
  ]
}

/// Where lines break around and inside an element.
private enum Layout {
  /// Nowhere.
  case inline
  /// Before and after.
  case block
  /// Before and after, and also inside of its tags.
  case container

  init(of name: String) {
    self =
      switch name {
      case "article", "aside", "blockquote", "body", "details", "div", "dl", "fieldset", "figure",
        "footer", "g", "head", "header", "html", "main", "nav", "ol", "section", "svg", "table",
        "tbody", "tfoot", "thead",
        "tr", "ul":
        .container
      case "caption", "circle", "dd", "desc", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5",
        "h6",
        "hr", "legend", "li", "line", "link", "meta", "p", "path", "pre", "rect", "style",
        "summary", "td",
        "text", "th", "title":
        .block
      default: .inline
      }
  }
}

/// Numbers of a drawing.
enum Coordinate {
  /// A number with at most two digits after the point, without an exponent or a negative zero.
  ///
  /// What isn't finite has no place in a drawing; it is written as zero, and nobody should ask.
  static func text(_ number: Double) -> String {
    guard number.isFinite else { return "0" }
    let hundredths = Int((min(max(number, -1e6), 1e6) * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    let tenths = rest.isMultiple(of: 10)
    return "\(sign)\(whole).\(tenths || rest >= 10 ? "" : "0")\(tenths ? rest / 10 : rest)"
  }
}
