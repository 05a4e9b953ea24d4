/// The version of Strata.
package enum Version {
  /// The version as in the changelog, by semantic versioning.
  package static let current = "0.1.0"
}
