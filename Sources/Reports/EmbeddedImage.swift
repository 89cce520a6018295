private import Files
private import NotebookSyntax

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
    guard let format = PictureFormat(path: path) else { return nil }
    self.init(mediaType: format.mediaType, bytes: bytes)
  }

  /// The image as an address that needs no network.
  var address: String { "data:\(mediaType);base64,\(bytes.base64)" }
}
