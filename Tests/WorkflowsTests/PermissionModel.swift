import Workflows

/// Who may do what, worked out a second time and in another way: from the list of accepted commands, not from the machine's
/// state.
struct PermissionModel {
    let workflow: Workflow
    /// What each account has done, as verbs, and who reported.
    private var deeds: [Int64: Set<Verb>] = [:]

    init(_ workflow: Workflow, reporter: Int64?) {
        self.workflow = workflow
        if let reporter { deeds[reporter] = [.report] }
    }

    mutating func accepted(_ command: Command) {
        guard let account = command.actor.account, let action = workflow.actions.first(where: { $0.name == command.action }) else { return }
        deeds[account, default: []].insert(action.verb)
    }

    private func verbs(of part: Workflow.Part) -> Set<Verb> {
        switch part {
        case .finder: [.report]
        case .handler: [.reportIn, .handle]
        case .dispatcher: [.dispatch, .whistle, .assign]
        case .verifier: [.verify, .sendBack]
        }
    }

    /// - Parameter organisation: the department of the order in question.
    func allows(_ command: Command, organisation: String?) -> Bool {
        guard let action = workflow.actions.first(where: { $0.name == command.action }) else { return false }
        let fits = command.actor.standings.contains { standing in
            action.who.contains { permission in
                let isPost = permission.post == nil || permission.post == standing.post
                let isRelated = standing.relations.contains(permission.relation)
                let isOwn = permission.relation != .ownOrder || (organisation != nil && standing.organisation == organisation)
                return isPost && isRelated && isOwn
            }
        }
        guard let account = command.actor.account else { return fits }
        let done = deeds[account] ?? []
        return fits && action.not.allSatisfy { verbs(of: $0).isDisjoint(with: done) }
    }
}
