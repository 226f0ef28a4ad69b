package import Workflows

/// The desk takes an order back before it is done.
package struct CancelOrder: CaseCommand {
    package static let verb = Verb.cancelOrder

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
