import NotebookSyntax
import TestSupport
import Testing

@Suite struct FormulaTests {
  /// A text, and the mathematics in it: inline in single brackets, display in double ones.
  private static let cases: [(text: String, formulas: [String])] = [
    ("Write W$U^T$ for it", ["[U^T]"]),
    (
      "so $ w = (\\lambda I + X^{T}X)^{-1}X^{T}y$ is it",
      ["[ w = (\\lambda I + X^{T}X)^{-1}X^{T}y]"]
    ),
    ("the $w_{i}$, and", ["[w_{i}]"]),
    ("$X^{T}X$(M x M)", ["[X^{T}X]"]),
    ("$\\Omega$ = set of pairs(i,j)", ["[\\Omega]"]),
    ("the norm $||*||_{F}$ is *not* it", ["[||*||_{F}]"]),
    ("Error = $(Output\\; -\\; input)^2$", ["[(Output\\; -\\; input)^2]"]),
    ("It costs $5 and $6.", []),
    ("It costs 5$ and 6$.", []),
    ("A price of $5, $x$ of them", ["[x]"]),
    ("an escaped \\$x$ and $y\\$z$", ["[y\\$z]"]),
    ("`$a$` is code, $b$ isn't, nor is ``a ` $c$`` ", ["[b]"]),
    ("not over\n\na $blank\n\nline$", []),
    ("but over $a +\nb$ one line", ["[a +\nb]"]),
    ("```\n$a$\n$$b$$\n```\n", []),
    ("- item\n\n  ```\n  $a$\n  ```\n\n$b$", ["[b]"]),
    ("$$x$$", ["[[x]]"]),
    ("text $$x$$ text", ["[[x]]"]),
    ("$$\nx \\\\\ny\n$$", ["[[\nx \\\\\ny\n]]"]),
    ("$$ x $$ {#eq-loss}", ["[[ x ]]#loss"]),
    (
      "\\begin{equation*}\na_i\n\\end{equation*}\n$b_{i}$ = user bias  \n",
      [
        "[[\\begin{equation*}\na_i\n\\end{equation*}]]", "[b_{i}]",
      ]
    ),
    (
      "- list item\n\\begin{equation}\nx\n\\end{equation}",
      ["[[\\begin{equation}\nx\n\\end{equation}]]"]
    ),
    ("- list item\n$$\nx\n$$\n", ["[[\nx\n]]"]),
    (
      "$$\nA =\n    \\begin{pmatrix}\n    1 & 2 \\\\\n    3 & 4\n    \\end{pmatrix}\n$$\n",
      [
        "[[\nA =\n    \\begin{pmatrix}\n    1 & 2 \\\\\n    3 & 4\n    \\end{pmatrix}\n]]"
      ]
    ),
    ("$$\nx\n$$\n```\ncode $y$\n```\n", ["[[\nx\n]]"]),
    (
      "\\begin{array}{c} \\begin{array}{c} 1 \\end{array} \\end{array}",
      [
        "[[\\begin{array}{c} \\begin{array}{c} 1 \\end{array} \\end{array}]]"
      ]
    ),
    ("$\\underset{W,U}{\\operatorname{argmax}}$", ["[\\underset{W,U}{\\operatorname{argmax}}]"]),
    ("> quoted $a\n> + b$ and\n>\n> $$\n> c\n> $$\n", ["[a\n+ b]", "[[\nc\n]]"]),
    ("| a | b |\n|---|---|\n| $|x|$ | $y$ |\n", ["[|x|]", "[y]"]),
    ("# Heading $x$\n\n1. item $y$\n   $$z$$\n", ["[x]", "[y]", "[[z]]"]),
    ("[link $a$](http://x.org/$b$ \"$c$\") and <http://y.org/$d$e$>", ["[a]"]),
    ("$$$$ and $$$x$$$", []),
    ("footnote[^1]\n\n[^1]: with $x$\n", ["[x]"]),
    ("::: note Title $x$\n$y$\n:::\n", ["[x]", "[y]"]),
    ("\u{110BB}0\u{110BC} $x$", ["[x]"]),
    ("$$\n<p> + b\n$$\n\n$c$", ["[[\n<p> + b\n]]", "[c]"]),
    ("$$\na\n\n<p, q>\n<td>\n$$ {#eq-a}\n\n<p>\n$d$\n</p>", ["[[\na\n\n<p, q>\n<td>\n]]#a"]),
    (
      "\\begin{align}\n<p>\n\\end{align}\n\n$x$",
      ["[[\\begin{align}\n<p>\n\\end{align}]]", "[x]"]
    ),
  ]

