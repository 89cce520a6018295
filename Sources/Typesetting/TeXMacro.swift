/// A macro that formulas may use.
struct TeXMacro: Hashable {
  /// The name without its backslash.
  var name: String
  /// The definition as KaTeX takes it.
  var definition: String

  init(name: String, definition: String) {
    self.name = name
    self.definition = definition
  }

  /// A macro with parameters, of which the first may be left out if it has a standard value.
  init(name: String, parameters count: Int = 0, standard: String? = nil, body: String) {
    let parameters = (0..<count).map { "#\($0 + 1)" }
    guard let standard, count > 0 else {
      self.init(name: name, definition: "\\gdef\\\(name)\(parameters.joined()){\(body)}")
      return
    }
    // What LaTeX itself makes of it: a look at what follows, then a macro with brackets.
    let inner = "\\\(name)@given"
    self.init(
      name: name,
      definition: "\\gdef\\\(name){\\@ifnextchar[{\(inner)}{\(inner)[\(standard)]}}"
        + "\\gdef\(inner)[#1]\(parameters.dropFirst().joined()){\(body)}")
  }

  /// The greatest number behind a `#`.
  static func parameters(in text: String) -> Int {
    var (greatest, isMark) = (0, false)
    for byte in text.utf8 {
      if isMark, (0x31...0x39).contains(byte) { greatest = max(greatest, Int(byte) - 0x30) }
      isMark = byte == UInt8(ascii: "#") && !isMark
    }
    return greatest
  }
}

/// The macros that have been defined, in the order of the notebook.
struct MacroTable {
  private var macros: [(macro: TeXMacro, uses: Set<String>)] = []
  /// Where each name was last defined in `macros`.
  private var latest: [String: Int] = [:]

  /// The definition of a name that is in force.
  subscript(name: String) -> TeXMacro? { latest[name].map { macros[$0].macro } }

  mutating func define(_ macro: TeXMacro) {
    guard self[macro.name] != macro else { return }
    latest[macro.name] = macros.count
    macros.append((macro, Self.commands(in: macro.definition)))
  }

  /// The definitions that a formula needs, those that its macros need included.
  ///
  /// All definitions of a name are among them, for `\let` keeps an earlier one.
  func definitions(for tex: String) -> String {
    guard !macros.isEmpty else { return "" }
    var needed: Set<String> = []
    var open = Self.commands(in: tex)
    while let name = open.popFirst() {
      guard latest[name] != nil, needed.insert(name).inserted else { continue }
      for entry in macros where entry.macro.name == name {
        open.formUnion(entry.uses.subtracting(needed))
      }
    }
    return macros.filter { needed.contains($0.macro.name) }.map(\.macro.definition).joined()
  }

  /// The names of all commands in a text.
  private static func commands(in tex: String) -> Set<String> {
    Set(
      TeXScanner(tex).tokens().compactMap {
        if case .command(let name) = $0.token { name } else { nil }
      })
  }
}
