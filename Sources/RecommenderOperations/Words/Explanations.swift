public import NotebookSyntax

extension DiagnosticExplanation {
  /// What can be wrong with ratings and models.
  public static let ofRecommenders = read(
    #"""
    # ambiguous-identity
    Part of a title identifies an item only if no other title contains it.
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
    The compressed file is damaged: its contents don't match the length and the checksum recorded in
    it. Get a new copy.

    # different-ratings
    A model can start from another only if they have users or items in common.
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
    A model can start from another only if both have the same number of factors and the same layers.
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
    Models tested on different ratings can't be compared by their errors, because one test may be
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
    The numbers grew without bound in training, usually because the steps are too long. Choose a
    smaller `learning-rate` or a larger `regularization`.
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
    An array of ratings has two ratings for the same user and item.

    # ill-conditioned
    The equations of many users or items are so close to singular that rounding in single precision
    affects their factors. Choose a larger `regularization` or fewer `factors`.

    # lookalike-identities
    Two users or two items have names that look the same but are made of different characters, for
    example an accented letter written as one character or as two. They count as different.
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
    A line of the file doesn't have the form of the others. Lines are never skipped silently.
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
    Singular values belong to a complete matrix. Missing ratings must be filled in with something,
    and the factors will fit that too.
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
    A matrix needs a name for each row, or none at all, and likewise for its columns.
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
    There are no ratings to train on: the file has none, or nothing is left of them.

    # no-test-ratings
    A model trained on a rating table, not on a split, has nothing to be tested on.
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
    Ratings can be split by time only if they have timestamps.
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
    The iteration for the eigenvalues didn't converge, which doesn't happen with ordinary numbers.
    Look for ratings that are far too large.

    # not-enough-memory
    The cell would need more memory than there is; this is known before it starts. Choose fewer
    `factors`, smaller layers or a smaller `batch`, or keep fewer users and items.

    # nothing-to-compare
    The item can't be compared: it has no training ratings, or no other item qualifies.
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
    Files of this kind can't be read. The message says which kind it is, and what to do.
    ~~~~ wrong when run
    ```{load}
    path: ratings.json
    ```
    ~~~~
    ~~~~ mended
    ```{load}
    path: ratings.csv
    ```
    ~~~~
    ~~~~ file ratings.json
    [{"user": 1, "item": 1, "rating": 4}]
    ~~~~
    ~~~~ file ratings.csv
    user,item,rating
    1,1,4
    ~~~~

    # path-outside-output
    A cell can write only inside the report's folder.
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
    A user or an item has fewer ratings than factors, so many solutions fit equally well. A
    `regularization` above 0 makes the solution unique.
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
    A model remembers the ratings it was trained on, so its error on them says nothing about new
    ratings.
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
    With `method: eigen`, the matrix is multiplied by its transpose, and it has too many rows and
    columns for that. `method: lanczos` can handle larger ones.

    # too-many-ratings
    The file has more ratings than nbrun can hold. `limit` reads only the first ones.

    # unavailable-dataset
    None of the dataset's sources could be reached. `dataset: planted` needs no network.

    # unknown-column
    The file has no column of that name, or it isn't clear which column is meant.
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
    There is no dataset of that name. `nbrun data` lists them.

    # unknown-file-format
    The file's name doesn't say which format to write, or its contents don't show which format to
    read.
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
    No user or item in the ratings has that name.
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
    The model's file doesn't say which ratings it was trained on, so nbrun can't tell whether it is
    tested on them.

    # unmatched-titles
    The file of titles doesn't match the items in the ratings.
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

    # unsuitable-file-format
    A model consists of several arrays, which a CSV file can't hold.
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
    A NumPy file lacks a required array, or has it in another form.

    # vanished-factors
    All factors are zero, or too close to zero to change a prediction: the penalty on them is too
    large, or all ratings are equal. Such factors mean nothing.
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
