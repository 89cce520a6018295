import Files
import Glibc

/// Texts on the disk that are costly to make, one file each, found by what they were made of.
///
/// A cache never fails: what can't be read or has been damaged is made again, what can't be written
/// isn't kept.
struct MarkupCache: Sendable {
  /// The folder; it is made when there is something to keep.
  let directory: String
  /// How many texts are kept, or twice as many as one page needs; when there are more, those go
  /// that have not been used for longest, and a quarter besides.
  var capacity = 4096

  /// The text that was kept under a key.
  subscript(key: String) -> String? {
    let path = path(of: key)
    guard let entry = try? File.read(path) else { return nil }
    // The whole key stands in the entry: two keys of one name do no harm.
    let head = Self.head(of: key)
    let mark = entry.suffix(Self.markLength)
    guard entry.count >= head.count + Self.markLength, entry.starts(with: head) else { return nil }
    let content = entry.dropLast(Self.markLength)
    guard mark.elementsEqual(Self.mark(of: content)) else { return nil }
    // Its age is counted from now on.
    utimes(path, nil)
    return String(decoding: content.dropFirst(head.count), as: UTF8.self)
  }

  /// Keeps texts under their keys.
  ///
  /// - Parameters:
  ///   - texts: what is new.
  ///   - count: how many texts the page has in all.
  func keep(_ texts: [(key: String, text: String)], of count: Int = 0) {
    guard !texts.isEmpty else { return }
    for (key, text) in texts {
      let content = Self.head(of: key) + Array(text.utf8)
      // What a power cut takes is made again.
      try? File.write(content + Self.mark(of: content), to: path(of: key), isDurable: false)
    }
    removeOldest(beyond: max(capacity, 2 * count))
  }

  private func path(of key: String) -> String {
    "\(directory)/\(Self.hexadecimal(FNV1a.hash(key.utf8))).txt"
  }

  private func removeOldest(beyond capacity: Int) {
    let entries = Folder.names(in: directory).filter { $0.hasSuffix(".txt") }
    guard entries.count > capacity else { return }
    let byAge = entries.map { name in
      var status = stat()
      let isThere = stat("\(directory)/\(name)", &status) == 0
      let time = isThere ? status.st_mtim : timespec()
      return (name: name, seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }
    .sorted { ($0.seconds, $0.nanoseconds, $0.name) < ($1.seconds, $1.nanoseconds, $1.name) }
    for entry in byAge.prefix(entries.count - capacity + capacity / 4) {
      unlink("\(directory)/\(entry.name)")
    }
  }

  // MARK: - Entries

  /// `nbrun`, the length of the key, the key; the text follows, then a mark of all that.
  private static func head(of key: String) -> [UInt8] {
    Array("nbrun \(key.utf8.count)\n\(key)\n".utf8)
  }

  private static let markLength = 17

  private static func mark(of content: some Sequence<UInt8>) -> [UInt8] {
    Array("\n\(hexadecimal(FNV1a.hash(content)))".utf8)
  }

  private static func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
