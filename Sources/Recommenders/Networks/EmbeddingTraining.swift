import LinearAlgebra

/// The state of a training of an embedding network.
struct EmbeddingTraining: ~Copyable {
  private let configuration: EmbeddingNetwork.Configuration
  private let descent: GradientDescent
  /// The training ratings.
  private let samples: ScratchMemory<RatingSample>
  private let test: RatingTable?
  private let mean: Float
  private var users: EmbeddingRows
  private var items: EmbeddingRows
  private var network: LayerSequence
  private let order: RandomSource
  private var rule: UpdateRule
  /// The number of steps made.
  private var step = 0
  /// The ratings of a batch, and the gradients by their concatenated embeddings, if there is a
  /// network.
  private let batchSamples: ScratchMemory<RatingSample>
  private let inputGradients: ScratchMemory<Float>
  /// In the last vector of a row: a one where the bias is, and ones everywhere else.
  private let one: SIMD4<Float>
  private let others: SIMD4<Float>

  /// Takes over the weights to start from; the mean in them is that of the training.
  init(
    _ configuration: EmbeddingNetwork.Configuration, data: TrainingData,
    from start: EmbeddingModel
  ) {
    self.configuration = configuration
    descent = configuration.descent
    let train = data.train
    samples = ScratchMemory(
      repeating: RatingSample(user: 0, item: 0, target: 0), count: train.count)
    for position in 0..<train.count {
      samples.pointer[position] = RatingSample(
        user: train.userIndices[position], item: train.itemIndices[position],
        target: train.values[position] - start.mean)
    }
    test = data.test
    mean = start.mean
    network = start.network
    let batch = min(descent.batch, max(data.train.count, 1))
    users = EmbeddingRows(
      factors: start.userFactors, biases: start.userBiases, batch: batch,
      optimizer: descent.optimizer)
    items = EmbeddingRows(
      factors: start.itemFactors, biases: start.itemBiases, batch: batch,
      optimizer: descent.optimizer)
    order = RandomSource(seed: descent.seed, purpose: "network.order")
    rule = UpdateRule(
      descent.optimizer, regularization: descent.regularization, steps: 1..<1)
    batchSamples = ScratchMemory(repeating: RatingSample(user: 0, item: 0, target: 0), count: batch)
    inputGradients = ScratchMemory(
      repeating: 0,
      count: configuration.branches.haveNetwork ? batch * 2 * configuration.factors : 0)
    var one = SIMD4<Float>.zero
    one[configuration.factors % 4] = 1
    self.one = one
    others = 1 - one
  }

  /// Goes through all ratings once, in an order of the epoch's own.
  ///
  /// - Returns: nil if the loss isn't finite.
  mutating func runEpoch(_ epoch: Int) -> GradientDescent.Measures? {
    let positions = order.permutation(of: samples.count, epoch: epoch)
    var sum = 0.0
    let batches = Pieces(of: samples.count, size: descent.batch)
    beginEpoch(steps: batches.count)
    for batch in batches {
      sum += runStep(positions[batch])
      guard sum.isFinite else { return nil }
    }
    let penalty = endEpoch()
    return GradientDescent.Measures(
      loss: sum / Double(samples.count), trainMSE: trainMSE(), penalty: penalty,
      testMSE: testMSE())
  }

  /// Prepares for so many steps.
  mutating func beginEpoch(steps: Int) {
    rule = UpdateRule(
      descent.optimizer, regularization: descent.regularization,
      steps: step + 1..<step + 1 + steps)
  }

  /// Brings all weights up to date.
  ///
  /// - Returns: l·Σw².
  @discardableResult
  mutating func endEpoch() -> Double {
    users.table.finish(before: step + 1, by: rule, threads: descent.threads)
    items.table.finish(before: step + 1, by: rule, threads: descent.threads)
    guard descent.regularization > 0 else { return 0 }
    return descent.regularization
      * (users.table.sumOfSquares(threads: descent.threads)
        + items.table.sumOfSquares(threads: descent.threads))
      + network.penalty
  }

