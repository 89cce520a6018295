private import FoundationEssentials

/// An image that a page carries in itself.
public struct EmbeddedImage: Sendable {
  /// What kind of image it is, such as `image/png`.
  public var mediaType: String
  public var bytes: [UInt8]

  public init(mediaType: String, bytes: [UInt8]) {
    self.mediaType = mediaType
    self.bytes = bytes
  }

  /// An image as it stands in a file; nil if the file's name is not that of an image.
  public init?(path: String, bytes: [UInt8]) {
    guard let dot = path.lastIndex(of: "."),
      let mediaType = Self.mediaTypes[path[path.index(after: dot)...].lowercased()]
    else { return nil }
    self.init(mediaType: mediaType, bytes: bytes)
  }

  private static let mediaTypes = [
    "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png",
    "svg": "image/svg+xml", "webp": "image/webp",
  ]

  /// The image as an address that needs no network.
  var address: String { "data:\(mediaType);base64,\(Data(bytes).base64EncodedString())" }
}
