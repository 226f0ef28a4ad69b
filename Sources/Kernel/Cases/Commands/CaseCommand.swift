package import Workflows

/// Something that somebody wants to do with a case. One command, one file; what is allowed stands in the workflow.
package protocol CaseCommand: Sendable {
    /// What it means to the machine; the case's workflow says which of its actions that is.
    static var verb: Verb { get }
    var target: Target { get }
    /// What is given with it.
    var given: Given { get }
}

/// What a command is about, and what its sender had seen.
package struct Target: Sendable, Hashable {
    package var caseID: CaseID
    /// The order in question, where there is one.
    package var order: Int?
    /// The revision that the sender saw; a newer one is a conflict. Nil where the order of things does not matter, as with
    /// notes.
    package var seen: Int?
    /// Made by the sender; the same key gets the same answer, also after a restart.
    package var key: String
    /// The action, where the workflow has several of the same meaning.
    package var action: ActionName?

    package init(_ caseID: CaseID, order: Int? = nil, seen: Int?, key: String, action: ActionName? = nil) {
        self.caseID = caseID
        self.order = order
        self.seen = seen
        self.key = key
        self.action = action
    }
}
