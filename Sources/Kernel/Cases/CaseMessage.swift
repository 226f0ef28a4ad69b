internal import Foundation
package import Ground
package import Workflows

/// What the outbox carries of a change of a case. No words, no names: whoever may read them asks for the case.
package struct CaseMessage: Sendable, Hashable, Codable {
    package var caseID: CaseID
    package var reference: String
    package var revision: Int
    package var action: String
    package var state: String
    package var at: Instant
    /// Departments newly called.
    package var called: [String]
    /// Who is to be told because a clock ran out.
    package var notify: [Workflow.Permission]

    package init(
        caseID: CaseID, reference: String, revision: Int, action: String, state: String, at: Instant, events: [CaseEvent]
    ) {
        self.caseID = caseID
        self.reference = reference
        self.revision = revision
        self.action = action
        self.state = state
        self.at = at
        called = events.compactMap { event in
            guard case .orderCalled(_, let organisation, _, _) = event.fact else { return nil }
            return organisation
        }
        notify = events.flatMap { event -> [Workflow.Permission] in
            guard case .notified(let permissions, _) = event.fact else { return [] }
            return permissions
        }
    }

    func encoded() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
