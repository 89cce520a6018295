extension FrontMatter {
  /// Reads what stands between the marks.
  ///
  /// The reader is that of the document, whose footnotes and links its titles may refer to.
  init(reading range: SourceRange, reader: inout CommonMarkReader) {
    self.init()
    guard let node = YAMLNode.read(range, problems: &reader.problems) else {
      knowsAllParameters = false
      return
    }
    guard case .mapping(let entries) = node.content else {
      knowsAllParameters = false
      reader.problems.append(
        Diagnostic(
          .notNamedValues, "The front matter must be lines of 'name: value'", at: node.range))
      return
    }
    for entry in entries {
      do {
        try read(entry, reader: &reader)
      } catch {
        reader.problems.append(error)
      }
    }
  }

  private enum Key: String, CaseIterable {
    case title, subtitle, author, date, lang, dir, seed, params, macros, defaults, toc, tables
    case tocDepth = "toc-depth"
    case numberSections = "number-sections"
  }

  private mutating func read(
    _ entry: YAMLNode.Entry, reader: inout CommonMarkReader
  ) throws(Diagnostic) {
    guard let key = Key(rawValue: entry.key) else {
      throw Diagnostic(
        .unknownFrontMatterKey, "The front matter has no key '\(entry.key)'", at: entry.keyRange,
        help: suggestion(for: entry.key, among: Key.allCases.map(\.rawValue)))
    }
    switch key {
    case .title: title = try reader.text(of: entry)
    case .subtitle: subtitle = try reader.text(of: entry)
    case .author:
      authors = try Self.authors(entry)
      if let problem = entry.lostText { reader.problems.append(problem) }
    case .date:
      date = try entry.requiredText("a date, as it should be shown")
      if let problem = entry.lostText { reader.problems.append(problem) }
    case .lang:
      let tag = try entry.requiredText("a language, such as en or pt-BR")
      guard tag.isLanguageTag else { throw entry.mismatch("a language, such as en or pt-BR") }
      language = tag
    case .dir:
      guard let direction = entry.value.plainText.flatMap({ TextDirection(rawValue: $0) }) else {
        throw entry.mismatch("'ltr' or 'rtl'")
      }
      self.direction = direction
    case .seed:
      guard let number = entry.value.plainText.flatMap({ UInt64($0) }) else {
        throw entry.mismatch("a whole number between 0 and \(UInt64.max)")
      }
      seed = number
    case .toc: hasContents = try entry.flag()
    case .tocDepth:
      guard let depth = entry.value.plainText.flatMap({ Int($0) }), (1...6).contains(depth) else {
        throw entry.mismatch("a whole number between 1 and 6")
      }
      contentsDepth = depth
    case .tables:
      let words = ["fold": true, "show": false]
      guard let folds = entry.value.plainText.flatMap({ words[$0] }) else {
        throw entry.mismatch("'fold' or 'show'")
      }
      foldsTables = folds
    case .numberSections: numbersSections = try entry.flag()
    case .params: try readParameters(entry, reader: &reader)
    case .macros: try readMacros(entry, reader: &reader)
    case .defaults: defaults.read(entry.value, allowed: CellOptions.Key.defaults, reader: &reader)
    }
  }

  private static func authors(_ entry: YAMLNode.Entry) throws(Diagnostic) -> [String] {
    if case .sequence(let items) = entry.value.content {
      let names = items.compactMap(\.text)
      guard names.count == items.count else { throw entry.mismatch("a name or a list of names") }
      return names
    }
    return [try entry.requiredText("a name or a list of names")]
  }

  private mutating func readParameters(
    _ entry: YAMLNode.Entry, reader: inout CommonMarkReader
  ) throws(Diagnostic) {
    if entry.value.text?.isEmpty ?? false { return }
    guard case .mapping(let declared) = entry.value.content else {
      knowsAllParameters = false
      throw entry.mismatch("lines of 'name: value', indented")
    }
    for parameter in declared {
      if !parameter.key.isName {
        reader.problems.append(
          Diagnostic(
            .invalidName, "'\(parameter.key)' is not a name", at: parameter.keyRange,
            help: "a name consists of letters, digits, '-' and '_', and begins with a letter"))
        knowsAllParameters = false
      } else if case .mapping = parameter.value.content {
        knowsAllParameters = false
        reader.problems.append(parameter.mismatch("a value or a list of values"))
      } else {
        parameters.append(parameter)
      }
    }
  }
}

extension FrontMatter {
  fileprivate mutating func readMacros(
    _ entry: YAMLNode.Entry, reader: inout CommonMarkReader
  ) throws(Diagnostic) {
    guard case .mapping(let declared) = entry.value.content else {
      throw entry.mismatch("lines of 'name: TeX', indented")
    }
    for macro in declared {
      let name = macro.key.hasPrefix("\\") ? String(macro.key.dropFirst()) : macro.key
      guard !name.isEmpty, name.allSatisfy({ $0.isASCII && $0.isLetter }) else {
        reader.problems.append(
          Diagnostic(
            .invalidName, "'\(macro.key)' is not the name of a macro", at: macro.keyRange,
            help: "a macro's name consists of letters only"))
        continue
      }
      guard let body = macro.value.text, !body.isEmpty else {
        reader.problems.append(
          Diagnostic(
            .invalidValue, "'\(macro.key)' must be TeX", at: macro.value.range,
            help: "put it in single quotes, such as '\\operatorname*{argmin}'"))
        continue
      }
      if let problem = macro.lostText { reader.problems.append(problem) }
      macros.append(Macro(name: name, body: body, range: macro.value.range))
    }
  }
}

extension YAMLNode.Entry {
  fileprivate func requiredText(_ expectation: String) throws(Diagnostic) -> String {
    guard let text = value.text, !text.isEmpty else { throw mismatch(expectation) }
    return text
  }
}

extension String {
  /// Whether this has the form of a BCP 47 language tag.
  fileprivate var isLanguageTag: Bool {
    let parts = split(separator: "-", omittingEmptySubsequences: false)
    let isWord: (Substring) -> Bool = {
      (1...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    return parts.allSatisfy(isWord) && (2...8).contains(parts[0].count)
      && parts[0].allSatisfy(\.isLetter)
  }
}
