private import CCmark

/// What cmark makes of a text; the only file that sees cmark.
final class CommonMarkTree {
  private let document: OpaquePointer?

  init(_ text: [UInt8]) {
    document = text.withUnsafeBytes {
      cmark_parse_document(
        $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, CMARK_OPT_DEFAULT)
    }
  }

  deinit { cmark_node_free(document) }

  /// The blocks of the text.
  var blocks: [CommonMarkNode] {
    document.map { CommonMarkNode(tree: self, pointer: $0).children } ?? []
  }

  /// Goes through all nodes, into each and out of it again; a leaf is only entered.
  ///
  /// However deep they are nested, the stack is not.
  func walk(enter: (CommonMarkNode) -> Void, leave: (CommonMarkNode) -> Void = { _ in }) {
    guard let document else { return }
    CommonMarkNode(tree: self, pointer: document).walk(enter: enter, leave: leave)
  }
}

/// A node of such a tree.
struct CommonMarkNode {
  enum Kind {
    case document, quote, list, item, paragraph, heading, code, html, thematicBreak
    case text, codeSpan, softBreak, lineBreak, htmlInline, emphasis, strong, link, image
  }

  fileprivate let tree: CommonMarkTree
  fileprivate let pointer: OpaquePointer

  /// What the node is; nil for what CommonMark doesn't make.
  var kind: Kind? {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_CODE_BLOCK: .code
    case CMARK_NODE_HTML_BLOCK: .html
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_CODE: .codeSpan
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_HTML_INLINE: .htmlInline
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    default: nil
    }
  }

  var children: [CommonMarkNode] {
    var children: [CommonMarkNode] = []
    var next = cmark_node_first_child(pointer)
    while let child = next {
      children.append(CommonMarkNode(tree: tree, pointer: child))
      next = cmark_node_next(child)
    }
    return children
  }

  var previous: CommonMarkNode? { node(cmark_node_previous(pointer)) }
  var parent: CommonMarkNode? { node(cmark_node_parent(pointer)) }
  var firstChild: CommonMarkNode? { node(cmark_node_first_child(pointer)) }

  private func node(_ other: OpaquePointer?) -> CommonMarkNode? {
    other.map { CommonMarkNode(tree: tree, pointer: $0) }
  }

  /// The one-based line and the column, in bytes, where a block starts.
  var start: (line: Int, column: Int) {
    (Int(cmark_node_get_start_line(pointer)), Int(cmark_node_get_start_column(pointer)))
  }

  /// The lines of a block, where cmark may put the end of a list before its start.
  func lines(of file: SourceFile) -> ClosedRange<Int> {
    let first = min(max(1, start.line), file.lineCount)
    return first...max(first, min(Int(cmark_node_get_end_line(pointer)), file.lineCount))
  }

  /// What text, code or HTML holds.
  var literal: String { text(cmark_node_get_literal(pointer)) }
  /// What stands behind an opening fence, without escapes and entities.
  var info: String { text(cmark_node_get_fence_info(pointer)) }
  var address: String { text(cmark_node_get_url(pointer)) }
  var title: String { text(cmark_node_get_title(pointer)) }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
  /// The number of the first item of an ordered list.
  var listStart: Int? {
    cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
      ? Int(cmark_node_get_list_start(pointer)) : nil
  }

  private func text(_ characters: UnsafePointer<CChar>?) -> String {
    characters.map { String(cString: $0) } ?? ""
  }

  /// Goes through this node and all nodes in it.
  func walk(enter: (CommonMarkNode) -> Void, leave: (CommonMarkNode) -> Void = { _ in }) {
    guard let iterator = cmark_iter_new(pointer) else { return }
    defer { cmark_iter_free(iterator) }
    while case let event = cmark_iter_next(iterator), event != CMARK_EVENT_DONE {
      guard let node = node(cmark_iter_get_node(iterator)) else { continue }
      if event == CMARK_EVENT_ENTER { enter(node) } else { leave(node) }
    }
  }
}
