public import LinearAlgebra

/// The model r̂_ij = μ + product + deep, or with one of the two; see `EmbeddingNetwork`.
///
/// A user or an item without a training rating has zeros for an embedding. Of a pair of such
/// nothing was learnt, and it is predicted by μ.
public struct EmbeddingModel: RatingModel {
  /// μ, the mean of the training ratings.
  public var mean: Float
  public var branches: EmbeddingNetwork.Branches
  /// w, users x K.
  public var userFactors: Matrix<Float>
  /// u, items x K.
  public var itemFactors: Matrix<Float>
  /// b; empty without a product.
  public var userBiases: [Float]
  /// c; empty without a product.
  public var itemBiases: [Float]
  /// From (w_i, u_j) to one number; empty without a deep branch.
  public var network: LayerSequence

  public var userCount: Int { userFactors.rowCount }
  public var itemCount: Int { itemFactors.rowCount }

  /// N, M and K.
  public var size: FactorModelSize {
    FactorModelSize(users: userCount, items: itemCount, factors: userFactors.columnCount)
  }

  public func prediction(user: Int, item: Int) -> Float {
    predictions([(Int32(user), Int32(item))])[0]
  }

  public func predictions(user: Int) -> [Float] {
    var results = predictions((0..<Int32(itemCount)).map { (Int32(user), $0) })
    // In a product of matrices, equal rows may differ in their last bit. Items of which nothing is
    // known are to have equal predictions, or else their numbers would rank them.
    let unknown = results.indices.filter { itemFactors.row($0).allSatisfy { $0 == 0 } }
    if let first = unknown.first {
      let prediction = prediction(user: user, item: first)
      for item in unknown { results[item] = prediction }
    }
    return results
  }

  public var unseen: UnseenPredictions {
    // One more user and one more item, of zeros.
    var model = self
    let width = size.factors
    func addRow(_ factors: inout Matrix<Float>, _ biases: inout [Float]) {
      factors = Matrix(
        rowCount: factors.rowCount + 1, columnCount: width,
        elements: factors.elements + repeatElement(0, count: width))
      if !biases.isEmpty { biases.append(0) }
    }
    addRow(&model.userFactors, &model.userBiases)
    addRow(&model.itemFactors, &model.itemBiases)
    let (users, items) = (Int32(userCount), Int32(itemCount))
    return UnseenPredictions(
      ofItems: model.predictions((0..<items).map { (users, $0) }),
      forUsers: (0..<userCount).map { model.prediction(user: $0, item: Int(items)) }, ofBoth: mean)
  }

  public func predictions(_ pairs: [(user: Int32, item: Int32)]) -> [Float] {
    var results = Array(repeating: mean, count: pairs.count)
    if branches.haveNetwork {
      var copy = network
      let inputs = pairs.flatMap {
        userFactors.row(Int($0.user)) + itemFactors.row(Int($0.item))
      }
      let output = copy.forward(
        Matrix(rowCount: pairs.count, columnCount: 2 * size.factors, elements: inputs),
        .prediction)
      for index in results.indices { results[index] += output.elements[index] }
    }
    for (index, pair) in pairs.enumerated() {
      let (user, item) = (Int(pair.user), Int(pair.item))
      let (w, u) = (userFactors.row(user), itemFactors.row(item))
      if branches.haveProduct {
        var product: Float = 0
        for (w, u) in zip(w, u) { product += w * u }
        results[index] += userBiases[user] + itemBiases[item] + product
      }
      if w.allSatisfy({ $0 == 0 }), u.allSatisfy({ $0 == 0 }) { results[index] = mean }
    }
    return results
  }

  /// The same as a factor model; nil if there is more to it than the product.
  public var factorModel: FactorModel? {
    guard branches == .product else { return nil }
    return FactorModel(
      mean: mean, userFactors: userFactors, itemFactors: itemFactors, userBiases: userBiases,
      itemBiases: itemBiases)
  }

  /// A factor model as a network of nothing but the product.
  public init(_ model: FactorModel) {
    self.init(
      mean: model.mean, branches: .product, userFactors: model.userFactors,
      itemFactors: model.itemFactors, userBiases: model.userBiases, itemBiases: model.itemBiases,
      network: LayerSequence())
  }

  init(
    mean: Float, branches: EmbeddingNetwork.Branches, userFactors: Matrix<Float>,
    itemFactors: Matrix<Float>, userBiases: [Float], itemBiases: [Float], network: LayerSequence
  ) {
    self.mean = mean
    self.branches = branches
    self.userFactors = userFactors
    self.itemFactors = itemFactors
    self.userBiases = userBiases
    self.itemBiases = itemBiases
    self.network = network
  }

  /// Whether all weights are finite.
  var isFinite: Bool {
    userFactors.isFinite && itemFactors.isFinite && userBiases.allSatisfy(\.isFinite)
      && itemBiases.allSatisfy(\.isFinite) && network.isFinite
  }

  /// Whether another model of the same size has the same layers.
  func hasShape(of other: EmbeddingModel) -> Bool {
    branches == other.branches && network.shape == other.network.shape
  }

  /// Sets what belongs to users and items without ratings to zero.
  mutating func forgetUnrated(in table: RatingTable) {
    func forget(_ factors: inout Matrix<Float>, _ biases: inout [Float], rated: [Int32]) {
      var isRated = Array(repeating: false, count: factors.rowCount)
      for row in rated { isRated[Int(row)] = true }
      let width = factors.columnCount
      for row in isRated.indices where !isRated[row] {
        for column in 0..<width { factors.elements[row * width + column] = 0 }
        if !biases.isEmpty { biases[row] = 0 }
      }
    }
    forget(&userFactors, &userBiases, rated: table.userIndices)
    forget(&itemFactors, &itemBiases, rated: table.itemIndices)
  }
}
