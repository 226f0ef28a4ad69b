package import Workflows

/// Ends a case without work.
package struct Reject: CaseCommand {
    package static let verb = Verb.reject

    package var target: Target
    /// Why, for the reporter to read.
    package var reason: String

    package init(_ target: Target, reason: String) {
        self.target = target
        self.reason = reason
    }

    package var given: Given {
        Given(text: reason, reason: reason)
    }
}
