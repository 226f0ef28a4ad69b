package import Workflows

/// Ends a case as a double of another; both histories stay.
package struct Merge: CaseCommand {
    package static let verb = Verb.merge

    package var target: Target
    /// The case that goes on.
    package var into: CaseID
    /// A remark.
    package var text: String?

    package init(_ target: Target, into: CaseID, text: String? = nil) {
        self.target = target
        self.into = into
        self.text = text
    }

    package var given: Given {
        Given(text: text, otherCase: into.rawValue)
    }
}
