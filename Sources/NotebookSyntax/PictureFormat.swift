/// The kinds of picture that every browser shows, by the ends of their files' names.
package enum PictureFormat: String, CaseIterable {
  case avif, gif, jpeg, jpg, png, svg, webp

  /// The kind of a file; nil if its name is not that of a picture.
  package init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  /// The name of the format itself, for which `jpg` and `jpeg` are one.
  package var name: String {
    switch self {
    case .jpg: "JPEG"
    case .webp: "WebP"
    case .avif, .gif, .jpeg, .png, .svg: rawValue.uppercased()
    }
  }

  package var mediaType: String {
    switch self {
    case .jpg: "image/jpeg"
    case .svg: "image/svg+xml"
    case .avif, .gif, .jpeg, .png, .webp: "image/\(rawValue)"
    }
  }
}
