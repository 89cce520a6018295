public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with how cells call operations.
  public static let ofOperations = read(
    #"""
    # ambiguous-input
    A reference to an earlier result may be left out where only one will do. Here several will.
    ~~~~ wrong
    ```{load a}
    dataset: planted
    ```

    ```{load b}
    dataset: planted
    ```

    ```{split}
    ```
    ~~~~
    ~~~~ mended
    ```{load a}
    dataset: planted
    ```

    ```{load b}
    dataset: planted
    ```

    ```{split}
    data: b
    ```
    ~~~~

    # cell-failed
    The work of a cell came to an end that has no code of its own. The message says why.

    # conflicting-parameters
    Two parameters say two things about the same.
    ~~~~ wrong
    ```{load}
    dataset: planted
    path: ratings.csv
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    ~~~~

    # duplicate-entry
    A list names something twice, which can have no effect.
    ~~~~ wrong
    ```{matrix}
    rows: [[1, 2], [3, 4]]
    row-names: [a, a]
    ```
    ~~~~
    ~~~~ mended
    ```{matrix}
    rows: [[1, 2], [3, 4]]
    row-names: [a, b]
    ```
    ~~~~

    # empty-list
    A list that says what to take, or what to compute, has at least one entry.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    ```{als}
    ```

    ```{compare}
    models: []
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    ```{als}
    ```

    ```{compare}
    models: [als]
    ```
    ~~~~

    # inapplicable-parameter
    A parameter has no meaning beside the others. It would be without effect, and so would be what
    the author has thought of it.
    ~~~~ wrong
    ```{load}
    dataset: planted
    format: csv
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```
    ~~~~

    # missing-file
    There is no file at a path. Paths are relative to the folder of the notebook.
    ~~~~ wrong
    ```{load}
    path: rating.csv
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    ~~~~

    # missing-input
    An operation works on the result of another cell, and no cell before it makes one of that kind.
    ~~~~ wrong
    ```{split}
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    ```{split}
    ```
    ~~~~

    # missing-parameter
    An operation has a parameter without a default, and the cell doesn't give it.
    ~~~~ wrong
    ```{load}
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```
    ~~~~

    # out-of-range
    A number, or what several make together, is outside of what it may be.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    ```{split}
    train: 0.8
    validation: 0.3
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    ```{split}
    train: 0.7
    validation: 0.1
    ```
    ~~~~

    # unknown-operation
    The word in the braces of a cell is no operation. `nbrun ops` lists them. Code in any language
    that is only shown has no braces: ```` ```python ````.
    ~~~~ wrong
    ```{lod}
    dataset: planted
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```
    ~~~~

    # unknown-parameter
    The operation has no parameter of that name. `nbrun ops NAME` lists those that it has.
    ~~~~ wrong
    ```{load}
    data: planted
    dataset: planted
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```
    ~~~~

    # unknown-part
    A result has no value or no part of that name. What it has may depend on how it is made: a model
    that learns from a table without a test part has no test error.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    ```{als}
    data: load
    ```

    The error is `{als.test.mse:.3f}`.
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    ```{split}
    ```

    ```{als}
    data: split
    ```

    The error is `{als.test.mse:.3f}`.
    ~~~~

    # unknown-result
    No cell makes a result of that name, or none before the cell that uses it.
    ~~~~ wrong
    ```{load ratings}
    dataset: planted
    ```

    ```{split}
    data: rating
    ```
    ~~~~
    ~~~~ mended
    ```{load ratings}
    dataset: planted
    ```

    ```{split}
    data: ratings
    ```
    ~~~~

    # wrong-type
    A reference leads to a result of another kind than the operation works on.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    ```{recommend}
    model: load
    user: 1
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    ```

    ```{als}
    ```

    ```{recommend}
    model: als
    user: 1
    ```
    ~~~~
    """#)
}
