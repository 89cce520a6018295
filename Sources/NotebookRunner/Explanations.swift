public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with a notebook as a whole, and with a run of it.
  public static let ofNotebooks = read(
    #"""
    # broken-picture
    A file is named like a picture but isn't one that a browser can show: it is empty, in another
    format, or only a pointer to a file that Git LFS keeps elsewhere.
    ~~~~ wrong
    ![A point](point.svg)
    ~~~~
    ~~~~ mended
    ![A point](disc.svg)
    ~~~~
    ~~~~ file point.svg
    version https://git-lfs.github.com/spec/v1
    ~~~~
    ~~~~ file disc.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></svg>
    ~~~~

    # cell-not-run
    A cell uses the result of a cell that failed, as its options allow, so it can't run. The page
    lacks what it would have shown.
    ~~~~ wrong when run
    ```{load}
    #| error: true
    path: ratings.csv
    ```

    ```{describe}
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    #| error: true
    path: ratings.csv
    ```

    ```{describe}
    #| error: true
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,many
    ~~~~

    # duplicate-anchor
    Two headings or formulas have the same name, so a reference to it would be ambiguous.
    ~~~~ wrong
    # Ratings {#sec-data}

    # Films {#sec-data}
    ~~~~
    ~~~~ mended
    # Ratings {#sec-ratings}

    # Films {#sec-films}
    ~~~~

    # duplicate-result
    Two cells give their results the same name. A cell without a name takes that of its operation.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    ```{load}
    dataset: planted
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    ```{load again}
    dataset: planted
    ```
    ~~~~

    # format-mismatch
    The format doesn't suit the value: `d` needs a whole number, and text takes no number format.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    The mean is `{load.mean:d}`.
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    The mean is `{load.mean:.0f}`.
    ~~~~

    # heavy-picture
    The picture is part of the page and makes it heavy. For a screen, a photograph needs no more
    than a few hundred kilobytes.

    # hidden-output
    The text refers to a figure or a table that the options of its cell hide.
    ~~~~ wrong
    ```{load}
    #| output: false
    dataset: planted
    ```

    See @tbl-load.
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    See @tbl-load.
    ~~~~

    # invalid-picture-path
    A picture must be a file with a path relative to the notebook's folder. Otherwise the notebook
    would stop working when it is copied elsewhere.
    ~~~~ wrong
    ![A disc](/pictures/disc.svg)
    ~~~~
    ~~~~ mended
    ![A disc](disc.svg)
    ~~~~
    ~~~~ file disc.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></svg>
    ~~~~

    # missing-alternative
    The text in a picture's brackets describes it to readers who can't see it. Here it is missing.
    ~~~~ wrong
    ![](disc.svg)
    ~~~~
    ~~~~ mended
    ![A disc](disc.svg)
    ~~~~
    ~~~~ file disc.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></svg>
    ~~~~

    # missing-output
    The text refers to the figure of a cell that makes no plot, or to the table of a cell that makes
    none.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    See @fig-load.
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    See @tbl-load.
    ~~~~

    # missing-picture
    There is no file at the picture's path. Paths are relative to the notebook's folder.
    ~~~~ wrong
    ![A disc](disk.svg)
    ~~~~
    ~~~~ mended
    ![A disc](disc.svg)
    ~~~~
    ~~~~ file disc.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></svg>
    ~~~~

    # nested-parameter
    A parameter in the front matter can't be made up of other parameters.
    ~~~~ wrong
    ---
    params:
      size: 3
      half: ${size}
    ---

    Of `{params.size}`, `{params.half}`.
    ~~~~
    ~~~~ mended
    ---
    params:
      size: 3
      half: 1.5
    ---

    Of `{params.size}`, `{params.half}`.
    ~~~~

    # omitted-html
    HTML in the text is left out of the page, because it could do anything there. If you trust
    everyone who writes the notebook, `--allow-html` keeps it.
    ~~~~ wrong
    <center>Factors</center>
    ~~~~
    ~~~~ mended
    **Factors**
    ~~~~

    # overwritten-file
    A cell would overwrite a file that another cell reads or writes, or the notebook or its report.
    ~~~~ wrong
    ```{load}
    dataset: planted
    limit: 500
    ```

    ```{save}
    path: ratings.csv
    ```

    ```{save again}
    path: ratings.csv
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    limit: 500
    ```

    ```{save}
    path: ratings.csv
    ```

    ```{save again}
    path: copy.csv
    ```
    ~~~~

    # stray-braces
    A value is put into the text where its name stands in braces inside a code span; elsewhere the
    braces are shown as they are. If that is what you want, put a backslash before the brace, or two
    backticks on each side of the code span.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    There are {load.ratings} ratings.
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    There are `{load.ratings}` ratings, which `` `{load.ratings}` `` puts here.
    ~~~~

    # text-too-long
    Parameters are put into a text wherever it names them. A text that names long ones many times
    would grow beyond what anybody reads, and use up the memory.

    # unavailable-output
    The text refers to a figure or a table that wasn't made, for example because its cell failed, as
    its options allow.
    ~~~~ wrong when run
    ```{load}
    #| error: true
    path: ratings.csv
    ```

    See @tbl-load.
    ~~~~
    ~~~~ mended
    ```{load}
    #| error: true
    path: ratings.csv
    ```

    There is nothing to see.
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,many
    ~~~~

    # unavailable-value
    The text quotes a value of a cell that failed, as its options allow. The page has a gap there.
    ~~~~ wrong when run
    ```{load}
    #| error: true
    path: ratings.csv
    ```

    There are `{load.ratings}` ratings.
    ~~~~
    ~~~~ mended
    ```{load}
    #| error: true
    path: ratings.csv
    ```

    There are no ratings.
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,many
    ~~~~

    # undeclared-parameter
    Whatever `${name}` and `-p` refer to must be declared in the front matter, with a value that the
    notebook runs with by default.
    ~~~~ wrong
    ```{load}
    dataset: planted
    limit: ${size}
    ```
    ~~~~
    ~~~~ mended
    ---
    params:
      size: 100
    ---

    ```{load}
    dataset: planted
    limit: ${size}
    ```
    ~~~~

    # unknown-anchor
    A link leads to a place on this page that doesn't exist.
    ~~~~ wrong
    # Data {#data}

    See [above](#date).
    ~~~~
    ~~~~ mended
    # Data {#data}

    See [above](#data).
    ~~~~

    # unknown-formula
    The text refers to a formula by a name that no formula has.
    ~~~~ wrong
    See @eq-loss.

    $$ x^2 $$
    ~~~~
    ~~~~ mended
    See @eq-loss.

    $$ x^2 $$ {#eq-loss}
    ~~~~

    # unknown-heading
    The text refers to a section by a name that no heading has.
    ~~~~ wrong
    # Data

    See @sec-data.
    ~~~~
    ~~~~ mended
    # Data {#sec-data}

    See @sec-data.
    ~~~~

    # unknown-picture-format
    Browsers don't show files of this kind as pictures.
    ~~~~ wrong
    ![A disc](disc.pdf)
    ~~~~
    ~~~~ mended
    ![A disc](disc.svg)
    ~~~~
    ~~~~ file disc.pdf
    %PDF-1.4
    ~~~~
    ~~~~ file disc.svg
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></svg>
    ~~~~

    # unused-parameter
    The front matter declares a parameter that nothing uses. Setting it would have no effect.
    ~~~~ wrong
    ---
    params:
      size: 100
    ---

    ```{load}
    dataset: planted
    ```
    ~~~~
    ~~~~ mended
    ---
    params:
      size: 100
    ---

    ```{load}
    dataset: planted
    limit: ${size}
    ```
    ~~~~
    """#)
}
