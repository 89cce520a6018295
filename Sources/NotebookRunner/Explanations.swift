public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with a notebook as a whole, and with a run of it.
  public static let ofNotebooks = read(
    #"""
    # broken-picture
    A file has the name of a picture and isn't one that a browser can show: it is empty, of another
    format, or only a pointer to a file that Git keeps elsewhere.
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
    A cell uses the result of another that failed, as it may, and so there is nothing to work on.
    The page lacks what the cell would have shown.
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
    A heading or a formula has a name that another has, and a reference to it would lead to one of
    them only.
    ~~~~ wrong
    # Ratings {#sec-data}

    # Films {#sec-data}
    ~~~~
    ~~~~ mended
    # Ratings {#sec-ratings}

    # Films {#sec-films}
    ~~~~

    # duplicate-result
    Two cells give their results the same name. A cell without a name of its own has that of its
    operation.
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
    A number with digits after the point isn't whole, and a text is no number at all.
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
    A page carries its pictures along, and this one makes it heavy. A photograph needs no more than
    a few hundred kilobytes for a screen.

    # hidden-output
    The text refers to a figure or a table that the options of its cell keep off the page.
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
    A picture is a file beside the notebook, below it or around it, with a path from there. Only
    then does the notebook work wherever it is copied.
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
    Someone who doesn't see a picture is told what it shows, by the words between its brackets.
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
    The text refers to the figure of a cell that draws none, or to the table of one that has none.
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
    There is no picture at a path. Paths are relative to the folder of the notebook.
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
    The parameters of the front matter are values; they aren't made of one another.
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
    HTML in the text is left out of the page, for it could do anything with it. `--allow-html` lets
    it through, if all who write the notebook may be trusted.
    ~~~~ wrong
    <center>Factors</center>
    ~~~~
    ~~~~ mended
    **Factors**
    ~~~~

    # overwritten-file
    A cell would write a file that another cell reads or writes, or that is the notebook or its
    report.
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
    Braces with the name of a value put it into the text where they stand in a code span; elsewhere
    they are shown as they are. A backslash before the brace says that this is meant, and so do two
    backticks on each side of a code span.
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

    # unavailable-output
    The text refers to a figure or a table that the run hasn't made. That may be because a cell
    failed, as its options let it.
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
    The text quotes a value of a cell that failed, as its options let it. The page has a gap.
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
    What `${name}` stands for, and what `-p` sets, is declared in the front matter with a value, so
    that the notebook runs without either.
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
    A link leads to a place on the page that has another name, or none.
    ~~~~ wrong
    # Data {#data}

    See [above](#date).
    ~~~~
    ~~~~ mended
    # Data {#data}

    See [above](#data).
    ~~~~

    # unknown-formula
    The text refers to a formula by a name that none has.
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
    The front matter declares a parameter, and nothing uses it: whoever sets it will wonder.
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
