/// The version of Strata.
public enum Version {
  /// As in the changelog, by semantic versioning.
  public static let current = "0.1.0"
}