  @Test(arguments: cases)
  func findsMathematics(_ text: String, _ formulas: [String]) {
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    #expect(Set(notebook.formulas.map(\.summary)) == Set(formulas))
    #expect(problems.isEmpty)
    for formula in notebook.formulas where !text.contains("> quoted") {
      #expect(formula.range.text.contains(formula.tex))
    }
  }

  @Test(arguments: cases)
  func leavesTheLinesOfTheRestAlone(_ text: String, _ formulas: [String]) throws {
    var problems: [Diagnostic] = []
    let file = SourceFile(path: "n.md", text: text + "\n\n\n```{show last}\nvalue: b\n```\n")
    let cell = try #require(Notebook(reading: file, problems: &problems).cells.last)
    #expect(cell.parameters?.entries.first?.value.range.text == "b")
  }

  @Test func makesABlockOfAFormulaThatStandsAlone() throws {
    let text = "before\n$$\na\n$$\nafter\n\n- item\n  $$b$$\n- item\n\nwith $$c$$ text\n"
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    let kinds = notebook.blocks.map { block -> String in
      guard case .prose(let block) = block else { return "?" }
      return switch block.content {
      case .paragraph: "paragraph"
      case .math(let formula): formula.tex
      case .list(let list): "list of \(list.items.map(\.blocks.count))"
      default: "?"
      }
    }
    #expect(kinds == ["paragraph", "\na\n", "paragraph", "list of [2, 1]", "paragraph"])
  }

  @Test func keepsWhatOnlyLooksLikeMathematicsAsItIsWritten() throws {
    let text = "`$a$` [b](http://x.org/$c$) <b title=\"$d$\">\n\n    $e$ code\n\n```\n$f$\n```\n"
    var problems: [Diagnostic] = []
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    let dump = "\(notebook.blocks)"
    for part in ["\"$a$\"", "http://x.org/$c$", "<b title=\\\"$d$\\\">", "$e$ code", "\"$f$\\n\""] {
      #expect(dump.contains(part), "\(part)")
    }
  }

  @Test(arguments: [
    ("text\n\n1️⃣$$\nx\n\n```\ncode\n```\n", "'$$'"),
    ("text\n1️⃣\\begin{align}\nx\n\\end{aligned}\n", "'\\end{align}'"),
    ("1️⃣$$\nx\n\n<!-- $$ -->\n", "'$$'"),
  ])
  func tellsOfAFormulaThatIsNotClosed(_ marked: String, _ end: String) {
    let marked = MarkedText(marked)
    var problems: [Diagnostic] = []
    _ = Notebook(reading: SourceFile(path: "n.md", text: marked.text), problems: &problems)
    #expect(problems.map(\.range.bytes.lowerBound) == marked.offsets)
    #expect(problems.first?.help?.contains(end) ?? false)
  }

  @Test(arguments: [
    "$", "$ ", "$$", "$a ", "$a_", "`$", "\\begin{a}\n", "$$\n", "\\", "\u{110BB}",
    "[a](b c.png) ",
  ])
  func survivesALotOf(_ piece: String) {
    var problems: [Diagnostic] = []
    let text = String(repeating: piece, count: 5_000)
    let notebook = Notebook(reading: SourceFile(path: "n.md", text: text), problems: &problems)
    #expect(notebook.blocks.count <= 5_000)
  }
}

extension Formula {
  fileprivate var summary: String {
    (isDisplay ? "[[\(tex)]]" : "[\(tex)]") + (label.map { "#\($0)" } ?? "")
  }
}
