import NotebookSyntax
import TestSupport
import Testing

/// What code, HTML and containers do to nbrun's own syntax.
@Suite struct MarkdownStructureTests {
  /// A text, and the notebook that is read of it as an indented tree.
  private static let cases: [(text: String, tree: String)] = [
    // Comments and HTML hide what stands in them.
    ("A\n\n<!--\n$$\nx = 1\n$$\nTHE SOLUTION\n-->\n\nB\n", "text A|html|text B"),
    ("<!--\n\\begin{align}\nx\n-->\n\nB\n", "html|text B"),
    ("<!-- $a\nb$ --> B\n", "html"),
    ("A <!-- $a\nb$ --> B $c$\n", "text A <html> B [c]"),
    ("<!--\n::: solution\n42\n:::\n-->\n\nB\n", "html|text B"),
    ("<div title=\"$x$\">\n::: note\n$y$\n[^a]: z\n</div>\n", "html"),
    ("<b title=\"$x$\">$y$</b>\n", "text <html>[y]<html>"),
    // Code is as it is written.
    (
      "In R:\n\n    x <- d$x\n    y <- d$y\n\nAfter.\n",
      "text In R:|code x <- d$x\ny <- d$y|text After."
    ),
    ("- a\n\n      c $x$ $$\n\n- b $y$\n", "list(text a|code c $x$ $$;text b [y])"),
    ("    ::: note\n    [^a]: b\n", "code ::: note\n[^a]: b"),
    (
      "```\n$$\n```\ntext $x$\n```\n$$\n```\nafter $y$\n",
      "code $$|text text [x]|code $$|text after [y]"
    ),
    ("- ```\n  $a$\n  ```\n  $b$\n", "list(code $a$|text [b])"),
    ("`$a` and $b$ and `c$`\n", "text ‹$a› and [b] and ‹c$›"),
    ("costs $5 and `$x` is code\n", "text costs $5 and ‹$x› is code"),
    ("$\\text{``a''}$ and $\\text{``b''}$\n", "text [\\text{``a''}] and [\\text{``b''}]"),
    ("<http://x.org/$a$/@fig-a>\n", "text (http://x.org/$a$/@fig-a)"),
    ("[t](a$x$ \"$y$\")\n", "text (t)"),
    ("[costs $5](a) or [costs 6$](b)\n", "text (costs $5) or (costs 6$)"),
    ("[t][r] $z$\n\n[r]: /$x$ '$y$'\n", "text (t) [z]"),
    // Display mathematics belongs to what it stands in.
    (
      "1. Let x be:\n$$y = x$$\n    * Find y.\n    * Find x.\n",
      "list(text Let x be:|math y = x|list(text Find y.;text Find x.))"
    ),
    ("- a\n\n  $$\n  x\n\n  - y\n  $$\n  b\n- c\n", "list(text a|math x - y|text b;text c)"),
    ("> a\n> $$\n> x\n> + y\n> $$\n> b\n", "quote(text a|math x + y|text b)"),
    ("> a\n> > $x\n> > > y$\n", "quote(text a|quote(text [x > y]))"),
    ("$$\na\n\n    b\n$$\n", "math a b"),
    ("- a $b\n- c$d\n", "list(text a $b;text c$d)"),
    ("$J = a\n+ b$ end\n", "text [J = a + b] end"),
    ("# a $x\ny$\n", "heading a $x|text y$"),
    ("*a\n$$x$$\nb*\n", "text *a [[x]] b*"),
    // Other spellings of formulas.
    ("Let \\(x^2\\) and\n\n\\[ y = 1 \\]\n", "text Let [x^2] and|math y = 1"),
    ("a \\[ b = c \\] but \\[1\\], \\[^1] \\[x\\](y)\n", "text a [[b = c]] but [1], [^1] [x](y)"),
    ("$`a_b`$ and $`c|d`$\n", "text [a_b] and [c|d]"),
    ("```math {#eq-x}\ny_1\n```\n", "math y_1 #x"),
    ("**$k$**th, *$x$*\n", "text *[k]*th, *[x]*"),
    // Callouts stand in lists and quotes, too.
    (
      "1. First:\n\n   ::: note\n   Remember.\n   :::\n\n2. Second\n",
      "list(text First:|note(text Remember.);text Second)"
    ),
    (
      "> ::: tip *T*\n> a\n>\n> ::: warning\n> b\n> :::\n> :::\n",
      "quote(tip *T*(text a|warning(text b)))"
    ),
    ("a\n   ::: note\n   b\n  :::\nc\n", "text a|note(text b)|text c"),
    ("> [!NOTE]\n> Mind this.\n", "note(text Mind this.)"),
    ("> [!warning]- Mind *this*\n> $$x$$\n> - a\n", "warning Mind *this*(math x|list(text a))"),
    ("- > [!CAUTION]\n  > a\n", "list(caution(text a))"),
    ("> a\n> [!NOTE]\n> \\[!NOTE]\n", "quote(text a [!NOTE] [!NOTE])"),
    // Footnotes hold anything, and are no part of the lists around them.
    (
      "[^a]: one\n[^b]: two\n  lazy\n\n+ a\n\n[^c]: - b\n\n          code\n\n+ d\n\n[^a] [^b] [^c]\n",
      "list(text a)|list(text d)|text ¹a ¹b ¹c|a: text one|b: text two lazy|c: list(text b|code code)"
    ),
    ("a[^x]\n\n- b\n\n  [^x]: c\n\n      $$y$$\n", "text a¹x|list(text b)|x: text c|math y"),
    ("a^[b [c](d) `]` ^[e]] f\n", "text a¹2 f|2: text b (c) ‹]› ¹1|1: text e"),
    ("`^[a]` \\^[b] ^[c\n\nd]\n", "text ‹^[a]› ^[b] ^[c|text d]"),
    // What a backslash or an entity writes is only a character.
    (
      "Write \\@fig-x, &#64;fig-x to refer to @fig-x.\n",
      "text Write @fig-x, @fig-x to refer to @x."
    ),
    ("\\~\\~a\\~\\~ &#126;&#126;b~~ ~~c~~\n", "text ~~a~~ ~~b~~ -c-"),
    ("- [ ] $a$\n- [x] b\n- \\[ ] c\n", "list(☐text [a];☑text b;text [ ] c)"),
    (
      "\u{E000}0\u{E000} &#xE001;0&#xE001; $x$ &#57346;\n",
      "text \u{E000}0\u{E000} \u{E001}0\u{E001} [x] \u{E002}"
    ),
    // Cells of a table are cut before formulas are found, unless one fits into its cell.
    (
      "| a | b |\n|---|---|\n| $5 | 6$ |\n| $|x|$ | $P(a | b)$ |\n| `a\\|b` | $\\|W\\|$ |\n",
      "table a,b/$5,6$/[|x|],[P(a | b)]/‹a|b›,[\\|W\\|]"
    ),
    ("a $x\n| b$ | c |\n|---|---|\n| d | e |\n", "text a $x|table b$,c/d,e"),
    ("- | a | b |\n  |---|---|\n  | 1 | $x$ |\n- c\n", "list(table a,b/1,[x];text c)"),
  ]

