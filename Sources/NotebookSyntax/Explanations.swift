extension DiagnosticExplanation {
  /// What can be wrong with how a notebook is written.
  public static let ofSyntax = read(
    #"""
    # duplicate-footnote
    A footnote has one text. Which of two is meant can't be told.
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
    A name stands once in a cell, in the front matter and on the command line, or else one of its
    values would be dropped without a word.
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
    Pandoc, Quarto, GitHub, wikis and LaTeX understand signs that nbrun doesn't, and the page would
    show them as they are written.
    ~~~~ wrong
    The weights are regularized [@koren2009].
    ~~~~
    ~~~~ mended
    The weights are regularized (Koren et al. 2009).
    ~~~~

    # invalid-cell-head
    A cell begins with its operation in braces, and perhaps a name for its result.
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
    What stands in the text for a value has no white space in it.
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
    Results and parameters have names of letters, digits, `-` and `_`, which begin with a letter.
    `params` is the name of the parameters themselves.
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
    With `-p` a parameter is given as its name, an equals sign and its value, without spaces: here
    `-p size=4`.
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
    A value is not of the kind that its name asks for, or out of the range that it may have.
    `nbrun ops NAME` says what each parameter takes.
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
    The lines can't be read as YAML, in which parameters, options and the front matter are written.
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
    A cell is no part of a list or a quotation, in which it would not be run. Its fence begins in
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
    Lines that begin with `#|` stand at the head of a cell, before its parameters.
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
    Lists, quotations, callouts, text and values may stand in one another, but not without end:
    what is nested so deep is a mistake, or an attack.

    # not-named-values
    The front matter, options and the body of a cell are lines of a name, a colon and a value.
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
    A notebook is a file in UTF-8. Editors of our days write it; older files can be converted,
    with `iconv -f ISO-8859-1 -t UTF-8` for one of the West of Europe.

    # out-of-memory
    The system has given no memory to read a value with.

    # several-yaml-documents
    A line of `---` begins another document in YAML, and a cell has but one.
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
    A row of a table has more cells than there are columns, and a page has no place for what is too
    much. Often a `|` was meant as a sign and cuts a cell in two.
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
    In YAML, a number sign after a space begins a comment, and what follows is lost. Text that has
    one in it stands in quotes.
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
    A callout ends with a line of `:::`. Without one, the rest of the notebook would be in it.
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
    A block of code or a cell ends with a fence like that it began with. Without one, the rest of
    the notebook would be in it.
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
    A formula that begins with `$$` or `\begin` has an end of the same kind.
    ~~~~ wrong
    $$ x^2
    ~~~~
    ~~~~ mended
    $$ x^2 $$
    ~~~~

    # unclosed-front-matter
    What begins with a line of `---` at the head of a notebook ends with another one.
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
    In braces behind a picture, a link, a heading, code or words in brackets stands what a page can
    make something of; classes of another program's style sheet mean nothing to it.
    ~~~~ wrong
    # Preface {.unnumbered .no-toc}
    ~~~~
    ~~~~ mended
    # Preface {.unnumbered .unlisted}
    ~~~~

    # unknown-callout
    Callouts are of a few kinds, which have colours and words of their own.
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
    The text refers to a footnote that isn't written anywhere, so its sign is shown as it stands.
    ~~~~ wrong
    As is known.[^source]
    ~~~~
    ~~~~ mended
    As is known.[^source]

    [^source]: From the lecture.
    ~~~~

    # unknown-format
    Behind the colon of an inline value stands how to write the number: `.3f` for three digits
    after the point, `.4g` for four significant ones, `.2e`, `.1%`, `d`, and `,` for thousands.
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
    The front matter has a few keys, and this is none of them.
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
    The lines of `#|` are options, which say what is shown. What is computed is said by the
    parameters below them.
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
    A line of `:::` closes a callout, and there is none to close.
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
    YAML can name a value with `&`, refer to it with `*` and give it a type with `!`. Notebooks have
    no use for that; text that begins with these signs stands in quotes.
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
    A character that is not a text file can't stand in YAML. It has often come along with something copied.

    # yaml-escape
    In double quotes, YAML takes a backslash and a letter for a sign that can't be typed, and so
    takes TeX apart. In single quotes a backslash is a backslash.
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
    All lines of a cell, or of a list in it, begin in the same column.
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
    What stands before a colon is a word, and no list.
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
    A name is followed by a colon and a space.
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
    A colon with a space behind it ends a name. Text that has one in it stands in quotes.
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
    In YAML lines are indented with spaces, for a tab may be as wide as it likes.

    # yaml-unclosed-bracket
    A list in square brackets, and values in braces, end with the same kind of bracket.
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
    A text that begins with a quotation mark ends with the same one.
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
    A few signs can't begin a value in YAML. In quotes they can.
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
