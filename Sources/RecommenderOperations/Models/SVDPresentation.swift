import LinearAlgebra
public import Operations
public import Recommenders

extension SVDModel: NotebookModel {
  public static let typeDescription = "a singular value decomposition"
  public static let showsTraining = true
  public static let modelOutputs: [NamedOutput] = [
    .plot("scree"), .table("spectrum"), .table("quality"),
  ]

  public static let modelValues: [ResultValue<Self>] = [
    .integer("factors") { $0.decomposition.values.count },
    .real("energy") { $0.energy },
    .real("bound") { $0.truncationError },
    .real("orthonormality") { $0.decomposition.orthonormalityError },
    .real("largest") { $0.decomposition.values.first ?? 0 },
  ]

  public var outputs: [Output] {
    guard !decomposition.values.isEmpty else { return [.text("The matrix is zero.")] }
    return [.plot("scree", scree), .table("spectrum", spectrum), .table("quality", quality)]
      + (note.map { [.text($0)] } ?? [])
  }

  /// The singular values by their rank.
  private var scree: Plot {
    let values = decomposition.values
    return Plot(
      "Singular values in descending order", x: .init("k"), y: .init("singular value"),
      lines: [.init("", x: values.indices.map { Double($0 + 1) }, y: values)])
  }

  /// So many values are shown.
  private static let mostRows = 50

  private var spectrum: Table {
    let values = decomposition.values.prefix(Self.mostRows)
    var columns: [Table.Column] = [.init("k", .integer(values.indices.map { $0 + 1 }))]
    let digits = (values.first ?? 0) < 100 ? 4 : 2
    switch course {
    case .eigen(let spectra):
      columns += [
        .init(
          "of XᵀX",
          .real(Array(spectra.gram.prefix(values.count)), fractionDigits: digits)),
        .init(
          "of XXᵀ",
          .real(Array(spectra.outer.prefix(values.count)), fractionDigits: digits)),
      ]
    case .lanczos: break
    }
    columns.append(.init("singular value", .real(Array(values), fractionDigits: digits)))
    var energy = 0.0
    let shares = values.map { value in
      energy += (value / norm) * (value / norm)
      return 100 * energy
    }
    columns.append(.init("cumulative energy", .real(shares, fractionDigits: 1), unit: "%"))
    if case .lanczos(let course) = course {
      let residuals = values.indices.map { index in
        course.residuals[index] / (decomposition.values.first ?? 1) * 1e12
      }
      columns.append(
        .init("residual, relative to σ₁", .real(residuals, fractionDigits: 3), unit: "10⁻¹²"))
    }
    let caption =
      switch course {
      case .eigen: "The spectrum: eigenvalues, and singular values as their square roots"
      case .lanczos: "The spectrum"
      }
    return Table(
      caption, columns: columns,
      omittedRows: decomposition.values.count - values.count)
  }

  private var quality: Table {
    let rows: [(name: String, value: Double)] = [
      ("norm of the matrix", norm),
      ("smallest error of any matrix of this rank (Eckart–Young) less", truncationError),
      (
        "largest departure from orthonormality, times 10¹²",
        1e12 * decomposition.orthonormalityError
      ),
    ]
    return Table(
      "Quality of the rank-\(decomposition.values.count) approximation",
      columns: [
        .init("what", .text(rows.map(\.name))),
        .init("value", .real(rows.map(\.value), fractionDigits: 4)),
      ])
  }

  private var note: String? {
    switch course {
    case .eigen(let spectra) where spectra.turnedCount > 0:
      "\(spectra.turnedCount) left vectors were computed from the right ones, because several "
        + "eigenvalues are equal, so their eigenvectors aren't unique."
    case .eigen: nil
    case .lanczos(let course): "Found in \(course.steps) steps."
    }
  }
}