  @Test(arguments: cases) func reads(_ text: String, _ tree: String) {
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    #expect(problems.isEmpty, "\(problems)")
    #expect(notebook.outline == tree, "\(text)")
  }

  /// A text with marks where something is to be told, and what.
  private static let mistakes: [(text: String, words: [String])] = [
    ("<!--\n[^1]: a\n-->\n\nb1️⃣[^1]\n", ["There is no footnote '1'"]),
    ("- a\n\n  1️⃣::: note\n  b\n\nc\n", ["A callout is not closed"]),
    ("> a\n> 1️⃣:::\n", ["There is no callout to close"]),
    ("> 1️⃣[!NOTICE]\n> a\n", ["There is no callout named 'NOTICE'"]),
    ("[^a]: b\n\n1️⃣[^a]: c\n\nd[^a]\n", ["The footnote 'a' is defined twice"]),
    ("> > a\n> > 1️⃣$$\n> > b\n\nc $$d$$\n", ["A formula is not closed"]),
    ("1️⃣$$\nx\n\n```\ny $$\n```\n\n1️⃣$$\n", ["A formula is not closed", "A formula is not closed"]),
    ("1️⃣$$\nx\n\n::: note\n$$y$$\n:::\n", ["A formula is not closed"]),
    ("- 1️⃣```{show a}\n  ```\n- b\n", ["A cell can't be inside a list"]),
  ]

