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

    /// As JSON, from which it is decoded again.
    var encoded: String {
        var json = FlatJSON()
        json.add("action", action)
        json.add("at", at.milliseconds)
        json.add("called", called)
        json.add("caseID", caseID.rawValue)
        json.add(
            "notify",
            notify.map { permission in
                var json = FlatJSON(capacity: 64)
                if let post = permission.post { json.add("post", post) }
                json.add("relation", permission.relation.rawValue)
                return json
            })
        json.add("reference", reference)
        json.add("revision", revision)
        json.add("state", state)
        return json.text
    }
}
