/// How a result came about, project by project.
public struct Explanation: Sendable {
    public struct Winner: Sendable, Hashable {
        public var project: Int
        public var stage: Outcome.Stage
        /// The place in the order of selection, counted from 1.
        public var round: Int
        public var votes: Int
        /// Equal shares only, all four. Supporters who paid something.
        public var payers: Int?
        /// The most that one voter paid, in smallest units.
        public var highestPayment: Double?
        /// Voters who gave all they had left and yet less than that.
        public var gaveAll: Int?
        /// cost / highest payment: so many voters paying alike would have carried it alone.
        public var effectiveVotes: Double?
        /// Phragmén: what each of its supporters carries from then on. Maximin support: the greatest load of any voter then, all
        /// costs so far spread as evenly as can be. In smallest units.
        public var load: Double?
    }

    public struct Loser: Sendable, Hashable {
        public var project: Int
        public var votes: Int
        public var reason: Reason

        public init(project: Int, votes: Int, reason: Reason) {
            self.project = project
            self.votes = votes
            self.reason = reason
        }
    }

    /// In the order of selection.
    public var winners: [Winner]
    /// By votes, the most first.
    public var losers: [Loser]

    /// - Throws: where the rule contradicts the election; never for an outcome of `Counting.count` and its election.
    public init(_ outcome: Outcome, of election: Election) throws(CountingFailure) {
        let contest = try Contest(election, rule: outcome.rule)
        let ledger = outcome.share.map { PaymentLedger(contest, outcome, share: $0) }
        winners = outcome.wins.enumerated().map { place, win in
            var winner = Winner(
                project: win.project, stage: win.stage, round: place + 1, votes: contest.votes[win.project])
            if win.stage == .rule, let entry = ledger?.entries[win.project] {
                winner.payers = entry.payers
                winner.gaveAll = entry.gaveAll
                winner.highestPayment = entry.highest
                if entry.highest > 0 {
                    winner.effectiveVotes = Double(election.projects[win.project].cost) / entry.highest
                }
            }
            if win.stage == .rule, outcome.rule.method != .equalShares { winner.load = win.price }
            return winner
        }
        let won = Set(outcome.winners)
        let judge = LoserJudge(contest: contest, outcome: outcome, ledger: ledger)
        losers = election.projects.indices.filter { !won.contains($0) }.map {
            Loser(project: $0, votes: contest.votes[$0], reason: judge.reason(for: $0))
        }
        losers.sort { $0.votes != $1.votes ? $0.votes > $1.votes : $0.project < $1.project }
    }
}

/// Who paid what in an equal-shares count, replayed from its order and prices.
struct PaymentLedger {
    struct Entry {
        var payers = 0
        var gaveAll = 0
        var highest = 0.0
    }

    private(set) var entries: [Int: Entry] = [:]
    /// What a voter of each group has left.
    private(set) var left: [Double]
    /// What a voter of each group paid, winner by winner.
    private(set) var payments: [[(project: Int, amount: Double)]]
    let share: Double

    init(_ contest: Contest, _ outcome: Outcome, share: Fraction) {
        let supporters = contest.supporters
        self.share = share.approximation
        left = Array(repeating: share.approximation, count: supporters.groups.count)
        payments = Array(repeating: [], count: supporters.groups.count)
        // Rounding must not leave dust in a purse that is empty.
        let dust = share.approximation * 1e-9
        for win in outcome.wins where win.stage == .rule {
            guard let price = win.price else { continue }
            var entry = Entry()
            for index in supporters.starts[win.project]..<supporters.starts[win.project + 1] {
                let one = Int(supporters.group[index])
                let full = price * Double(supporters.worth[index])
                let isShort = left[one] < full - dust
                let amount = min(left[one], full)
                if amount <= 0 { continue }
                let weight = supporters.groups.weights[one]
                entry.payers += weight
                if isShort { entry.gaveAll += weight }
                entry.highest = max(entry.highest, amount)
                left[one] -= amount
                if left[one] < dust { left[one] = 0 }
                payments[one].append((win.project, amount))
            }
            entries[win.project] = entry
        }
    }
}

/// Finds the plain reason for each project that did not win.
struct LoserJudge {
    private let contest: Contest
    private let outcome: Outcome
    private let ledger: PaymentLedger?
    private let limits: Limits
    private let places: [Int: Int]
    /// The money left when greedy reached each place of its walk.
    private let leftAtPlace: [Int: Int]
    private let endOfWalk: Int?