  @Test(arguments: mistakes) func tells(_ marked: String, _ words: [String]) {
    let marked = MarkedText(marked)
    var problems: [Diagnostic] = []
    _ = Notebook(reading: SourceFile(path: "n.md", text: marked.text), problems: &problems)
    #expect(problems.map(\.message) == words)
    #expect(problems.map(\.range.start.line) == marked.lines)
  }
}

extension MarkedText {
  fileprivate var lines: [Int] {
    offsets.map { offset in
      Array(text.utf8)[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
    }
  }
}

// MARK: - Outlines

extension Notebook {
  /// What the notebook holds, on one line.
  fileprivate var outline: String {
    (blocks.map(\.outline) + footnotes.map { "\($0.label.outlined): \($0.blocks.outline)" })
      .joined(separator: "|")
  }
}

extension Notebook.Block {
  fileprivate var outline: String {
    switch self {
    case .prose(let block): block.outline
    case .cell(let cell): "cell \(cell.operation.text)"
    case .callout(let callout): callout.outline
    }
  }
}

extension Callout {
  fileprivate var outline: String {
    let title = title.map { " \($0.outline)" } ?? ""
    return "\(kind)\(title)(\(blocks.map(\.outline).joined(separator: "|")))"
  }
}

extension [MarkdownBlock] {
  fileprivate var outline: String { map(\.outline).joined(separator: "|") }
}

extension MarkdownBlock {
  fileprivate var outline: String {
    switch content {
    case .paragraph(let text): "text \(text.outline)"
    case .heading(_, let text, _): "heading \(text.outline)"
    case .quote(let blocks): "quote(\(blocks.outline))"
    case .list(let list):
      "list("
        + list.items.map { item in
          (item.isDone.map { $0 ? "☑" : "☐" } ?? "") + item.blocks.outline
        }.joined(separator: ";") + ")"
    case .code(_, let text): "code \(text.dropLast())"
    case .html: "html"
    case .thematicBreak: "rule"
    case .table(let table):
      "table "
        + ([table.header] + table.rows)
        .map { $0.map(\.outline).joined(separator: ",") }.joined(separator: "/")
    case .math(let formula): "math \(formula.words)" + (formula.label.map { " #\($0)" } ?? "")
    case .callout(let callout): callout.outline
    }
  }
}

extension [MarkdownInline] {
  fileprivate var outline: String {
    map { inline in
      switch inline {
      case .text(let text): text
      case .code(let text): "‹\(text)›"
      case .softBreak, .lineBreak: " "
      case .emphasis(let text), .strong(let text): "*\(text.outline)*"
      case .strikethrough(let text): "-\(text.outline)-"
      case .link(_, _, let text): "(\(text.outline))"
      case .image: "image"
      case .span(let text, _): "<\(text.outline)>"
      case .html: "<html>"
      case .value(let value): "{\(value.name)}"
      case .math(let formula): formula.isDisplay ? "[[\(formula.words)]]" : "[\(formula.words)]"
      case .footnote(let label, let use): "\(use == 1 ? "¹" : "²")\(label.outlined)"
      case .reference(let reference, _): "@\(reference.name)"
      }
    }.joined()
  }
}

extension Formula {
  fileprivate var words: String { tex.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

extension String {
  /// A label; that of a note in the text by its number alone.
  fileprivate var outlined: String { replacing("note ", with: "") }
}
