public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with formulas.
  public static let ofFormulas = read(
    #"""
    # array-columns
    `\begin{array}` must be followed by its columns in braces. Without braces, TeX takes only the
    next character for them.
    ~~~~ wrong
    $$ \begin{array} cc a & b \end{array} $$
    ~~~~
    ~~~~ mended
    $$ \begin{array}{cc} a & b \end{array} $$
    ~~~~

    # duplicate-macro
    A macro can be defined only once. To redefine it from here on, write `\renewcommand`.
    ~~~~ wrong
    $\newcommand{\loss}{L} \loss$

    $\newcommand{\loss}{J} \loss$
    ~~~~
    ~~~~ mended
    $\newcommand{\loss}{L} \loss$

    $\renewcommand{\loss}{J} \loss$
    ~~~~

    # invalid-tex
    The formula isn't valid TeX, or uses something that KaTeX doesn't support.
    ~~~~ wrong
    $\frac{1}$
    ~~~~
    ~~~~ mended
    $\frac{1}{2}$
    ~~~~

    # missing-fonts
    The math fonts aren't installed, so the page uses others that don't fit as well. `./setup`
    installs the Debian package fonts-katex.

    # missing-javascriptcore
    KaTeX, which typesets formulas, runs in JavaScriptCore, which is not installed or can't be
    started, and so the page shows formulas as they are written. `./setup` installs the Debian
    package libjavascriptcoregtk-4.1-0.

    # missing-katex
    KaTeX, which typesets formulas, isn't installed, so the page shows formulas as they are written.
    `./setup` installs the Debian packages libjs-katex and fonts-katex.

    # tex-comment
    In TeX, a percent sign begins a comment, and the rest of the line is left out of the formula.
    ~~~~ wrong
    $p = 90 % x$
    ~~~~
    ~~~~ mended
    $p = 90 \% x$
    ~~~~
    """#)
}
