import Foundation

/// Why an output file cannot be written.
package enum OutputProblem: Sendable, Equatable {
  /// A folder, a device or a pipe lies at the path.
  case notRegular
  /// Another process is writing to the file.
  case locked
  /// The disk is full.
  case full
  /// The system refused, in its own words.
  case refused(String)

  /// What an error of writing means for the user.
  package init(_ error: any Error) {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    let isSystem = cause.domain == NSPOSIXErrorDomain
    self = isSystem ? Self(code: Int32(cause.code)) : .refused(SystemMessage.text(of: error))
  }

  package init(code: Int32) {
    self = [ENOSPC, EDQUOT, EFBIG].contains(code) ? .full : .refused(SystemMessage.text(of: code))
  }
}
