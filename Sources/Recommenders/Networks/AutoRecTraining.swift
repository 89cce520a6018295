import LinearAlgebra

/// The state of a training of an autoencoder at the cost of its rated cells.
///
/// The input has few numbers that aren't zero, so the first layer is a sum of the rows of W at
/// the cells that were kept; and only rated cells enter the loss, so of the output layer only
/// the rows of V at rated cells are needed. The other rows move by momentum and penalty alone,
/// which can wait (`WeightTable`). Work is shared out by columns; each of a fixed number of
/// chunks adds up by itself, and the chunks are added in order, so that the sums are the same
/// for any number of threads.
struct AutoRecTraining: ~Copyable {
  private let configuration: AutoRec.Configuration
  private let descent: GradientDescent
  private let mean: Float
  /// Training ratings less the mean.
  private let matrix: SparseMatrix
  /// Test ratings less the mean; nil without any.
  private let test: SparseMatrix?
  /// The rows that have training ratings.
  private let ratedRows: [Int32]
  /// What the network is shown of each training rating.
  private var inputValues: ScratchMemory<Float>

  /// W, V and c, and b.
  private let inputs: WeightTable
  private let outputs: WeightTable
  private let outputBiases: WeightTable
  private var inputBias: Weights
  private var network: LayerSequence

  private var kernelRule: UpdateRule
  private var biasRule: UpdateRule
  /// The number of steps made.
  private var step = 0
  private var batch: BatchCells
  /// What each chunk adds up of a batch.
  private let partialSums: ScratchMemory<Float>

  /// How many sums are made side by side.
  static let chunkCount = 8

