import Plotting

/// A format of the pictures that readers may take away.
package enum PictureFormat: String, CaseIterable, Sendable {
  case pdf, svg, png, eps

  /// The word on a link.
  var label: String { rawValue.uppercased() }

  /// Whether it is drawn for print; others are as pages show them.
  var isForPaper: Bool { self == .pdf || self == .eps }

  /// How the picture of the figure `id` is written.
  func output(_ id: String) -> OutputFormat {
    switch self {
    case .pdf: .pdf
    case .svg: .svg(idPrefix: id)
    case .png: .png(dpi: 192)
    case .eps: .eps
    }
  }
}

/// Which pictures a site has as files, beside those in its pages.
struct PictureFiles: Sendable {
  /// The formats of every figure; nil leaves it to the site, which has those of the overview and of claims as PDF.
  let asked: [PictureFormat]?
  /// Whether links to the site show the figure of the overview, for which it takes a picture that any program reads.
  let hasCard: Bool

  /// The formats of a figure, in their order.
  func formats(of figure: PlannedFigure) -> [PictureFormat] {
    let wanted = asked ?? (figure.isMain ? [.pdf] : [])
    return PictureFormat.allCases.filter { format in
      wanted.contains(format) || format == .png && hasCard && figure.isCard
    }
  }
}
