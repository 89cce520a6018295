extension DiagnosticExplanation {
  /// What can be wrong with how a notebook is written.
  public static let ofSyntax = read(
    #"""
    # duplicate-footnote
    A footnote is defined twice, so it isn't clear which text is meant.
    ~~~~ wrong
    See below.[^a]

    [^a]: One text.

    [^a]: Another.
    ~~~~
    ~~~~ mended
    See below.[^a] And there.[^b]

    [^a]: One text.

    [^b]: Another.
    ~~~~

    # duplicate-key
    A name is given twice in a cell, in the front matter or on the command line. One of the values
    would be silently dropped.
    ~~~~ wrong
    ```{load}
    dataset: planted
    dataset: movielens-100k
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```
    ~~~~

    # empty-notebook
    There is nothing in the file to make a page of.
    ~~~~ wrong

    ~~~~
    ~~~~ mended
    # A lecture
    ~~~~

    # foreign-syntax
    Pandoc, Quarto, GitHub, wikis or LaTeX would understand this, but nbrun doesn't, and would show
    it as it is written.
    ~~~~ wrong
    The weights are regularized [@koren2009].
    ~~~~
    ~~~~ mended
    The weights are regularized (Koren et al. 2009).
    ~~~~

    # invalid-cell-head
    A cell begins with an operation in braces and, optionally, a name for its result.
    ~~~~ wrong
    ```{load my ratings}
    dataset: planted
    ```
    ~~~~
    ~~~~ mended
    ```{load ratings}
    dataset: planted
    ```
    ~~~~

    # invalid-inline-value
    An inline value can't contain white space.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    The mean is `{load.mean: .2f}`.
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    The mean is `{load.mean:.2f}`.
    ~~~~

    # invalid-name
    Names of results and parameters begin with a letter and consist of letters, digits, `-` and `_`.
    The name `params` is reserved for the notebook's parameters.
    ~~~~ wrong
    ```{load 100k}
    dataset: planted
    ```
    ~~~~
    ~~~~ mended
    ```{load ml-100k}
    dataset: planted
    ```
    ~~~~

    # invalid-override
    `-p` takes a parameter's name, an equals sign and a value, without spaces, as in `-p size=4`.
    ~~~~ wrong
    ---
    params:
      size: 3
    ---

    There are `{params.size}`.
    ~~~~
    ~~~~ parameters
    size
    ~~~~

    # invalid-value
    The value has the wrong type or is out of range. `nbrun ops NAME` says what each parameter
    takes.
    ~~~~ wrong
    ```{load}
    dataset: planted
    limit: some
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    limit: 1000
    ```
    ~~~~

    # invalid-yaml
    The lines aren't valid YAML, in which parameters, options and the front matter are written.
    ~~~~ wrong
    ```{load}
    dataset: "\q"
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: "planted"
    ```
    ~~~~

    # misplaced-cell
    A cell can't be inside a list or a quotation, where it would not run. Its fence must begin in
    the first column.
    ~~~~ wrong
    - ```{load}
      dataset: planted
      ```
    ~~~~
    ~~~~ mended
    - First, ratings:

    ```{load}
    dataset: planted
    ```
    ~~~~

    # misplaced-option
    Lines that begin with `#|` must come first in a cell, before its parameters.
    ~~~~ wrong
    ```{load}
    dataset: planted
    #| echo: false
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    #| echo: false
    dataset: planted
    ```
    ~~~~

    # nested-too-deep
    Lists, quotations, callouts, text and values can be nested, but only so far. Nesting as deep as
    this is a mistake, or an attack.

    # not-named-values
    The front matter, the options and the body of a cell must be lines of `name: value`.
    ~~~~ wrong
    ```{load}
    - planted
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```
    ~~~~

    # not-utf-8
    A notebook must be a file in UTF-8. Convert an older file with, for example, `iconv -f
    ISO-8859-1 -t UTF-8` if it is in a Western European encoding.

    # out-of-memory
    The system ran out of memory while a value was being read.

    # several-yaml-documents
    A line of `---` begins another YAML document, and a cell holds only one.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ---
    limit: 10
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    limit: 10
    ```
    ~~~~

    # surplus-cells
    A row of a table has more cells than there are columns, so the last ones would be lost. Often a
    `|` was meant as a character; write `\|`.
    ~~~~ wrong
    | model | error |
    |---|---|
    | als | 0.85 | 0.92 |
    ~~~~
    ~~~~ mended
    | model | mean squared error | root of it |
    |---|---|---|
    | als | 0.85 | 0.92 |
    ~~~~

    # text-cut-off
    In YAML, a number sign after a space begins a comment, and the rest of the line is lost. Quote
    text that contains one.
    ~~~~ wrong
    ---
    title: Lecture #2
    ---

    Text.
    ~~~~
    ~~~~ mended
    ---
    title: "Lecture #2"
    ---

    Text.
    ~~~~

    # unclosed-callout
    A callout ends with a line of `:::`. Without it, the rest of the notebook would be part of the
    callout.
    ~~~~ wrong
    ::: note
    Mind the gap.
    ~~~~
    ~~~~ mended
    ::: note
    Mind the gap.
    :::
    ~~~~

    # unclosed-fence
    A code block or a cell ends with a fence like the one it began with. Without it, the rest of the
    notebook would be part of the block.
    ~~~~ wrong
    ```python
    print("hello")
    ~~~~
    ~~~~ mended
    ```python
    print("hello")
    ```
    ~~~~

    # unclosed-formula
    A formula that begins with `$$` or `\begin` must end with `$$` or the matching `\end`.
    ~~~~ wrong
    $$ x^2
    ~~~~
    ~~~~ mended
    $$ x^2 $$
    ~~~~

    # unclosed-front-matter
    Front matter that begins with a line of `---` must end with another one.
    ~~~~ wrong
    ---
    title: On factors
    ~~~~
    ~~~~ mended
    ---
    title: On factors
    ---

    Text.
    ~~~~

    # unknown-attribute
    The page has no use for this attribute. The classes of another program's style sheet have no
    effect here.
    ~~~~ wrong
    # Preface {.unnumbered .no-toc}
    ~~~~
    ~~~~ mended
    # Preface {.unnumbered .unlisted}
    ~~~~

    # unknown-callout
    There is no callout of this kind. Each kind has its own color and label.
    ~~~~ wrong
    ::: hint
    Count the parameters.
    :::
    ~~~~
    ~~~~ mended
    ::: tip
    Count the parameters.
    :::
    ~~~~

    # unknown-footnote
    The text refers to a footnote that isn't defined, so the reference is shown as it is written.
    ~~~~ wrong
    As is known.[^source]
    ~~~~
    ~~~~ mended
    As is known.[^source]

    [^source]: From the lecture.
    ~~~~

    # unknown-format
    The format after the colon of an inline value can be `.3f` for three digits after the point,
    `.4g` for four significant digits, `.2e`, `.1%` or `d`, with a leading `,` to group thousands.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    The mean is `{load.mean:3}`.
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    The mean is `{load.mean:.3f}`.
    ~~~~

    # unknown-front-matter-key
    The front matter has no such key.
    ~~~~ wrong
    ---
    titel: On factors
    ---

    Text.
    ~~~~
    ~~~~ mended
    ---
    title: On factors
    ---

    Text.
    ~~~~

    # unknown-option
    Lines that begin with `#|` are options, which decide what is shown. What is computed is decided
    by the parameters below them.
    ~~~~ wrong
    ```{load}
    #| ecoh: false
    dataset: planted
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    #| echo: false
    dataset: planted
    ```
    ~~~~

    # unopened-callout
    A line of `:::` closes a callout, but none is open.
    ~~~~ wrong
    Mind the gap.

    :::
    ~~~~
    ~~~~ mended
    ::: note
    Mind the gap.
    :::
    ~~~~

    # yaml-anchor
    In YAML, `&` names a value, `*` refers to one and `!` gives a type. Notebooks don't use these.
    Quote text that begins with one of them.
    ~~~~ wrong
    ```{load}
    dataset: &name planted
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```
    ~~~~

    # yaml-control-character
    YAML can't contain this control character. It often comes along with copied text.
    ~~~~ wrong
    ---
    title: Copied\#u{8} text
    ---

    Text.
    ~~~~
    ~~~~ mended
    ---
    title: Copied text
    ---

    Text.
    ~~~~

    # yaml-escape
    In double quotes, YAML reads a backslash and a letter as a special character, which breaks TeX.
    In single quotes, a backslash is just a backslash.
    ~~~~ wrong
    ---
    title: "The weight $\beta$"
    ---

    Text.
    ~~~~
    ~~~~ mended
    ---
    title: 'The weight $\beta$'
    ---

    Text.
    ~~~~

    # yaml-indentation
    All lines of a cell, or of a list in it, must begin in the same column.
    ~~~~ wrong
    ```{load}
    dataset: planted
      limit: 10
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    limit: 10
    ```
    ~~~~

    # yaml-key
    What stands before a colon must be a single word.
    ~~~~ wrong
    ```{load}
    [a, b]: planted
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```
    ~~~~

    # yaml-missing-colon
    A name must be followed by a colon and a space.
    ~~~~ wrong
    ```{load}
    dataset: planted
    limit 10
    seed: 1
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    limit: 10
    seed: 1
    ```
    ~~~~

    # yaml-second-colon
    A colon followed by a space ends a name. Quote text that contains one.
    ~~~~ wrong
    ---
    title: Factors: an introduction
    ---

    Text.
    ~~~~
    ~~~~ mended
    ---
    title: "Factors: an introduction"
    ---

    Text.
    ~~~~

    # yaml-tab
    YAML lines are indented with spaces, not tabs.
    ~~~~ wrong
    ---
    params:
    \#tsize: 4
    ---

    `{params.size}`
    ~~~~
    ~~~~ mended
    ---
    params:
      size: 4
    ---

    `{params.size}`
    ~~~~

    # yaml-unclosed-bracket
    A list in square brackets, or values in braces, must end with the matching bracket.
    ~~~~ wrong
    ```{matrix}
    rows: [[1, 2], [3, 4]
    ```
    ~~~~
    ~~~~ mended
    ```{matrix}
    rows: [[1, 2], [3, 4]]
    ```
    ~~~~

    # yaml-unclosed-quote
    Text that begins with a quotation mark must end with the same one.
    ~~~~ wrong
    ```{load}
    dataset: "planted
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: "planted"
    ```
    ~~~~

    # yaml-value-start
    A few characters can't begin a value in YAML. Quote the value.
    ~~~~ wrong
    ---
    title: @home
    ---

    Text.
    ~~~~
    ~~~~ mended
    ---
    title: "@home"
    ---

    Text.
    ~~~~
    """#)
}
