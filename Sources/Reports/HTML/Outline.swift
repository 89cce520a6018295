import NotebookSyntax

/// The sections of a page in their order, as their headings divide it.
struct Outline {
  struct Section {
    /// The numbers of the sections around it and its own, such as 2 and 1.
    var number: [Int]
    var identifier: String
    var title: [MarkdownInline]
    /// Whether the table of contents shows it.
    var isListed = true

    /// How many sections it stands in, itself included.
    var depth: Int
    /// The number as it is written, such as `2.1`.
    var numberText: String { number.map(String.init).joined(separator: ".") }
  }

  /// Whether the sections' numbers are shown.
  let isNumbered: Bool
  private(set) var sections: [Section] = []
  /// The levels of the headings that the next one may stand under, outermost first.
  private var levels: [Int] = []
  private var numbers: [Int] = []

  init(isNumbered: Bool = true) { self.isNumbered = isNumbered }

  /// Adds a section and gives it its number.
  ///
  /// A heading that skips a level stands directly under the one before: its number has no 0.
  ///
  /// One without a number leaves the numbers of the others as they are.
  mutating func add(
    level: Int, identifier: String, title: [MarkdownInline], isNumbered: Bool = true,
    isListed: Bool = true
  ) -> Section {
    guard isNumbered else {
      var copy = self
      var section = copy.add(level: level, identifier: identifier, title: title)
      section.number = []
      section.isListed = isListed
      sections.append(section)
      return section
    }
    while let last = levels.last, last > level {
      levels.removeLast()
      // A level that nothing stood on goes on with the numbers of the level below it.
      guard levels.last ?? 0 < level else {
        numbers.removeLast()
        continue
      }
      levels.append(level)
      break
    }
    if levels.last == level {
      numbers[numbers.count - 1] += 1
    } else {
      levels.append(level)
      numbers.append(1)
    }
    let section = Section(
      number: numbers, identifier: identifier, title: title, isListed: isListed,
      depth: numbers.count)
    sections.append(section)
    return section
  }
}
