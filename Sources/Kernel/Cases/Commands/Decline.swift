package import Workflows

/// A department says that a call is not for it, and why.
package struct Decline: CaseCommand {
    package static let verb = Verb.decline

    package var target: Target
    /// Why.
    package var reason: String

    package init(_ target: Target, reason: String) {
        self.target = target
        self.reason = reason
    }

    package var given: Given {
        Given(text: reason, reason: reason)
    }
}
