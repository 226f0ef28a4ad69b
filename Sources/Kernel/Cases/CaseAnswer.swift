package import Workflows

/// What a carried-out command says. The same key gets the same answer again.
package struct CaseAnswer: Sendable, Hashable, Codable {
    package var caseID: CaseID
    /// The number that people use, such as `KM261121-00042`.
    package var reference: String
    /// The secret with which a reporter without an account follows the case; empty where somebody else has acted.
    package var tracking: String
    /// To be sent with the next command.
    package var revision: Int
    package var state: StateName

    package init(caseID: CaseID, reference: String, tracking: String, revision: Int, state: StateName) {
        self.caseID = caseID
        self.reference = reference
        self.tracking = tracking
        self.revision = revision
        self.state = state
    }
}
