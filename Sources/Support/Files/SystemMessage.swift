import Foundation

/// The system's own words for what went wrong with a file, without Foundation's wrapping.
package enum SystemMessage {
  package static func text(of error: any Error) -> String {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    return cause.domain == NSPOSIXErrorDomain ? text(of: Int32(cause.code)) : cause.localizedDescription
  }

  package static func text(of code: Int32) -> String { String(cString: strerror(code)) }
}