  /// Makes a step on the ratings at some positions.
  ///
  /// - Returns: Σ (r − r̂)² over them, before the step.
  mutating func runStep(_ positions: ArraySlice<Int32>) -> Double {
    step += 1
    let batch = positions.count
    // Ratings lie scattered in memory; fetched in a loop of their own they come faster.
    for (n, position) in positions.enumerated() {
      batchSamples.pointer[n] = samples.pointer[Int(position)]
    }
    for n in 0..<batch {
      let (user, item) = (batchSamples.pointer[n].user, batchSamples.pointer[n].item)
      batchSamples.pointer[n].userSlot = users.touch(Int(user), step: step, by: rule)
      batchSamples.pointer[n].itemSlot = items.touch(Int(item), step: step, by: rule)
    }
    if configuration.branches.haveNetwork {
      runNetwork(batch)
    } else {
      for n in 0..<batch {
        let sample = batchSamples.pointer[n]
        batchSamples.pointer[n].difference = product(sample) - sample.target
      }
    }
    // The gradient of the loss (1/B) Σ (r̂ − r)² by r̂ is 2(r̂ − r)/B.
    let scale = 2 / Float(batch)
    var sum = 0.0
    for n in 0..<batch {
      let sample = batchSamples.pointer[n]
      sum += Double(sample.difference) * Double(sample.difference)
      if configuration.branches.haveProduct {
        addProductGradient(scale * sample.difference, sample)
      }
      if configuration.branches.haveNetwork { addNetworkGradient(n) }
    }
    users.update(step: step, by: rule)
    items.update(step: step, by: rule)
    return sum
  }

  // MARK: The product

  /// The last vector of a row as the other side's needs it: with a one where that has its bias.
  @inline(__always)
  private func withOne(_ vector: SIMD4<Float>) -> SIMD4<Float> { vector * others + one }

  /// w·u + b + c.
  @inline(__always)
  private func product(_ sample: RatingSample) -> Float {
    let w = users.table.vectors(ofRow: Int(sample.user))
    let u = items.table.vectors(ofRow: Int(sample.item))
    let last = users.table.groups - 1
    var sum = w[last] * withOne(u[last])
    for group in 0..<last { sum += w[group] * u[group] }
    return sum.sum() + items.table.numbers(ofRow: Int(sample.item))[configuration.factors]
  }

  /// Adds the gradients by w, b, u and c, for the gradient by the product.
  @inline(__always)
  private func addProductGradient(_ gradient: Float, _ sample: RatingSample) {
    let w = users.table.vectors(ofRow: Int(sample.user))
    let u = items.table.vectors(ofRow: Int(sample.item))
    let userGradient = users.gradient(ofTouched: sample.userSlot)
    let itemGradient = items.gradient(ofTouched: sample.itemSlot)
    let last = users.table.groups - 1
    for group in 0..<last {
      userGradient[group] += gradient * u[group]
      itemGradient[group] += gradient * w[group]
    }
    userGradient[last] += gradient * withOne(u[last])
    itemGradient[last] += gradient * withOne(w[last])
  }

  // MARK: The network

  /// Sends a batch through the network and back, and makes the network's step.
  private mutating func runNetwork(_ batch: Int) {
    let (step, width, scale) = (step, 2 * configuration.factors, 2 / Float(batch))
    var replicas = NetworkReplicas(of: network, rowCount: batch)
    replicas.forEachPart(threads: descent.threads) { rows, layers in
      var outputs = layers.forward(
        concatenatedEmbeddings(batchSamples.pointer, rows),
        .training(step: step, firstRow: rows.lowerBound))
      for (index, n) in rows.enumerated() {
        let sample = batchSamples.pointer[n]
        var output = outputs.elements[index]
        if configuration.branches.haveProduct { output += product(sample) }
        batchSamples.pointer[n].difference = output - sample.target
        outputs.elements[index] = scale * (output - sample.target)
      }
      layers.backward(outputs).elements.withUnsafeBufferPointer { gradients in
        guard let gradients = gradients.baseAddress else { return }
        (inputGradients.pointer + rows.lowerBound * width).update(
          from: gradients, count: rows.count * width)
      }
    }
    network = replicas.joined()
    network.update(descent.optimizer, step: step)
  }

