public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with ratings and models.
  public static let ofRecommenders = read(
    #"""
    # ambiguous-identity
    A part of a title stands for an item if no other title has it.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    titles: films.csv
    ```

    ```{als}
    ```

    ```{similar}
    item: Alien
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    titles: films.csv
    ```

    ```{als}
    ```

    ```{similar}
    item: Aliens
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    1,2,5
    2,1,3
    2,2,3
    ~~~~
    ~~~~ file films.csv
    item,title
    1,Alien (1979)
    2,Aliens (1986)
    ~~~~

    # damaged-file
    What a compressed file unpacks to is not what was packed, by the length and the checksum that it
    says. Get the file anew.

    # different-ratings
    A model goes on from another only if they have users or items in common.
    ~~~~ wrong when run
    ```{load first}
    path: first.csv
    ```

    ```{load second}
    path: second.csv
    ```

    ```{als}
    data: first
    factors: 1
    regularization: 0.1
    ```

    ```{pmf}
    data: second
    factors: 1
    start: als
    ```
    ~~~~
    ~~~~ mended
    ```{load first}
    path: first.csv
    ```

    ```{als}
    data: first
    factors: 1
    regularization: 0.1
    ```

    ```{pmf}
    data: first
    factors: 1
    start: als
    ```
    ~~~~
    ~~~~ file first.csv
    user,item,rating
    1,1,4
    1,2,5
    ~~~~
    ~~~~ file second.csv
    user,item,rating
    7,8,4
    7,9,5
    ~~~~

    # different-size
    A model goes on from another only if both have as many factors, and the same layers.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    ```{als}
    factors: 3
    regularization: 0.1
    ```

    ```{pmf}
    factors: 5
    start: als
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    limit: 500
    ```

    ```{als}
    factors: 3
    epochs: 1
    ```

    ```{pmf}
    factors: 3
    epochs: 1
    start: als
    ```
    ~~~~

    # different-tests
    Models that are tested with different ratings can't be compared by their errors: one test may be
    harder than another.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```

    ```{split a}
    by: user
    ```

    ```{split b}
    data: load
    ```

    ```{als model-a}
    data: a
    factors: 1
    regularization: 0.1
    ```

    ```{als model-b}
    data: b
    factors: 1
    regularization: 0.1
    ```

    ```{evaluate}
    metrics: [mse]
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{split}
    ```

    ```{als model-a}
    data: split
    factors: 1
    regularization: 0.1
    ```

    ```{als model-b}
    data: split
    factors: 2
    regularization: 0.1
    ```

    ```{evaluate}
    metrics: [mse]
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    1,2,5
    1,3,2
    1,4,1
    1,5,5
    2,1,3
    2,2,3
    2,3,1
    2,4,2
    2,5,4
    ~~~~

    # diverged
    Training has left the numbers that can be computed with: mostly because its steps are too long.
    Choose a smaller `learning-rate`, or a larger `regularization`.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```

    ```{pmf}
    factors: 1
    learning-rate: 1000
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{pmf}
    factors: 1
    learning-rate: 0.001
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,2,3
    1,3,4
    2,3,1
    ~~~~

    # duplicate-ratings
    An array of ratings has one for the same user and item twice.

    # ill-conditioned
    The equations of many users or items are so nearly singular that single precision shows in their
    factors. Choose a larger `regularization`, or fewer `factors`.

    # lookalike-identities
    Two users or two items have names that look the same and are written in different characters, as
    an accent can be a part of its letter or stand behind it. They count as two.
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
    ~~~~ file ratings.csv
    user,item,rating
    Jos\#u{E9},1,4
    Jose\#u{301},2,5
    ~~~~
    ~~~~ file mended.csv
    user,item,rating
    Jos\#u{E9},1,4
    Jos\#u{E9},2,5
    ~~~~

    # malformed-line
    A line of a file isn't what the others are. No line is left out silently.
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
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    1,2,many
    ~~~~
    ~~~~ file mended.csv
    user,item,rating
    1,1,4
    1,2,5
    ~~~~

    # missing-entries
    Singular values are those of a whole matrix. Where there is no rating something has to be put,
    and what that is the factors will explain too.
    ~~~~ wrong
    ```{matrix}
    rows: [[1, ~], [3, 4]]
    ```

    ```{svd}
    ```
    ~~~~
    ~~~~ mended
    ```{matrix}
    rows: [[1, ~], [3, 4]]
    ```

    ```{svd}
    missing: item-mean
    ```
    ~~~~

    # name-count
    A matrix has a name for each row, or for none; so with its columns.
    ~~~~ wrong
    ```{matrix}
    rows: [[1, 2], [3, 4]]
    row-names: [a]
    ```
    ~~~~
    ~~~~ mended
    ```{matrix}
    rows: [[1, 2], [3, 4]]
    row-names: [a, b]
    ```
    ~~~~

    # no-ratings
    Nothing is left to learn from, or nothing to begin with.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    ```{split}
    train: 0
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    limit: 500
    ```

    ```{split}
    train: 0.8
    ```
    ~~~~

    # no-test-ratings
    A model that learns from a table has nothing to be tested with.
    ~~~~ wrong
    ```{load}
    dataset: planted
    ```

    ```{als}
    ```

    ```{evaluate}
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    dataset: planted
    limit: 500
    ```

    ```{split}
    ```

    ```{als}
    data: split
    factors: 1
    epochs: 1
    ```

    ```{evaluate}
    metrics: [mse]
    ```
    ~~~~

    # no-timestamps
    Ratings are divided by their times only if they have times.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```

    ```{split}
    by: time
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{split}
    by: random
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    1,2,5
    2,1,3
    ~~~~

    # not-converged
    The iteration that finds eigenvalues came to no end, which a matrix of ordinary numbers doesn't
    let happen. Look for ratings that are far too large.

    # not-enough-memory
    The work of a cell needs more memory than there is, which is known before it begins. Choose
    fewer `factors`, smaller layers or a smaller `batch`, or keep fewer users and items.

    # nothing-to-compare
    The factors of an item say nothing of it: it has no training ratings, or no other item will do.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 0.1
    ```

    ```{similar}
    item: 1
    minimum-ratings: 9
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 0.1
    ```

    ```{similar}
    item: 1
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    1,2,5
    2,1,3
    2,2,1
    ~~~~

    # other-file-kind
    The file is of a kind that isn't read here. The message says which, and what to do.

    # path-outside-output
    A cell writes into the folder of the report, and nowhere else.
    ~~~~ wrong
    ```{load}
    dataset: planted
    limit: 500
    ```

    ```{save}
    path: ../ratings.csv
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
    ~~~~

    # singular-system
    The ratings of a user or an item are fewer than its factors, so that many factors fit them
    equally well. A `regularization` above 0 chooses among them.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    regularization: 0
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    regularization: 1
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    2,1,5
    ~~~~

    # tested-on-training
    A model knows the ratings it has learnt from by heart, and its error on them says nothing of
    others.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 0.1
    ```

    ```{evaluate}
    data: load
    metrics: [mse]
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{split}
    ```

    ```{als}
    data: split
    factors: 1
    regularization: 0.1
    ```

    ```{evaluate}
    metrics: [mse]
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    1,2,5
    1,3,2
    2,1,3
    2,2,3
    2,3,1
    ~~~~

    # too-large-matrix
    With `method: eigen` a matrix is multiplied with itself, for which it has too many rows and
    columns. `method: lanczos` takes larger ones.

    # too-many-ratings
    A file has more ratings than can be held. `limit` reads a part of them.

    # unavailable-dataset
    A dataset could be had from none of its sources. `dataset: planted` needs no network.

    # unknown-column
    A column is named that the file hasn't got, or can't be told from the others.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    columns: {rating: stars}
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    columns: {rating: rating}
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    ~~~~

    # unknown-dataset
    No dataset has that name. `nbrun data` lists them.

    # unknown-file-format
    The name of a file doesn't tell what is to be written to it, or its text what is in it.
    ~~~~ wrong
    ```{load}
    dataset: planted
    limit: 500
    ```

    ```{save}
    path: ratings
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
    ~~~~

    # unknown-identity
    The ratings have no user or no item of that name.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 0.1
    ```

    ```{recommend}
    user: bo
    exclude-rated: false
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 0.1
    ```

    ```{recommend}
    user: bob
    exclude-rated: false
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    bob,1,4
    ann,1,5
    ~~~~

    # unknown-training
    A file of a model doesn't say what it was trained on. Whether it is tested on that can't be
    told.

    # unmatched-titles
    A file of titles is of other items than the ratings.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    titles: films.csv
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    titles: same.csv
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    ~~~~
    ~~~~ file films.csv
    item,title
    99,Alien (1979)
    ~~~~
    ~~~~ file same.csv
    item,title
    1,Alien (1979)
    ~~~~

    # unreadable-file
    A file is there and can't be read: it is empty, a folder, or of someone else.
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

    # unsuitable-file-format
    A model is several arrays, which a table of lines can't hold.
    ~~~~ wrong
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 0.1
    ```

    ```{save}
    value: als
    path: model.csv
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 0.1
    ```

    ```{save}
    value: als
    path: model.npz
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    ~~~~

    # unusable-array
    A file of NumPy's arrays lacks one that is needed, or has it in another form.

    # unwritable-file
    A file can't be written: its folder isn't there, or may not be written to, or the disk is full.

    # vanished-factors
    All factors are zero, or too near to zero to change a prediction: the penalty on them is too
    large, or all ratings are equal. Nothing can be read from such factors.
    ~~~~ wrong when run
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 1000000
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```

    ```{als}
    factors: 1
    regularization: 0.1
    ```
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    1,2,5
    2,1,3
    2,2,1
    ~~~~
    """#)
}
