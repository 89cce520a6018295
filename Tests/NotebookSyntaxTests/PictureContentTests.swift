import NotebookSyntax
import Testing

@Suite struct PictureContentTests {
  private static let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
  private static let header: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let chunk: [UInt8] = [0, 0, 0, 2, 0x49, 0x44, 0x41, 0x54, 1, 2, 0, 0, 0, 0]
  private static let png = header + chunk + end
  private static let jpeg: [UInt8] = [
    0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0xFF, 0xD9, 0xFF, 0xDA, 0, 2, 7, 0xFF, 0xD9, 0,
  ]
  private static let gif = Array("GIF89a".utf8) + [1, 0, 0x3B]
  private static let webp = Array("RIFF".utf8) + [5, 0, 0, 0] + Array("WEBPV".utf8)
  private static let avif: [UInt8] =
    [0, 0, 0, 12] + Array("ftypavif".utf8) + [0, 0, 0, 9] + Array("mdatx".utf8)

  @Test(arguments: [
    (png, PictureFormat.png), (png + [0, 0], .png), (jpeg, .jpeg), (gif, .gif), (webp, .webp),
    (avif, .avif),
  ])
  func knowsPictures(bytes: [UInt8], format: PictureFormat) {
    #expect(PictureContent(bytes) == .picture(format))
  }

  /// Wherever a file was cut behind what tells its format, it isn't whole.
  @Test(arguments: [
    (png, PictureFormat.png, 8), (gif, .gif, 6), (webp, .webp, 12), (avif, .avif, 12),
  ])
  func findsWhatIsCutOff(bytes: [UInt8], format: PictureFormat, start: Int) {
    for count in start..<bytes.count {
      // The first box of an AVIF alone is whole as far as its boxes tell.
      if format == .avif, count == 12 { continue }
      #expect(PictureContent(Array(bytes.prefix(count))) == .problem(.truncated(format)))
    }
  }

  /// A small picture within a JPEG has an end of its own.
  @Test func findsJPEGsThatAreCutOff() {
    for count in 3..<14 {
      #expect(PictureContent(Array(Self.jpeg.prefix(count))) == .problem(.truncated(.jpeg)))
    }
  }

  @Test(arguments: [
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect/></svg>",
    "\u{FEFF}<?xml version='1.0'?>\n<!-- <svg> -->\n<svg\n  xmlns = 'http://www.w3.org/2000/svg' >\n</svg>\n",
    "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"a.dtd\" [<!ENTITY a \"b\">]>\n"
      + "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"></s:svg>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
  ]) func knowsDrawings(text: String) {
    #expect(PictureContent(Array(text.utf8)) == .picture(.svg))
  }

  @Test(arguments: [
    ("", PictureContent.Problem.empty),
    ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n", .pointer),
    ("<svg width=\"1\"><a xmlns=\"http://www.w3.org/2000/svg\"/></svg>", .noNamespace),
    ("<svg data-xmlns=\"http://www.w3.org/2000/svg\"></svg>", .noNamespace),
    ("<svg xmlns=\"http://www.w3.org/2000/svg\"><rect/>", .truncated(.svg)),
    ("<!doctype HTML><html>", .other("an HTML page")), ("<html>\n", .other("an HTML page")),
    ("<!-- x --><plist></plist>", .other("an XML document whose root is 'plist'")),
    ("%PDF-1.5\n", .other("a PDF")), ("Not found\n", .other("text")), ("BMW\n", .other("text")),
    ("<", .other("text")), ("<!-- ", .other("text")), ("\u{1}\0", .other(nil)),
  ]) func saysWhatElseItIs(text: String, problem: PictureContent.Problem) {
    #expect(PictureContent(Array(text.utf8)) == .problem(problem))
  }

  @Test func knowsOtherFormats() {
    #expect(PictureContent([0x1F, 0x8B, 8]) == .problem(.other("a gzip file")))
    #expect(
      PictureContent(Array("BM".utf8) + [9, 9, 9, 9, 0, 0, 0, 0])
        == .problem(.other("a bitmap (BMP)")))
    #expect(PictureContent([0xFF, 0xFE, 0x41]) == .problem(.other(nil)))
  }
}
