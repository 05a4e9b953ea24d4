import Foundation

/// Why an output file cannot be written or gone on with.
package enum OutputProblem: Sendable, Equatable {
  /// A folder, a device or a pipe lies at the path.
  case notRegular
  /// Another process is writing to the file.
  case locked
  /// The disk is full.
  case full
  /// A line, counted from 1, is no JSON.
  case damagedLine(Int)
  /// A line, counted from 1, was not written by `strata compute`.
  case foreignLine(Int)
  /// A line, counted from 1, holds a sample of other data, another checkpoint or other settings.
  case otherSample(line: Int)
  /// The system refused, in its own words.
  case refused(String)

  /// What an error of writing means for the user.
  package init(_ error: any Error) {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    let isSystem = cause.domain == NSPOSIXErrorDomain
    self = isSystem ? Self(code: Int32(cause.code)) : .refused(SystemMessage.text(of: error))
  }

  init(code: Int32) {
    self = [ENOSPC, EDQUOT, EFBIG].contains(code) ? .full : .refused(SystemMessage.text(of: code))
  }
}