  /// Takes over the weights to start from, except for columns without ratings, which are zero.
  init(
    _ configuration: AutoRec.Configuration, data: TrainingData, mean: Float,
    from start: AutoRecWeights
  ) {
    self.configuration = configuration
    self.mean = mean
    descent = configuration.descent
    let side = configuration.orientation.rows
    let matrix = data.train.matrix(rows: side, subtracting: mean, threads: descent.threads)
    self.matrix = matrix
    if let ratings = data.test, ratings.count > 0 {
      test = ratings.matrix(rows: side, subtracting: mean, threads: descent.threads)
    } else {
      test = nil
    }
    ratedRows = (0..<Int32(matrix.rowCount)).filter { !matrix.positions(ofRow: Int($0)).isEmpty }
    inputValues = ScratchMemory(repeating: 0, count: matrix.count)
    var isRated = Array(repeating: false, count: matrix.columnCount)
    for column in matrix.columnIndices { isRated[Int(column)] = true }

    func table(_ values: [Float], width: Int) -> WeightTable {
      let table = WeightTable(
        rowCount: isRated.count, columnCount: width, optimizer: configuration.descent.optimizer)
      values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress else { return }
        for row in isRated.indices where isRated[row] {
          table.numbers(ofRow: row).update(from: values + row * width, count: width)
        }
      }
      return table
    }
    inputs = table(start.inputs.elements, width: start.inputs.columnCount)
    outputs = table(start.outputs.elements, width: start.outputs.columnCount)
    outputBiases = table(start.outputBiases, width: 1)
    inputBias = start.inputBias
    network = start.network
    batch = BatchCells(columnCount: matrix.columnCount)
    partialSums = ScratchMemory(
      repeating: 0,
      count: Self.chunkCount * min(descent.batch, matrix.rowCount)
        * max(inputs.columnCount, outputs.columnCount))
    kernelRule = UpdateRule(
      descent.optimizer, regularization: descent.regularization, steps: 1..<1)
    biasRule = kernelRule
  }

  // MARK: Epochs

  /// Goes through all rows once, in an order of the epoch's own.
  ///
  /// - Returns: nil if the loss isn't finite.
  mutating func runEpoch(_ epoch: Int) -> GradientDescent.Measures? {
    let order = RandomSource(seed: descent.seed, purpose: "autorec.order")
    let rows = order.permutation(of: ratedRows.count, epoch: epoch).map { ratedRows[Int($0)] }
    corruptInputs(epoch: epoch)
    let batches = Pieces(of: rows.count, size: descent.batch)
    beginEpoch(steps: batches.count)
    var sum = 0.0
    for batch in batches {
      sum += runStep(rows[batch])
      guard sum.isFinite else { return nil }
    }
    let penalty = endEpoch()
    let errors = meanSquaredErrors()
    return GradientDescent.Measures(
      loss: sum / Double(matrix.count), trainMSE: errors.train, penalty: penalty,
      testMSE: errors.test)
  }

  /// Adds noise to the training ratings, then drops some.
  private func corruptInputs(epoch: Int) {
    let dropping = RandomSource(seed: descent.seed, purpose: "autorec.dropout")
    let noising = RandomSource(seed: descent.seed, purpose: "autorec.noise")
    let choice = DropoutChoice(rate: configuration.dropout)
    let (dropout, noise) = (configuration.dropout, configuration.noise)
    let chunks = Pieces(of: matrix.rowCount, size: 64)
    parallelFor(chunks.count, threads: descent.threads) { number, _ in
      for row in chunks[number] {
        var drops = dropping.sequence(epoch: epoch, row: row)
        var noises = noising.sequence(epoch: epoch, row: row)
        for position in matrix.positions(ofRow: row) {
          var value = matrix.values[position]
          if noise > 0 { value += Float(noise * noises.normal()) }
          if dropout > 0 { value *= choice.multiplier(&drops) }
          inputValues.pointer[position] = value
        }
      }
    }
  }

  /// Sets what the network is shown of each training rating, in the order of the matrix.
  mutating func setInputs(_ values: [Float]) {
    precondition(values.count == matrix.count, "A rating has an input")
    for (position, value) in values.enumerated() { inputValues.pointer[position] = value }
  }

  /// Prepares for so many steps.
  mutating func beginEpoch(steps count: Int) {
    let steps = step + 1..<step + 1 + count
    kernelRule = UpdateRule(
      descent.optimizer, regularization: descent.regularization, steps: steps)
    biasRule = UpdateRule(descent.optimizer, regularization: 0, steps: steps)
  }

  /// Brings all weights up to date.
  ///
  /// - Returns: l·Σw².
  @discardableResult
  mutating func endEpoch() -> Double {
    inputs.finish(before: step + 1, by: kernelRule, threads: descent.threads)
    outputs.finish(before: step + 1, by: kernelRule, threads: descent.threads)
    outputBiases.finish(before: step + 1, by: biasRule, threads: descent.threads)
    guard descent.regularization > 0 else { return 0 }
    return descent.regularization
      * (inputs.sumOfSquares(threads: descent.threads)
        + outputs.sumOfSquares(threads: descent.threads))
      + network.penalty
  }

  // MARK: Steps

  /// Makes a step on some rows.
  ///
  /// - Returns: Σ (r − r̂)² over their rated cells, before the step.
  mutating func runStep(_ rows: ArraySlice<Int32>) -> Double {
    step += 1
    batch.gather(rows, of: matrix)
    let work = batch.columns.indices.map { batch.starts[$0 + 1] - batch.starts[$0] + 2 }
    let chunks = chunksOfEqualWork(work, count: Self.chunkCount)

    let hidden = network.forward(inputSums(chunks, rows.count), .training(step: step))
    let (sum, gradient) = stepOutputs(chunks, hidden)
    let inputGradient = network.backward(gradient)
    network.update(descent.optimizer, step: step)
    stepInputs(chunks, inputGradient)
    return sum
  }

  /// W·x + b for the rows of the batch.
  private func inputSums(_ chunks: [Range<Int>], _ rowCount: Int) -> Matrix<Float> {
    let width = inputs.columnCount
    let bias = inputBias.values.elements
    let first = Matrix(
      rowCount: rowCount, columnCount: width, elements: (0..<rowCount).flatMap { _ in bias })
    return sum(chunks, startingWith: first) { chunk, partial in
      for number in chunks[chunk] {
        let column = Int(batch.columns[number])
        let cells = batch.cells(ofColumn: number)
        guard cells.contains(where: { inputValues.pointer[$0.position] != 0 }) else { continue }
        inputs.bringUpToDate(row: column, before: step, by: kernelRule)
        for cell in cells {
          let value = inputValues.pointer[cell.position]
          guard value != 0 else { continue }
          addMultiple(
            value, of: inputs.numbers(ofRow: column), count: width,
            to: partial + Int(cell.row) * width)
        }
      }
    }
  }

  /// Predicts the rated cells, and makes the step with V and c.
  ///
  /// - Returns: Σ (r − r̂)², and the gradient of the loss by the hidden layer.
  private func stepOutputs(
    _ chunks: [Range<Int>], _ hidden: Matrix<Float>
  ) -> (sum: Double, gradient: Matrix<Float>) {
    let width = outputs.columnCount
    // The gradient of the loss (1/n) Σ (r̂ − r)² by r̂ is 2(r̂ − r)/n.
    let scale = 2 / Float(batch.count)
    let errors = ScratchMemory(repeating: 0.0, count: chunks.count)
    let first = Matrix<Float>(rowCount: hidden.rowCount, columnCount: width)
    let gradient = hidden.elements.withUnsafeBufferPointer { hidden -> Matrix<Float> in
      guard let hidden = hidden.baseAddress else { return first }
      return sum(chunks, startingWith: first) { chunk, partial in
        let slopes = ScratchMemory(repeating: SIMD4<Float>.zero, count: outputs.groups)
        let slope = UnsafeMutableRawPointer(slopes.pointer).assumingMemoryBound(to: Float.self)
        var squares = 0.0
        for number in chunks[chunk] {
          let column = Int(batch.columns[number])
          outputs.bringUpToDate(row: column, before: step, by: kernelRule)
          outputBiases.bringUpToDate(row: column, before: step, by: biasRule)
          let weights = outputs.numbers(ofRow: column)
          let bias = outputBiases.numbers(ofRow: column).pointee
          var biasSlope = SIMD4<Float>.zero
          slopes.pointer.update(repeating: .zero, count: outputs.groups)
          for cell in batch.cells(ofColumn: number) {
            let code = hidden + Int(cell.row) * width
            let difference =
              dotProduct(weights, code, count: width) + bias - matrix.values[cell.position]
            squares += Double(difference) * Double(difference)
            let error = scale * difference
            addMultiple(error, of: weights, count: width, to: partial + Int(cell.row) * width)
            addMultiple(error, of: code, count: width, to: slope)
            biasSlope.x += error
          }
          outputs.update(row: column, gradient: slopes.pointer, step: step, by: kernelRule)
          outputBiases.update(row: column, gradient: &biasSlope, step: step, by: biasRule)
        }
        errors.pointer[chunk] = squares
      }
    }
    return (errors.array.reduce(0, +), gradient)
  }

  /// Makes the step with W and b.
  private mutating func stepInputs(_ chunks: [Range<Int>], _ gradient: Matrix<Float>) {
    let width = inputs.columnCount
    gradient.elements.withUnsafeBufferPointer { gradient in
      guard let gradient = gradient.baseAddress else { return }
      parallelFor(chunks.count, threads: descent.threads) { chunk, _ in
        let slopes = ScratchMemory(repeating: SIMD4<Float>.zero, count: inputs.groups)
        let slope = UnsafeMutableRawPointer(slopes.pointer).assumingMemoryBound(to: Float.self)
        for number in chunks[chunk] {
          let column = Int(batch.columns[number])
          var isTouched = false
          for cell in batch.cells(ofColumn: number) {
            let value = inputValues.pointer[cell.position]
            guard value != 0 else { continue }
            if !isTouched { slopes.pointer.update(repeating: .zero, count: inputs.groups) }
            isTouched = true
            addMultiple(
              value, of: gradient + Int(cell.row) * width, count: width, to: slope)
          }
          if isTouched {
            inputs.update(row: column, gradient: slopes.pointer, step: step, by: kernelRule)
          }
        }
      }
    }
    let ones = Matrix<Float>(
      rowCount: 1, columnCount: gradient.rowCount,
      elements: Array(repeating: 1, count: gradient.rowCount))
    inputBias.gradient.multiply(ones, gradient)
    inputBias.update(descent.optimizer, step: step)
  }

  /// The sum of a matrix, which has a row for each of the batch, and of what each chunk of the
  /// columns adds to one of its own, in the order of the chunks.
  private func sum(
    _ chunks: [Range<Int>], startingWith first: Matrix<Float>,
    _ add: (_ chunk: Int, _ partial: UnsafeMutablePointer<Float>) -> Void
  ) -> Matrix<Float> {
    let size = first.elements.count
    parallelFor(chunks.count, threads: descent.threads) { number, _ in
      let partial = partialSums.pointer + number * size
      partial.update(repeating: 0, count: size)
      add(number, partial)
    }
    var result = first
    result.elements.withUnsafeMutableBufferPointer { elements in
      guard let elements = elements.baseAddress else { return }
      let pieces = Pieces(of: size, size: 4096)
      parallelFor(pieces.count, threads: descent.threads) { number, _ in
        let piece = pieces[number]
        for chunk in chunks.indices {
          addMultiple(
            1, of: partialSums.pointer + chunk * size + piece.lowerBound, count: piece.count,
            to: elements + piece.lowerBound)
        }
      }
    }
    return result
  }

  // MARK: Results

  /// The last hidden layer for some training rows as they are, which all must be up to date.
  private func codes(_ rows: Range<Int>) -> Matrix<Float> {
    let width = inputs.columnCount
    let bias = inputBias.values.elements
    var sums = Matrix(
      rowCount: rows.count, columnCount: width, elements: rows.flatMap { _ in bias })
    sums.elements.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      for row in rows {
        let positions = matrix.positions(ofRow: row)
        addCombination(
          count: positions.count, width: width, to: sums + (row - rows.lowerBound) * width
        ) { number in
          let position = positions.lowerBound + number
          return (
            matrix.values[position],
            UnsafePointer(inputs.numbers(ofRow: Int(matrix.columnIndices[position])))
          )
        }
      }
    }
    var copy = network
    return copy.forward(sums, .prediction)
  }

  /// Calls a closure with the last hidden layer for chunks of the training rows, on all threads.
  private func forEachChunkOfRows(
    _ body: (_ number: Int, _ rows: Range<Int>, _ codes: Matrix<Float>) -> Void
  ) {
    let chunks = chunksOfRows
    parallelFor(chunks.count, threads: descent.threads) { number, _ in
      body(number, chunks[number], codes(chunks[number]))
    }
  }

  private var chunksOfRows: Pieces { Pieces(of: matrix.rowCount, size: 64) }

  /// The means of (r − r̂)² over the training ratings and over the test ratings, of the
  /// reconstructions from all training ratings; nil for what there is not.
  private func meanSquaredErrors() -> (train: Double, test: Double?) {
    let sums = ScratchMemory(repeating: SIMD2<Double>.zero, count: chunksOfRows.count)
    forEachChunkOfRows { number, rows, codes in
      codes.elements.withUnsafeBufferPointer { codes in
        guard let codes = codes.baseAddress else { return }
        for row in rows {
          let code = codes + (row - rows.lowerBound) * outputs.columnCount
          sums.pointer[number].x += sumOfSquaredResiduals(matrix, row, code)
          if let test { sums.pointer[number].y += sumOfSquaredResiduals(test, row, code) }
        }
      }
    }
    let sum = sums.array.reduce(.zero, +)
    return (sum.x / Double(matrix.count), test.map { sum.y / Double($0.count) })
  }

  /// Σ (r − r̂)² over the ratings of a row, with its last hidden layer.
  private func sumOfSquaredResiduals(
    _ ratings: SparseMatrix, _ row: Int, _ code: UnsafePointer<Float>
  ) -> Double {
    var sum = 0.0
    for position in ratings.positions(ofRow: row) {
      let column = Int(ratings.columnIndices[position])
      let predicted =
        dotProduct(outputs.numbers(ofRow: column), code, count: outputs.columnCount)
        + outputBiases.numbers(ofRow: column).pointee
      let residual = Double(ratings.values[position]) - Double(predicted)
      sum += residual * residual
    }
    return sum
  }

  /// The model as it is, which must be up to date.
  func model() -> AutoRecModel {
    let width = outputs.columnCount
    let codes = ScratchMemory<Float>(repeating: 0, count: matrix.rowCount * width)
    forEachChunkOfRows { _, rows, some in
      some.elements.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        (codes.pointer + rows.lowerBound * width).update(from: base, count: $0.count)
      }
    }
    let weights = AutoRecWeights(
      inputs: inputs.contents(), inputBias: inputBias, network: network,
      outputs: outputs.contents(), outputBiases: outputBiases.contents().elements)
    // Empty rows have one code to the last bit, however their chunks were multiplied.
    let empty = weights.codeOfEmptyRow.elements
    for row in 0..<matrix.rowCount where matrix.positions(ofRow: row).isEmpty {
      (codes.pointer + row * width).update(from: empty, count: width)
    }
    return AutoRecModel(
      mean: mean, orientation: configuration.orientation,
      codes: Matrix(rowCount: matrix.rowCount, columnCount: width, elements: codes.array),
      weights: weights)
  }
}
