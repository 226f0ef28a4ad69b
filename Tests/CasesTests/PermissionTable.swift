import Accounts
import Cases
import City
import Workflows

/// Who may do what, written down a second time by hand, and read in another way: areas by the digits of their codes, levels
/// by their place in a list. Nothing here asks the machine.
struct PermissionTable {
    struct Line {
        var action: String
        var states: Set<String>
        /// `post@relation`, or a relation alone.
        var who: [(post: String?, relation: String)]
        var not: Set<String>
    }

    let lines: [Line]

    /// Lines of `action | states | who | who not`.
    init(_ text: String) {
        lines = text.split(separator: "\n").map { line in
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { field in
                field.split(separator: " ").map(String.init)
            }
            return Line(
                action: fields[0][0], states: Set(fields[1]),
                who: fields[2].map { word in
                    let parts = word.split(separator: "@").map(String.init)
                    return parts.count == 2 ? (parts[0], parts[1]) : (nil, parts[0])
                }, not: Set(fields[3]))
        }
    }

    static let demand = PermissionTable(
        """
        triage | reported | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        reclassify | triaged undecided called working | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        reject | reported triaged | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        merge | reported triaged undecided called | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        withdraw | reported triaged undecided called | reporter |
        dispatch | triaged undecided called working | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        whistle | triaged undecided called working | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        assign | undecided called working | county-dispatcher@above city-dispatcher@above |
        report-in | called | department-officer@own department-lead@own | finder verifier
        decline | called | department-officer@own department-lead@own |
        handle | working | department-officer@own department-lead@own | finder verifier
        cancel-order | called working | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        verify | verifying | street-verifier@area community-officer@area grid-worker@area grid-head@area | finder handler
        send-back | verifying | street-verifier@area community-officer@area grid-worker@area grid-head@area | finder handler
        rate | rating | reporter | handler verifier
        close-unrated | rating | clock |
        reopen | closed unrated | reporter county-supervisor@area city-supervisor@area | handler
        escalate | triaged undecided called working verifying | street-dispatcher@area county-supervisor@area city-supervisor@area |
        pause | triaged undecided called working verifying | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        resume | triaged undecided called working verifying | street-dispatcher@area county-dispatcher@area city-dispatcher@area |
        note | * | reporter street-dispatcher@area county-dispatcher@area city-dispatcher@area county-supervisor@area \
        city-supervisor@area street-verifier@area community-officer@area grid-worker@area grid-head@area \
        department-officer@any department-lead@any |
        """)

    static let mediation = PermissionTable(
        """
        accept | requested | community-officer@area street-dispatcher@area |
        decline-request | requested | community-officer@area street-dispatcher@area |
        record-agreement | accepted | community-officer@area |
        refer | accepted agreed | community-officer@area street-dispatcher@area |
        confirm-performance | agreed | community-officer@area street-dispatcher@area |
        withdraw | requested accepted | reporter |
        pause | accepted | community-officer@area |
        resume | accepted | community-officer@area |
        note | * | reporter community-officer@area street-dispatcher@area |
        """)

    /// A case as a clerk would describe it.
    struct Matter {
        var name: String
        var id: CaseID
        var file: CaseFile
        var table: PermissionTable
        /// Nil where nobody has located it.
        var area: String?
        var finder: AccountID?
        var handlers: Set<AccountID> = []
        var verifiers: Set<AccountID> = []
        var tracking: String
    }

    /// What somebody may do: the actions, with the orders on which where an action concerns one. 0 stands for the case as a whole.
    func allowed(_ requester: Requester, on matter: Matter) -> [String: [Int]] {
        var found: [String: [Int]] = [:]
        for line in lines {
            var orders: [Int] = []
            let isOfOrders = ["report-in", "decline", "handle", "cancel-order"].contains(line.action)
            if isOfOrders || line.action == "send-back" {
                orders = matter.file.state.orders.filter { isAllowed(line, requester, matter, order: $0) }.map(\.number)
            }
            if !isOfOrders, orders.isEmpty, isAllowed(line, requester, matter, order: nil) { orders = [0] }
            if !orders.isEmpty { found[line.action] = orders }
        }
        return found
    }

