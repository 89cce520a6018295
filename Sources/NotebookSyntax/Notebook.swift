/// A literate notebook: prose, and the cells that do its work.
public struct Notebook: Sendable {
  public enum Block: Sendable {
    case prose(MarkdownBlock)
    case cell(Cell)
  }

  public var file: SourceFile
  public var frontMatter: FrontMatter
  public var blocks: [Block]

  public init(file: SourceFile, frontMatter: FrontMatter, blocks: [Block]) {
    self.file = file
    self.frontMatter = frontMatter
    self.blocks = blocks
  }

  public var cells: [Cell] {
    blocks.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
  }
}
