import NotebookSyntax
import Operations

/// The files that a notebook may show as pictures, by their paths from the notebook's folder.
///
/// A check asks through this, so that it can be tested without a disk.
public struct PictureFiles: Sendable {
  /// The size of a file in bytes; nil if there is no such file that can be read.
  public var size: @Sendable (_ path: String) -> Int?
  /// The names of what is in a folder; `.` for the notebook's own.
  public var names: @Sendable (_ folder: String) -> [String]

  public init(
    size: @escaping @Sendable (_ path: String) -> Int?,
    names: @escaping @Sendable (_ folder: String) -> [String]
  ) {
    self.size = size
    self.names = names
  }
}

extension NotebookChecker {
  /// The bytes of a picture that every reader can be asked to load.
  private static let largestPicture = 1_000_000
  /// More names than these are no help.
  private static let mostNames = 8

  /// Checks that pictures are there, are pictures, are not too large and say what they show.
  mutating func check(_ pictures: [Picture], in files: PictureFiles?) {
    for picture in pictures {
      if !picture.isDescribed {
        problems.append(
          Diagnostic(
            .missingAlternative, "A picture needs words for those who don't see it",
            at: picture.range,
            severity: .warning,
            help: "say between the brackets what it shows: ![…](\(picture.source))"))
      }
      if let files, let problem = problem(with: picture, in: files) { problems.append(problem) }
    }
  }

  private func problem(with picture: Picture, in files: PictureFiles) -> Diagnostic? {
    let address = Address(picture.source)
    let place = picture.sourceRange
    guard !address.isRemote else { return nil }
    guard address.isLocal else {
      return Diagnostic(
        .invalidPicturePath,
        picture.source.isEmpty
          ? "A picture needs an address" : "'\(picture.source)' is no path from the notebook",
        at: place, help: "write the path of a file relative to the notebook's folder")
    }
    guard let size = files.size(address.path) else {
      return Diagnostic(
        .missingPicture, "There is no picture '\(address.path)'", at: place,
        help: suggestion(for: address.path, in: files))
    }
    guard PictureFormat(path: address.path) != nil else {
      let known = PictureFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
      return Diagnostic(
        .unknownPictureFormat, "'\(address.path)' is not a picture that a page can show", at: place,
        help: "pictures are \(known)")
    }
    guard size > Self.largestPicture else { return nil }
    return Diagnostic(
      .heavyPicture, "The picture '\(address.path)' has \(Kilobytes.text(size))", at: place,
      severity: .warning,
      help: "the page carries it along; make it smaller than \(Kilobytes.text(Self.largestPicture))"
    )
  }

  /// The picture in the same folder that was probably meant, or those that there are.
  private func suggestion(for path: String, in files: PictureFiles) -> String? {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[..<$0]) } ?? "."
    let prefix = slash.map { path[...$0] } ?? ""
    let names = files.names(folder).filter { PictureFormat(path: $0) != nil }.sorted()
    let words = NotebookSyntax.suggestion(for: path, among: names.map { prefix + $0 })
    return names.count > Self.mostNames && words?.hasPrefix("there are") == true ? nil : words
  }
}