    private func isAllowed(_ line: Line, _ requester: Requester, _ matter: Matter, order: WorkOrder?) -> Bool {
        let state = matter.file.state
        var stands = matter.file.stateName.rawValue
        if let order {
            // Of earlier rounds nothing can be done; of this one what the order itself is at.
            guard order.number > state.earlierOrders, state.decided == nil else { return false }
            switch (line.action, order.progress) {
            case ("report-in", .called), ("handle", .working), ("send-back", .done): break
            case ("decline", .called): if order.isBinding { return false }
            case ("cancel-order", .called), ("cancel-order", .working): break
            default: return false
            }
            stands = [.called: "called", .working: "working", .done: "verifying"][order.progress] ?? ""
        }
        guard line.states.contains("*") || line.states.contains(stands), hasPart(line, requester, matter, order: order) else { return false }
        guard !isExcluded(line, requester, matter) else { return false }
        switch line.action {
        case "dispatch", "whistle": return state.declinesInARow < 2
        case "pause": return state.pause == nil
        case "resume": return state.pause != nil
        case "reopen": return state.reopened < 2
        default: return true
        }
    }

    private func isExcluded(_ line: Line, _ requester: Requester, _ matter: Matter) -> Bool {
        guard let account = requester.accountID else { return false }
        if line.not.contains("finder"), matter.finder == account { return true }
        if line.not.contains("handler"), matter.handlers.contains(account) { return true }
        return line.not.contains("verifier") && matter.verifiers.contains(account)
    }

    private func hasPart(_ line: Line, _ requester: Requester, _ matter: Matter, order: WorkOrder?) -> Bool {
        switch requester {
        case .anybody: return false
        case .tracking(let code): return code == matter.tracking && line.who.contains { $0.relation == "reporter" }
        case .account(let account):
            if account.isDisabled { return false }
            return line.who.contains { who in
                if who.relation == "reporter" { return matter.finder == account.id }
                return account.posts.contains { post in
                    names(post.kind).contains(who.post ?? "") && stands(post, who.relation, matter, order)
                }
            }
        }
    }

    /// A head of the grid can do what a grid worker can.
    private func names(_ kind: PostKind) -> [String] { kind == "grid-head" ? ["grid-head", "grid-worker"] : [kind.rawValue] }

    private func stands(_ post: HeldPost, _ relation: String, _ matter: Matter, _ order: WorkOrder?) -> Bool {
        switch relation {
        case "area": return PermissionTable.covers(post.area?.rawValue, matter.area)
        case "above":
            guard PermissionTable.covers(post.area?.rawValue, matter.area) else { return false }
            let rank = ["city": 0, "county": 1, "street": 2, "community": 3]
            let base = rank[Town.kunming.classes.class(ClassCode(matter.file.state.requestClass ?? ""))?.defaultLevel.rawValue ?? "street"] ?? 2
            let now = max(0, base - matter.file.state.escalation)
            let held = (post.kind.rawValue.split(separator: "-").first.map(String.init)).flatMap { rank[$0] } ?? 9
            return held < now || (held == 0 && now == 0)
        case "own": return order != nil && post.organisation?.rawValue == order?.organisation
        case "any":
            return matter.file.state.orders.contains {
                $0.progress != .declined && $0.progress != .cancelled && $0.organisation == post.organisation?.rawValue
            }
        default: return false
        }
    }

    /// An area contains another when its digits begin the other's; the city's own code ends in zeros. What nobody has located
    /// is the city's.
    static func covers(_ held: String?, _ area: String?) -> Bool {
        guard let held else { return false }
        guard let area else { return held == "530100" }
        return held == "530100" || area == held || area.hasPrefix(held)
    }
}