  /// (w_i, u_j) of some of the samples.
  private func concatenatedEmbeddings(
    _ samples: UnsafePointer<RatingSample>, _ rows: Range<Int>
  ) -> Matrix<Float> {
    let factors = configuration.factors
    let count = rows.count * 2 * factors
    let elements = [Float](unsafeUninitializedCapacity: count) { elements, initializedCount in
      guard var target = elements.baseAddress else { return }
      for n in rows {
        let user = Int(samples[n].user)
        let item = Int(samples[n].item)
        target.initialize(from: users.table.numbers(ofRow: user), count: factors)
        (target + factors).initialize(from: items.table.numbers(ofRow: item), count: factors)
        target += 2 * factors
      }
      initializedCount = count
    }
    return Matrix(rowCount: rows.count, columnCount: 2 * factors, elements: elements)
  }

  /// Adds the gradient by the concatenated embeddings of a sample of the batch.
  @inline(__always)
  private func addNetworkGradient(_ n: Int) {
    let factors = configuration.factors
    func add(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<SIMD4<Float>>) {
      let numbers = UnsafeMutableRawPointer(target).assumingMemoryBound(to: Float.self)
      for factor in 0..<factors { numbers[factor] += source[factor] }
    }
    let gradient = inputGradients.pointer + n * 2 * factors
    add(gradient, to: users.gradient(ofTouched: batchSamples.pointer[n].userSlot))
    add(gradient + factors, to: items.gradient(ofTouched: batchSamples.pointer[n].itemSlot))
  }

  // MARK: Results

  /// The mean of (r − r̂)² over the training ratings as the weights are, which must be up to date.
  ///
  /// The sum is over chunks of a fixed size, so that it is the same for any number of threads.
  private func trainMSE() -> Double {
    let chunks = Pieces(of: samples.count, size: 1024)
    let sums = ScratchMemory(repeating: 0.0, count: chunks.count)
    parallelFor(chunks.count, threads: descent.threads) { number, _ in
      let rows = chunks[number]
      var outputs: [Float] = []
      if configuration.branches.haveNetwork {
        var copy = network
        outputs = copy.forward(concatenatedEmbeddings(samples.pointer, rows), .prediction).elements
      }
      var sum = 0.0
      for (index, n) in rows.enumerated() {
        let sample = samples.pointer[n]
        var predicted = outputs.isEmpty ? 0 : outputs[index]
        if configuration.branches.haveProduct { predicted += product(sample) }
        let residual = Double(sample.target) - Double(predicted)
        sum += residual * residual
      }
      sums.pointer[number] = sum
    }
    return sums.array.reduce(0, +) / Double(samples.count)
  }

  /// The mean of (r − r̂)² over the test ratings; nil without any.
  private func testMSE() -> Double? {
    guard let test, test.count > 0 else { return nil }
    return model().meanSquaredError(onOwn: test, threads: descent.threads)
  }

  /// The model as it is, which must be up to date.
  func model() -> EmbeddingModel {
    let (userFactors, userBiases) = users.contents()
    let (itemFactors, itemBiases) = items.contents()
    return EmbeddingModel(
      mean: mean, branches: configuration.branches, userFactors: userFactors,
      itemFactors: itemFactors, userBiases: userBiases, itemBiases: itemBiases,
      network: network)
  }
}

/// A training rating, and where in a batch its embeddings belong to.
struct RatingSample {
  var user: Int32
  var item: Int32
  /// The rating less the mean.
  var target: Float
  /// The numbers of the user and the item among those that the step touches.
  var userSlot: Int32 = 0
  var itemSlot: Int32 = 0
  /// r̂ − r.
  var difference: Float = 0
}
