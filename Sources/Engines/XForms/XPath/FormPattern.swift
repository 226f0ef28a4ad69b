internal import Foundation

/// A regular expression in the syntax of Java (ICU is its twin), matched against a whole text.
struct FormPattern: Sendable {
    private let expression: NSRegularExpression
    /// Progress is reported every few thousand steps; a pattern that needs more of them than this is cut off.
    private static let patience = 200

    init(_ pattern: String) throws(XPathFault) {
        do {
            expression = try NSRegularExpression(pattern: "\\A(?:\(pattern))\\z")
        } catch {
            throw XPathFault(.typeMismatch, "“\(pattern)” is no regular expression")
        }
    }

    func matches(_ text: String) throws(XPathFault) -> Bool {
        var isFound = false
        var reports = 0
        let range = NSRange(location: 0, length: text.utf16.count)
        expression.enumerateMatches(in: text, options: [.reportProgress], range: range) { result, flags, stop in
            if result != nil {
                isFound = true
                stop.pointee = true
            } else if flags.contains(.progress) {
                reports += 1
                if reports > Self.patience { stop.pointee = true }
            }
        }
        guard reports <= Self.patience else { throw XPathFault(.typeMismatch, "the regular expression takes too long on this answer") }
        return isFound
    }
}
