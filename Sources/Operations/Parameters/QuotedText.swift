extension String {
  /// The text as a YAML scalar: plain where that is read as the same text, else in quotes.
  ///
  /// - Parameter inBrackets: whether it stands in a list or a mapping of one line, where commas
  ///   and brackets have a meaning.
  /// - Returns: the scalar.
  func writtenInYAML(inBrackets: Bool) -> String {
    isPlainInYAML(inBrackets: inBrackets) ? self : quotedForYAML
  }

  private func isPlainInYAML(inBrackets: Bool) -> Bool {
    guard let first = unicodeScalars.first, let last = unicodeScalars.last else { return false }
    // What begins something else, and what a reader would cut off.
    guard !"-?:,[]{}#&*!|>'\"%@` ~".unicodeScalars.contains(first), last != " ", last != ":",
      self != "null", unicodeScalars.allSatisfy(\.isPrintable)
    else { return false }
    guard !contains(": "), !contains(" #") else { return false }
    return !inBrackets || !contains { ",[]{}".contains($0) }
  }

  private var quotedForYAML: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.isPrintable: quoted.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return quoted + "\""
  }
}

extension Unicode.Scalar {
  /// Whether a person sees it, or a space for it.
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator,
      .privateUse:
      false
    default: true
    }
  }
}
