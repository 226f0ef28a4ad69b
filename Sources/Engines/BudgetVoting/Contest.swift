/// An election prepared for one rule: who can win, how much money is left for the count, in which order ties fall.
struct Contest {
    let election: Election
    let rule: CountingRule
    let supporters: Supporters
    let ranks: [Int]
    /// Why a project cannot win, decided before the count; nil for candidates.
    private(set) var exclusions: [Reason?]
    /// Winners settled before the count.
    private(set) var bundle: [Int] = []
    /// The budget less the bundle.
    private(set) var budget: Int
    /// For each project the exclusive groups it belongs to.
    private(set) var exclusiveGroups: [[Int]]
    private(set) var categories: [String: Int] = [:]
    /// For each project the limited categories it belongs to.
    private(set) var limitedCategories: [[Int]]
    private(set) var categoryLimits: [Int] = []

    var votes: [Int] { supporters.votes }
    var hasLimits: Bool { !categoryLimits.isEmpty || exclusiveGroups.contains { !$0.isEmpty } }

    init(_ election: Election, rule: CountingRule) throws(CountingFailure) {
        self.election = election
        self.rule = rule
        guard election.budget > 0 else { throw CountingFailure("the budget must be positive") }
        if let step = rule.step, step <= 0 { throw CountingFailure("the step must be positive") }
        supporters = Supporters(election, utility: rule.utility)
        ranks = rule.ties.ranks(of: election, votes: supporters.votes)
        exclusions = Array(repeating: nil, count: election.projects.count)
        budget = election.budget
        exclusiveGroups = Array(repeating: [], count: election.projects.count)
        limitedCategories = exclusiveGroups
        try checkSize()
        try resolveLimits()
        exclude()
        try settleBundle()
    }

    /// Products of amounts and voters must stay within 64 bits.
    private func checkSize() throws(CountingFailure) {
        guard election.budget <= Amount.largest else { throw CountingFailure("the budget is too large to be counted exactly") }
        var total = 0
        for project in election.projects {
            guard project.cost >= 0 else { throw CountingFailure("the cost of project \(project.id) is negative") }
            guard project.cost <= Amount.largest - total else {
                throw CountingFailure("the costs are too large to be counted exactly")
            }
            total += project.cost
        }
        let voters = max(1, election.ballots.count)
        let step = rule.step ?? Amount.unit(scale: election.scale)
        // The share never grows beyond the cost of all projects by more than a step.
        let (largest, overflow) = (total + election.budget).addingReportingOverflow(step)
        let (_, tooLarge) = largest.multipliedReportingOverflow(by: voters)
        if overflow || tooLarge {
            throw CountingFailure("amounts times voters grow too large to be counted exactly; use fewer decimals")
        }
    }

    private mutating func resolveLimits() throws(CountingFailure) {
        let index = projectIndex()
        for (number, group) in rule.constraints.exclusiveGroups.enumerated() {
            for id in group {
                guard let project = index[id] else {
                    throw CountingFailure("the exclusive group names project \(id), which is not on the ballot")
                }
                exclusiveGroups[project].append(number)
            }
        }
        for (category, limit) in rule.constraints.categoryLimits.sorted(by: { $0.key < $1.key }) {
            guard limit >= 0 else { throw CountingFailure("the limit of the category \(category) is negative") }
            let number = categoryLimits.count
            categories[category] = number
            categoryLimits.append(limit)
            let members = election.projects.indices.filter { election.projects[$0].categories.contains(category) }
            if members.isEmpty { throw CountingFailure("no project has the category \(category) that is limited") }
            for project in members { limitedCategories[project].append(number) }
        }
    }

    private func projectIndex() -> [String: Int] {
        var index: [String: Int] = [:]
        for (number, project) in election.projects.enumerated() { index[project.id] = number }
        return index
    }

    private mutating func exclude() {
        let voters = election.ballots.count
        for (index, project) in election.projects.enumerated() {
            if let least = rule.constraints.minimumVotes, votes[index] < least {
                exclusions[index] = .tooFewVotes(votes: votes[index], needed: least)
            } else if rule.eligibility, isIneligible(project.cost, votes: votes[index], voters: voters) {
                exclusions[index] = .ineligible(
                    votes: votes[index], needed: leastVotes(for: project.cost, voters: voters))
            } else if project.cost > election.budget {
                exclusions[index] = .dearerThanBudget(cost: project.cost, budget: election.budget)
            }
        }
    }

