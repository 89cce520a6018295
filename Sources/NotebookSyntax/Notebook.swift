/// A literate notebook: prose, and the cells that do its work.
public struct Notebook: Sendable {
  public enum Block: Sendable {
    case prose(MarkdownBlock)
    case cell(Cell)
    case callout(Callout)
  }

  public var file: SourceFile
  public var frontMatter: FrontMatter
  public var blocks: [Block]
  /// The footnotes, in the order in which they are written.
  public var footnotes: [Footnote] = []

  public init(file: SourceFile, frontMatter: FrontMatter, blocks: [Block]) {
    self.file = file
    self.frontMatter = frontMatter
    self.blocks = blocks
  }

  /// The cells, in the order in which they are written.
  public var cells: [Cell] { blocks.flatMap(\.cells) }

  /// Changes every cell, in the order in which they are written.
  public mutating func updateCells(_ update: (inout Cell) -> Void) {
    for index in blocks.indices { blocks[index].updateCells(update) }
  }
}

extension Notebook.Block {
  public var cells: [Cell] {
    switch self {
    case .prose: []
    case .cell(let cell): [cell]
    case .callout(let callout): callout.blocks.flatMap(\.cells)
    }
  }

  mutating func updateCells(_ update: (inout Cell) -> Void) {
    switch self {
    case .prose: break
    case .cell(var cell):
      update(&cell)
      self = .cell(cell)
    case .callout(var callout):
      for index in callout.blocks.indices { callout.blocks[index].updateCells(update) }
      self = .callout(callout)
    }
  }
}
