import Studies

/// The two forms in which the papers publish the statistics of a sample (one JSON object a line).
package enum PublishedShape: String, Sendable, CaseIterable {
  /// arXiv 2410.23743: of every gradient's singular values `S_sum`, `S_max` and `S_min`.
  case layerGradient = "layer-gradient"
  /// arXiv 2504.10766: all singular values, `S_list`, and the cosines between gradients.
  case gradientUnified = "gradient-unified"
}

extension StudySettings {
  /// Asks for what lines of `shape` hold.
  package mutating func keep(for shape: PublishedShape) {
    guard shape == .gradientUnified else { return }
    extras.spectrum = true
    extras.cosines = .allPairs
  }
}
