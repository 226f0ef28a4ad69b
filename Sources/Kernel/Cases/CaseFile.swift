package import Accounts
package import City
package import Ground
internal import Store
package import Workflows

/// A case as a command finds it: its fixed particulars, and the state that its events add up to.
package struct CaseFile: Sendable {
    package var id: CaseID
    package var reference: String
    package var tracking: String
    package var reporter: AccountID?
    package var baseLevel: AreaLevel
    package var isExcluded: Bool
    /// The procedure, in the version with which the case began.
    package var workflow: Workflow { _read { yield shelved.workflow } }
    package var state: CaseState
    /// How many entries the event log holds of this case.
    package var logRevision: Int
    /// When the last of them was written: a server whose clock runs behind does not write history backwards.
    package var lastEventAt: Instant
    let shelved: WorkflowShelf.Shelved
    /// When the clocks that run now run out, by their numbers; settled with every change of the state.
    package internal(set) var due: [Int: Instant] = [:]
    /// What the case adds to the three rates; settled with every change of the state.
    var contributions: [RateBook.Contribution] = []

    /// What a sender has to have seen; counts with every entry of the log.
    package var revision: Int { logRevision }

    package var stateName: StateName { workflow.name(of: state) }

    package var facts: CaseFacts {
        CaseFacts(
            area: state.area.map { AreaCode($0) }, reporter: reporter, tracking: tracking, baseLevel: baseLevel,
            escalation: state.escalation, orders: state.orders)
    }

    package var answer: CaseAnswer {
        CaseAnswer(
            caseID: id, reference: reference, tracking: tracking, revision: revision, state: stateName)
    }
}
