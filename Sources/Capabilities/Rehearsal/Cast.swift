internal import Accounts
internal import Cases
internal import City
internal import Ground
internal import Store
internal import Workflows

/// Invented people who hold the posts that a rehearsal needs. Who is needed is read off the workflow: the same person for the
/// same post in the same place.
struct Cast {
    private let city: City
    private let ids: IDMaker
    private let passwordHash: String
    private var members: [Role: Account] = [:]

    private struct Role: Hashable {
        var kind: PostKind
        var area: AreaCode?
        var organisation: OrganisationCode?
    }

    /// - Parameter passwordHash: with which the invented accounts are kept; nobody signs in as one of them.
    init(city: City, ids: IDMaker, passwordHash: String) {
        self.city = city
        self.ids = ids
        self.passwordHash = passwordHash
    }

    var count: Int { members.count }

    /// Somebody who may take an action on a case, or on one of its orders; made on first need.
    mutating func requester(
        for action: Workflow.Action, order: WorkOrder?, on file: CaseFile, at time: Instant, connection: any Connection
    ) throws -> Requester? {
        for permission in action.who {
            switch permission.relation {
            case .anybody: return .anybody
            case .reporter: return .tracking(file.tracking)
            case .clock: continue
            default: break
            }
            guard let post = permission.post.flatMap({ post(named: $0, relation: permission.relation) }),
                let role = role(post, relation: permission.relation, order: order, file: file)
            else { continue }
            let account = try member(role, title: post.title, at: time, connection: connection)
            let parts = action.not.contains { file.state.parts[$0]?.contains(account.id.rawValue) == true }
            if !parts { return .account(account) }
        }
        return nil
    }

    /// The post of that name, or the first one with the ability of that name that can stand in the relation.
    private func post(named name: String, relation: Workflow.Relation) -> Post? {
        if let post = city.posts.post(PostKind(name)) { return post }
        let able = city.posts.kinds(able: name).compactMap { city.posts.post($0) }
        return able.first { post in
            if case .area = post.seat { relation == .ownArea || relation == .levelAbove } else { relation != .ownArea }
        }
    }

    private func role(_ post: Post, relation: Workflow.Relation, order: WorkOrder?, file: CaseFile) -> Role? {
        switch relation {
        case .ownOrder, .anyOrder, .leadOrder:
            let lead = file.state.orders.first { $0.isLead && $0.progress.isLive }
            let chosen = order ?? lead ?? file.state.orders.last { $0.progress.isLive }
            return chosen.map { Role(kind: post.kind, organisation: OrganisationCode($0.organisation)) }
        case .ownArea, .levelAbove:
            guard case .area(let levels) = post.seat else { return nil }
            let current = DeskLevels.current(base: file.baseLevel, escalation: file.state.escalation)
            let area = file.state.area.map { AreaCode($0) } ?? city.territory.roots.first
            guard let area else { return nil }
            for level in levels.sorted(by: >) where relation == .ownArea || level < current || level == .city {
                if let seat = city.territory.ancestor(of: area, at: level) { return Role(kind: post.kind, area: seat) }
            }
            return nil
        case .anybody, .reporter, .clock: return nil
        }
    }

    private mutating func member(
        _ role: Role, title: Bilingual, at time: Instant, connection: any Connection
    ) throws -> Account {
        if let known = members[role] { return known }
        let seat =
            role.area.flatMap { city.territory.area($0)?.name }
            ?? role.organisation.flatMap { city.organisations.organisation($0)?.name } ?? city.name
        let place = role.area?.rawValue ?? role.organisation?.rawValue ?? ""
        let account = Account(
            id: AccountID(ids.next()), login: "demo-\(role.kind.rawValue)-\(place)",
            name: Bilingual(zh: "\(seat.zh)\(title.zh)（虚构）", en: "\(title.en), \(seat.en) (invented)"),
            posts: [HeldPost(kind: role.kind, area: role.area, organisation: role.organisation)])
        try AccountDirectory.add(account, passwordHash: passwordHash, at: time, on: connection)
        members[role] = account
        return account
    }
}