    init(contest: Contest, outcome: Outcome, ledger: PaymentLedger?) {
        self.contest = contest
        self.outcome = outcome
        self.ledger = ledger
        var limits = contest.openLimits()
        for win in outcome.wins where win.stage != .bundle { limits.take(win.project) }
        self.limits = limits
        guard outcome.rule.method == .greedy else {
            (places, leftAtPlace, endOfWalk) = ([:], [:], nil)
            return
        }
        let places = GreedyCounter(contest).places()
        let won = Set(outcome.winners)
        var left = contest.budget
        var leftAtPlace: [Int: Int] = [:]
        var endOfWalk: Int?
        for project in places.keys.sorted(by: { (places[$0] ?? 0) < (places[$1] ?? 0) }) {
            leftAtPlace[project] = left
            if won.contains(project) {
                left -= contest.election.projects[project].cost
            } else if !outcome.rule.skips, endOfWalk == nil, contest.election.projects[project].cost > left {
                endOfWalk = project
            }
        }
        self.places = places
        self.leftAtPlace = leftAtPlace
        self.endOfWalk = endOfWalk
    }

    func reason(for project: Int) -> Reason {
        if let reason = contest.exclusions[project] { return reason }
        if let rival = limits.rival(of: project) { return .rivalWon(project: rival) }
        if let category = limits.fullCategory(for: project) {
            let name = contest.categories.first { $0.value == category }?.key ?? ""
            return .categoryFull(category: name)
        }
        let cost = contest.election.projects[project].cost
        let support = outcome.rule.method == .equalShares ? contest.supporters.totalWorth : contest.votes
        if outcome.rule.method != .greedy, support[project] == 0 { return .noSupport }
        switch outcome.rule.method {
        case .greedy:
            if let end = endOfWalk, end != project { return .walkEnded(at: end, place: places[project]) }
            return .doesNotFit(cost: cost, left: leftAtPlace[project] ?? outcome.moneyLeft, place: places[project])
        case .equalShares: return ledger.map { shortfall(of: project, $0) } ?? .noSupport
        case .phragmen:
            guard let end = outcome.blockers.first(where: { contest.election.projects[$0].cost > leftAfterRule }),
                !outcome.blockers.contains(project) || end != project
            else { return .doesNotFit(cost: cost, left: leftAfterRule, place: nil) }
            return .countEnded(at: end, cost: contest.election.projects[end].cost, left: leftAfterRule)
        case .maximin: return .doesNotFit(cost: cost, left: leftAfterRule, place: nil)
        }
    }

    private var leftAfterRule: Int {
        let bought = outcome.wins.filter { $0.stage != .remainder }.map(\.project)
        return outcome.budget - contest.election.cost(of: bought)
    }

    private func shortfall(of project: Int, _ ledger: PaymentLedger) -> Reason {
        let supporters = contest.supporters
        let cost = Double(contest.election.projects[project].cost)
        var (left, people) = (0.0, 0)
        var spent: [Int: (voters: Int, paid: Double)] = [:]
        for index in supporters.starts[project]..<supporters.starts[project + 1] {
            let one = Int(supporters.group[index])
            let weight = supporters.groups.weights[one]
            people += weight
            left += ledger.left[one] * Double(weight)
            for payment in ledger.payments[one] {
                let before = spent[payment.project] ?? (0, 0)
                spent[payment.project] = (before.voters + weight, before.paid + payment.amount * Double(weight))
            }
        }
        let list = spent.map {
            Reason.Spent(project: $0.key, voters: $0.value.voters, paid: whole($0.value.paid.rounded()))
        }
        .sorted {
            if $0.paid != $1.paid { return $0.paid > $1.paid }
            return $0.voters != $1.voters ? $0.voters > $1.voters : $0.project < $1.project
        }
        let missing = max(0, cost - left)
        let more = ledger.share > 0 ? (missing / ledger.share).rounded(.up) : 0
        return .supportersShort(
            Reason.Shortfall(
                supporters: people, owned: whole((ledger.share * Double(people)).rounded(.down)),
                left: whole(left.rounded(.down)), missing: whole(missing.rounded(.up)), votersMissing: whole(more),
                spent: list))
    }

    private func whole(_ value: Double) -> Int { Int(exactly: value) ?? 0 }
}
