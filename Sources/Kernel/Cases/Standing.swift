package import Accounts
package import City
package import Ground
package import Workflows

/// What must be known of a case to say how somebody stands to it.
package struct CaseFacts: Sendable, Hashable {
    package var area: AreaCode?
    package var reporter: AccountID?
    package var tracking: String?
    /// The level at which cases of this class begin.
    package var baseLevel: AreaLevel
    /// How many levels the case has moved up.
    package var escalation: Int
    package var orders: [WorkOrder]

    package init(
        area: AreaCode?, reporter: AccountID?, tracking: String?, baseLevel: AreaLevel, escalation: Int,
        orders: [WorkOrder]
    ) {
        self.area = area
        self.reporter = reporter
        self.tracking = tracking
        self.baseLevel = baseLevel
        self.escalation = escalation
        self.orders = orders
    }
}

/// The levels at which cases are decided, from above; grids, courtyards and buildings are places of work, not desks.
package enum DeskLevels {
    package static let all: [AreaLevel] = [.city, .county, .street, .community]

    /// How many desks stand above a level.
    package static func above(_ level: AreaLevel) -> Int {
        all.firstIndex(of: level) ?? all.count - 1
    }

    /// The level at which a case stands now.
    package static func current(base: AreaLevel, escalation: Int) -> AreaLevel {
        all[max(0, above(base) - escalation)]
    }
}

extension Actor {
    /// How somebody stands to a case: a pure function of who it is, the posts held that day, and the case.
    package init(_ requester: Requester, facts: CaseFacts, in city: borrowing City, on date: CivilDate) {
        var personal: Set<Workflow.Relation> = [.anybody]
        switch requester {
        case .anybody:
            self.init(account: nil, standings: [Standing(post: nil, relations: personal)])
        case .tracking(let code):
            if let tracking = facts.tracking, tracking == code { personal.insert(.reporter) }
            self.init(account: nil, standings: [Standing(post: nil, relations: personal)])
        case .account(let account):
            if let reporter = facts.reporter, reporter == account.id { personal.insert(.reporter) }
            var standings = [Standing(post: nil, relations: personal)]
            for post in account.posts where post.isHeld(on: date) {
                let relations = Actor.relations(of: post, to: facts, in: city.territory).union(personal)
                // A workflow names a post, or an ability that several posts have.
                for name in city.posts.abilities(of: post.kind).union([post.kind.rawValue]).sorted() {
                    standings.append(
                        Standing(post: name, relations: relations, organisation: post.organisation?.rawValue))
                }
            }
            self.init(account: account.id.rawValue, standings: account.isDisabled ? [] : standings)
        }
    }

    /// Whether the case is this person's own.
    var isReporter: Bool { standings.contains { $0.relations.contains(.reporter) } }

    /// Whether one stands in any relation to the case but that of everybody.
    var isConcerned: Bool { standings.contains { !$0.relations.subtracting([.anybody]).isEmpty } }

    private static func relations(
        of post: HeldPost, to facts: CaseFacts, in territory: Territory
    ) -> Set<Workflow.Relation> {
        var relations: Set<Workflow.Relation> = []
        if let held = post.area, let level = territory.area(held)?.level {
            // A case that nobody has located yet belongs to the desks of the whole city.
            let isWithin = facts.area.map { territory.contains(held, $0) } ?? (level == .city)
            if isWithin {
                relations.insert(.ownArea)
                let current = DeskLevels.current(base: facts.baseLevel, escalation: facts.escalation)
                if level < current || (current == .city && level == .city) { relations.insert(.levelAbove) }
            }
        }
        if let organisation = post.organisation {
            for order in facts.orders where order.progress.isLive && order.organisation == organisation.rawValue {
                relations.formUnion([.ownOrder, .anyOrder])
                if order.isLead { relations.insert(.leadOrder) }
            }
        }
        return relations
    }
}
