/// The marks that stand in a text, for CommonMark to leave alone, in the place of something else.
///
/// A mark is a number between two signs, a private character that the text doesn't have: to
/// CommonMark it is a word. Two signs without a number keep a line from being blank, where a
/// formula goes on over it, and mean nothing.
struct MarkSign {
  private let sign: [UInt8]
  let filler: [UInt8]

  init(for text: [UInt8]) {
    let unused = PrivateCharacters.unused(in: text, count: 1).first ?? "\u{10FFFD}"
    sign = Array(String(unused).utf8)
    filler = sign + sign
  }

  func mark(_ number: Int) -> [UInt8] { sign + Array(String(number).utf8) + sign }

  enum Piece: Equatable {
    case text(String)
    case mark(Int)
    case filler
  }

  /// The marks of a text and what stands between them.
  func pieces(of text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    guard bytes.contains(sign[0]) else { return [.text(text)] }
    var pieces: [Piece] = []
    var start = 0
    var index = 0
    func addText(to end: Int) {
      if start < end {
        pieces.append(.text(String(decoding: bytes[start..<end], as: UTF8.self)))
      }
    }
    while index < bytes.count {
      guard bytes[index] == sign[0], bytes[index...].starts(with: sign) else {
        index += 1
        continue
      }
      addText(to: index)
      let digits = bytes[(index + sign.count)...].prefix(while: \.isDigit)
      pieces.append(Int(String(decoding: digits, as: UTF8.self)).map(Piece.mark) ?? .filler)
      index = min(digits.endIndex + sign.count, bytes.count)
      start = index
    }
    addText(to: bytes.count)
    return pieces
  }

  /// The numbers of the marks in a text.
  func marks(in text: String) -> [Int] {
    pieces(of: text).compactMap { if case .mark(let number) = $0 { number } else { nil } }
  }
}
