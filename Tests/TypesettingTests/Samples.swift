import NotebookSyntax
import Synchronization

@testable import Typesetting

/// Formulas as lectures on matrix factorization write them.
enum Samples {
  static let inline = [
    #"\hat{r}_{ij} = w_i^T u_j"#, #"U^T"#, #" w = (\lambda I + X^{T}X)^{-1}X^{T}y"#, #"w_{i}"#,
    #"X^{T}X"#, #"\Omega"#, #"||*||_{F}"#, #"(Output\; -\; input)^2"#,
    #"\mathbf{w}_i \in \mathbb{R}^K"#,
    #"\mathcal{N}(\mu, \Lambda^{-1})"#, #"\boxed{x}"#,
    #"\mathsf{A}\mathtt{b}\mathfrak{c}\mathscr{D}"#,
    #"\text{a 😀 é 漢}"#, #"\boldsymbol{\theta}"#, #"\frac{1}{2}"#, #"\lVert A \rVert_F"#,
    #"\textbf{b} \textit{i} \texttt{t}"#, #"\widehat{abc} \overline{x+y} \vec{v}"#,
  ]

  static let display = [
    #"J = \sum_{(i,j)\in\Omega} (r_{ij} - w_i^T u_j)^2 + \lambda\left(\|W\|_F^2 + \|U\|_F^2\right)"#,
    #"""
    \begin{equation*}
    \underset{W,U}{\operatorname{argmin}} \sum_{i,j} (r_{ij} - \hat r_{ij})^2
    \end{equation*}
    """#,
    #"a = b \\ c = d \\"#,
    #"""
    w_i &= \left(\sum_{j\in\Omega_i} u_j u_j^T + \lambda I\right)^{-1} \sum_{j\in\Omega_i} r_{ij} u_j \\
    u_j &= \left(\sum_{i\in\Omega_j} w_i w_i^T + \lambda I\right)^{-1} \sum_{i\in\Omega_j} r_{ij} w_i
    """#,
    #"\begin{array} xx_{11} & x_{12} \\ x_{21} & x_{22} \end{array}"#,
    #"\begin{array}{|c|c|} \hline 1 & 2 \\ \hline 3 & 4 \\ \hline \end{array}"#,
    """
        \\begin{pmatrix}
        u_{11} & u_{12} \\\\
        u_{21} & u_{22}
        \\end{pmatrix}
    """,
    #"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}"#,
    #"\begin{align} a &= b \label{eq:a} \\ c &= d \end{align}"#,
    #"\begin{gathered} a \\ b \end{gathered}"#,
    #"\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}"#,
    #"\boxed{\left[\begin{matrix} 1 \\ 2 \\ 3 \\ 4 \\ 5 \end{matrix}\right]}"#,
    #"\underbrace{\prod_{i=1}^N p(x_i)}_{\text{likelihood}} \xrightarrow{n\to\infty} \int_0^1 f\,dx"#,
    #"p(R \mid W, U) = \prod_{i=1}^{N}\prod_{j=1}^{M} \mathcal{N}(r_{ij} \mid w_i^T u_j, \sigma^2)^{I_{ij}}"#,
    #"\begin{bmatrix} 1 & \cdots & 0 \\ \vdots & \ddots & \vdots \\ 0 & \cdots & 1 \end{bmatrix}"#,
    #"\sqrt[3]{\frac{a}{b}} \quad \bigl( \Bigl( \biggl( \Biggl( x \Biggr) \biggr) \Bigr) \bigr)"#,
    #"\color{blue} X \approx U \Sigma V^{\mathsf T}, \qquad \Sigma = \operatorname{diag}(\sigma_1,\dots,\sigma_K)"#,
  ]

  static let all = inline.map { formula($0) } + display.map { formula($0, isDisplay: true) }

  /// A formula as it stands in a file of its own, between dollars.
  static func formula(_ tex: String, isDisplay: Bool = false) -> Formula {
    let dollars = isDisplay ? "$$" : "$"
    let text = "\(dollars)\(tex)\(dollars)"
    let file = SourceFile(path: "formula.md", text: text)
    return Formula(
      tex: tex, isDisplay: isDisplay, range: SourceRange(0..<text.utf8.count, in: file))
  }
}

/// Counts how often an engine starts.
final class StartCounter: Sendable {
  private let starts = Mutex(0)
  var count: Int { starts.withLock { $0 } }
  func add() { starts.withLock { $0 += 1 } }
}
