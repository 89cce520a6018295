public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with formulas.
  public static let ofFormulas = read(
    #"""
    # array-columns
    What follows `\begin{array}` are the columns. TeX takes the next letter alone for them if there
    are no braces.
    ~~~~ wrong
    $$ \begin{array} cc a & b \end{array} $$
    ~~~~
    ~~~~ mended
    $$ \begin{array}{cc} a & b \end{array} $$
    ~~~~

    # duplicate-macro
    A macro is defined once. To give it another meaning from here on, write `\renewcommand`.
    ~~~~ wrong
    $\newcommand{\loss}{L} \loss$

    $\newcommand{\loss}{J} \loss$
    ~~~~
    ~~~~ mended
    $\newcommand{\loss}{L} \loss$

    $\renewcommand{\loss}{J} \loss$
    ~~~~

    # invalid-tex
    A formula isn't TeX that can be typeset; it would be shown as it is written.
    ~~~~ wrong
    $\frac{1}$
    ~~~~
    ~~~~ mended
    $\frac{1}{2}$
    ~~~~

    # missing-fonts
    The fonts of formulas are not installed, and so the page borrows others, which don't fit as
    well. `./setup` installs the Debian package fonts-katex.

    # missing-katex
    KaTeX, which typesets formulas, is not installed, and so the page shows them as they are
    written. `./setup` installs the Debian packages libjs-katex and fonts-katex.

    # tex-comment
    In TeX, a percent sign begins a comment, and what follows is left out of the formula.
    ~~~~ wrong
    $p = 90 % x$
    ~~~~
    ~~~~ mended
    $p = 90 \% x$
    ~~~~
    """#)
}