    /// votes/voters < cost/(3 · budget), in whole numbers.
    private func isIneligible(_ cost: Int, votes: Int, voters: Int) -> Bool {
        Int128(votes) * 3 * Int128(election.budget) < Int128(cost) * Int128(voters)
    }

    private func leastVotes(for cost: Int, voters: Int) -> Int {
        let divisor = 3 * Int128(election.budget)
        return Int(clamping: (Int128(cost) * Int128(voters) + divisor - 1) / divisor)
    }

    private mutating func settleBundle() throws(CountingFailure) {
        let index = projectIndex()
        for id in rule.constraints.minimumBundle {
            guard let project = index[id] else {
                throw CountingFailure("the minimum bundle names project \(id), which is not on the ballot")
            }
            if !bundle.contains(project) { bundle.append(project) }
        }
        for (category, least) in rule.constraints.categoryMinimums.sorted(by: { $0.key < $1.key }) {
            try settle(category: category, least: least)
        }
        let cost = election.cost(of: bundle)
        guard cost <= election.budget else {
            throw CountingFailure("the minimum bundle costs \(election.amount(cost)), more than the budget")
        }
        budget = election.budget - cost
    }

    /// Adds the most voted projects of a category to the bundle until it has its least number of winners.
    private mutating func settle(category: String, least: Int) throws(CountingFailure) {
        let members = election.projects.indices.filter { election.projects[$0].categories.contains(category) }
        var missing = least - bundle.filter { members.contains($0) }.count
        let byVotes = members.filter { !bundle.contains($0) && exclusions[$0] == nil }.sorted {
            votes[$0] != votes[$1] ? votes[$0] > votes[$1] : ranks[$0] < ranks[$1]
        }
        for project in byVotes where missing > 0 {
            if election.cost(of: bundle) + election.projects[project].cost > election.budget { continue }
            bundle.append(project)
            missing -= 1
        }
        if missing > 0 {
            throw CountingFailure("the category \(category) cannot have \(least) winners within the budget")
        }
    }

    /// Whether a project takes part in the count.
    func isCandidate(_ project: Int) -> Bool { exclusions[project] == nil && !bundle.contains(project) }

    /// Candidates in ascending order of their number.
    var candidates: [Int] { election.projects.indices.filter(isCandidate) }

    /// The limits as they stand before the count, the bundle taken.
    func openLimits() -> Limits {
        var limits = Limits(contest: self)
        for project in bundle { limits.take(project) }
        return limits
    }
}

/// What exclusive groups and category limits still allow.
struct Limits {
    private let exclusiveGroups: [[Int]]
    private let limitedCategories: [[Int]]
    private let costs: [Int]
    private var takenBy: [Int: Int] = [:]
    private var left: [Int]
    let isUnlimited: Bool

    init(contest: Contest) {
        exclusiveGroups = contest.exclusiveGroups
        limitedCategories = contest.limitedCategories
        costs = contest.election.projects.map(\.cost)
        left = contest.categoryLimits
        isUnlimited = !contest.hasLimits
    }

    func allows(_ project: Int) -> Bool {
        if isUnlimited { return true }
        if exclusiveGroups[project].contains(where: { takenBy[$0] != nil }) { return false }
        return limitedCategories[project].allSatisfy { costs[project] <= left[$0] }
    }

    mutating func take(_ project: Int) {
        if isUnlimited { return }
        for group in exclusiveGroups[project] { takenBy[group] = project }
        for category in limitedCategories[project] { left[category] -= costs[project] }
    }

    /// The winner that shut the project's exclusive group, if one did.
    func rival(of project: Int) -> Int? {
        for group in exclusiveGroups[project] {
            if let winner = takenBy[group], winner != project { return winner }
        }
        return nil
    }

    /// The first limited category without enough money left for the project.
    func fullCategory(for project: Int) -> Int? { limitedCategories[project].first { costs[project] > left[$0] } }
}
