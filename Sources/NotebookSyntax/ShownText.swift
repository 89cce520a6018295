// What a person reads of a text that may hold anything: a name, a line of a file, the words of
// another program.

extension String {
  /// The text on one line, cut to what can be read at a glance, without anything that a terminal
  /// would obey.
  ///
  /// A long word is cut in its middle, and so is the whole, so that the ends stay.
  package var asShownLine: String {
    let characters = Array(withoutControls)
    var words: [Character] = []
    for word in characters.split(separator: " ", omittingEmptySubsequences: false) {
      if !words.isEmpty || word.startIndex > 0 { words.append(" ") }
      words += word.cut(to: ShownText.longestWord)
    }
    return String(words[...].cut(to: ShownText.longestLine))
  }

  /// The text with replacement characters for what a terminal would obey: signs of control, marks
  /// that turn the direction of text, and letters under a heap of accents.
  package var withoutControls: String {
    String(map { $0.isControl || $0.isHeap ? "\u{FFFD}" : $0 })
  }
}

/// How much of a text is shown.
package enum ShownText {
  /// The most columns of a line that are quoted.
  package static let width = 120
  /// The most characters of a sentence.
  static let longestLine = 240
  /// The most characters of a word, which may be a path.
  static let longestWord = 100
}

extension ArraySlice<Character> {
  /// The characters, with `…` for those in the middle if there are more than so many.
  fileprivate func cut(to most: Int) -> ArraySlice {
    guard count > most else { return self }
    let end = most / 3
    return prefix(most - end - 1) + ["…"] + suffix(end)
  }
}

extension Character {
  /// Whether a terminal would obey the character instead of showing it.
  private static let directions: [ClosedRange<UInt32>] = [0x202A...0x202E, 0x2066...0x2069]

  fileprivate var isControl: Bool {
    self != "\t"
      && unicodeScalars.contains { scalar in
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: Self.directions.contains { $0.contains(scalar.value) }
        default: false
        }
      }
  }

  /// Whether so many marks are piled up that the character would cover the lines around it; no
  /// sign of any script has as many, nor has an emoji.
  fileprivate var isHeap: Bool { unicodeScalars.count > 24 }

  /// How many columns of a terminal the character takes at the most; for a tab that is eight.
  var mostColumns: Int { self == "\t" ? 8 : columns }

  /// How many columns of a terminal the character takes: two if it is an emoji or East Asian.
  var columns: Int {
    let isWide = unicodeScalars.contains { scalar in
      scalar.properties.isEmojiPresentation || scalar.value == 0xFE0F
        || Self.wideScalars.contains { $0.contains(scalar.value) }
    }
    return isWide ? 2 : 1
  }

  /// Where the East Asian scalars stand that are wide or full-width (Unicode's annex 11).
  private static let wideScalars: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
  ]
}
