public import ArgumentParser
public import BudgetVoting
internal import Ground

extension CountingRule.Method: ExpressibleByArgument {}
extension Utility: ExpressibleByArgument {}
extension Completion: ExpressibleByArgument {}

/// The words of `--ties`.
enum TieWord: String, ExpressibleByArgument, CaseIterable {
    case id, cost, votes
    case costVotes = "cost-votes"

    var order: TieOrder {
        switch self {
        case .id: .id
        case .cost: TieOrder([.lowestCost])
        case .votes: TieOrder([.mostVotes])
        case .costVotes: .costVotes
        }
    }
}

/// The words of `--then`.
enum ThenWord: String, ExpressibleByArgument, CaseIterable {
    case greedy
}

/// The words of `--eligibility`.
enum EligibilityWord: String, ExpressibleByArgument, CaseIterable {
    case threshold
}

/// A rule as options of a command.
struct RuleOptions: ParsableArguments {
    @Option(help: "The rule: greedy, equal-shares, phragmen or maximin.")
    var rule: CountingRule.Method = .equalShares

    @Option(help: "What a won project is worth to a voter: cost, cardinality, points or points-cost.")
    var utility: Utility = .cost

    @Option(help: "How equal shares goes on while money is left: none, add1-last or add1-first.")
    var completion: Completion = .add1Last

    @Option(help: "Then buy from what is left: greedy (by votes).")
    var then: ThenWord?

    @Option(help: "How much shares grow in one step, in units of the currency (default 1).")
    var step: String?

    @Flag(help: "Begin with shares cut to whole units of the currency.")
    var floor = false

    @Option(help: "Order in which ties fall: id, cost, votes or cost-votes; then the lot, or the id.")
    var ties: TieWord = .costVotes

    @Option(help: "A published number that draws the lot for the ties that are left.")
    var lot: UInt64?

    @Flag(help: "Let greedy win where more voters have more winners under it.")
    var comparison = false

    @Option(help: "Exclude projects with too few votes for their cost: threshold (votes/ballots < cost/(3·budget)).")
    var eligibility: EligibilityWord?

    @Flag(help: "Greedy: stop at the first project that does not fit.")
    var noSkip = false

    @Option(help: "The least number of votes of a winner, or `declared` for the file's own threshold.")
    var minimumVotes: String?

    @Option(help: "Ids, separated by commas, of which one at most can win. Can be given several times.")
    var exclusive: [String] = []

    @Option(help: "CATEGORY=AMOUNT: the most money for a category. Can be given several times.")
    var limit: [String] = []

    @Option(help: "Ids, separated by commas, that are settled before the count.")
    var fixed: String?

    @Option(help: "CATEGORY=NUMBER: the least number of winners of a category. Can be given several times.")
    var atLeast: [String] = []

    func rule(for election: Election) throws(RejectedInput) -> CountingRule {
        var result = CountingRule(rule, utility: utility)
        result.skips = !noSkip
        result.completion = rule == .equalShares ? completion : .none
        result.thenGreedy = then != nil
        result.floorsShares = floor
        result.comparison = comparison
        result.eligibility = eligibility != nil
        result.ties = ties.order
        result.ties.lot = lot
        if let step { result.step = try RuleText.amount(step, option: "--step", election) }
        result.constraints = try constraints(for: election)
        return result
    }

    private func constraints(for election: Election) throws(RejectedInput) -> Constraints {
        var constraints = Constraints()
        if let minimumVotes {
            if minimumVotes == "declared" {
                guard let declared = election.declaredVoteThreshold else {
                    throw RejectedInput(
                        "the file declares no whole number as min_project_score_threshold", at: Place("--minimum-votes"),
                        advice: "give the number of votes")
                }
                constraints.minimumVotes = declared
            } else if let number = Int(minimumVotes), number >= 0 {
                constraints.minimumVotes = number
            } else {
                throw RejectedInput(
                    "\u{201C}\(minimumVotes)\u{201D} is not a number of votes", at: Place("--minimum-votes"))
            }
        }
        constraints.exclusiveGroups = exclusive.map(RuleText.ids)
        constraints.minimumBundle = fixed.map(RuleText.ids) ?? []
        for text in limit {
            let (name, value) = try RuleText.pair(text, option: "--limit")
            constraints.categoryLimits[name] = try RuleText.amount(value, option: "--limit", election)
        }
        for text in atLeast {
            let (name, value) = try RuleText.pair(text, option: "--at-least")
            guard let number = Int(value), number >= 0 else {
                throw RejectedInput("\u{201C}\(value)\u{201D} is not a number of winners", at: Place("--at-least"))
            }
            constraints.categoryMinimums[name] = number
        }
        return constraints
    }
}

/// Rules and amounts as text.
enum RuleText {
    /// Reads `equal-shares/cardinality/add1-first/then-greedy` and the like.
    static func rule(_ text: String, election: Election, ties: TieOrder) throws(RejectedInput) -> CountingRule {
        let words = text.split(separator: "/").map(String.init)
        guard let first = words.first, let method = CountingRule.Method(rawValue: first) else {
            throw RejectedInput(
                "\u{201C}\(text)\u{201D} is not a rule", at: Place("RULE"),
                advice: "begin with greedy, equal-shares, phragmen or maximin")
        }
        var rule = CountingRule(method, completion: method == .equalShares ? .add1Last : .none, ties: ties)
        for word in words.dropFirst() {
            if let utility = Utility(rawValue: word) {
                rule.utility = utility
            } else if let completion = Completion(rawValue: word) {
                rule.completion = method == .equalShares ? completion : .none
            } else if word.hasPrefix("step=") {
                rule.step = try amount(String(word.dropFirst(5)), option: "step", election)
            } else {
                try set(word, in: &rule, text)
            }
        }
        return rule
    }

    private static func set(_ word: String, in rule: inout CountingRule, _ text: String) throws(RejectedInput) {
        switch word {
        case "then-greedy", "greedy": rule.thenGreedy = true
        case "floor": rule.floorsShares = true
        case "no-skip": rule.skips = false
        case "comparison": rule.comparison = true
        case "eligibility": rule.eligibility = true
        default:
            throw RejectedInput(
                "the rule \u{201C}\(text)\u{201D} has an unknown part \u{201C}\(word)\u{201D}", at: Place("RULE"))
        }
    }

    static func amount(_ text: String, option: String, _ election: Election) throws(RejectedInput) -> Int {
        guard let amount = Amount.read(text.utf8)?.units(scale: election.scale), amount >= 0 else {
            throw RejectedInput(
                "\u{201C}\(text)\u{201D} is not an amount; those of this election have at most \(election.scale) decimals",
                at: Place(option))
        }
        return amount
    }

    /// Ids between commas, without outer blanks.
    static func ids(_ text: String) -> [String] {
        text.split(separator: ",").map { part in
            String(String(part.drop { $0 == " " }.reversed()).drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    static func pair(_ text: String, option: String) throws(RejectedInput) -> (String, String) {
        guard let mark = text.lastIndex(of: "="), mark != text.startIndex else {
            throw RejectedInput("\u{201C}\(text)\u{201D} is not NAME=VALUE", at: Place(option))
        }
        return (String(text[..<mark]), String(text[text.index(after: mark)...]))
    }
}
