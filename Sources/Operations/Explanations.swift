public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with how cells call operations.
  public static let ofOperations = read(
    #"""
    # ambiguous-input
    A reference to an earlier result can be left out only where exactly one fits. Here several do.
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
    The cell failed for a reason that has no code of its own. The message says why.

    # conflicting-parameters
    Two parameters contradict each other.
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
    A list names something twice, which has no effect.
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
    This list needs at least one entry.
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
    The parameter has no effect with the other parameters as they are, so whatever its author
    intended wouldn't happen.
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
    There is no file at this path. Paths in a notebook are relative to the notebook's folder.
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
    The operation needs the result of an earlier cell, and no earlier cell makes one of that kind.
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
    The operation has a parameter without a default, and the cell doesn't set it.
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
    A number, or several taken together, is outside the allowed range.
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
    The word in the braces of a cell isn't an operation. `nbrun ops` lists them. Code that is only
    shown has no braces: ```` ```python ````.
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
    The operation has no parameter of that name. `nbrun ops NAME` lists its parameters.
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
    The result has no value or part of that name. What it has can depend on how it is made: a model
    trained on ratings without a test part has no test error.
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

    # unreadable-file
    The file exists but can't be read: it is empty, is a folder, or belongs to someone else.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: mended.csv
    ```
    ~~~~
    ~~~~ file mended.csv
    user,item,rating
    1,1,4
    ~~~~
    ~~~~ empty ratings.csv
    ~~~~

    # unwritable-file
    The file can't be written: it or its folder isn't writable, a folder has its name, or the disk
    is full.

    # wrong-type
    A reference leads to a result of a kind that the operation can't use.
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
