/// How voters filled their ballots, in the words of the `.pb` format.
public enum VoteType: String, Sendable, Hashable, CaseIterable {
    /// A set of projects.
    case approval
    /// One project at most.
    case choose1 = "choose-1"
    /// Projects in order of preference, the best first.
    case ordinal
    /// Points out of a common sum.
    case cumulative
    /// Points to each project by itself.
    case scoring

    public var carriesPoints: Bool { self == .cumulative || self == .scoring }
}

/// One project on the ballot.
public struct Project: Sendable, Hashable {
    /// The id as the file spells it; a string, so `10` stands before `2`.
    public var id: String
    /// The cost in the election's smallest units.
    public var cost: Int
    public var name: String?
    public var categories: [String]
    public var district: String?
    /// What the organiser published: 0 lost, 1 won; 2 and 3 are special cases that the file's comment explains.
    public var selected: Int?
    /// Every other column of the file that had a value: `latitude`, `beneficiaries`, …
    public var details: [String: String]

    public init(
        id: String, cost: Int, name: String? = nil, categories: [String] = [], district: String? = nil,
        selected: Int? = nil, details: [String: String] = [:]
    ) {
        self.id = id
        self.cost = cost
        self.name = name
        self.categories = categories
        self.district = district
        self.selected = selected
        self.details = details
    }
}

/// All ballots in compact form: the choices of ballot `i` are `choices[starts[i] ..< starts[i + 1]]`.
///
/// Age, sex and other columns about voters are not kept. The voter's neighbourhood is, as a number into `areas`, because
/// fairness is told by area.
public struct Ballots: Sendable, Hashable {
    public private(set) var starts: [Int] = [0]
    /// Indices into the election's projects, in the voter's order.
    public private(set) var choices: [Int32] = []
    /// Points beside each choice, for cumulative and scoring ballots; otherwise empty.
    public private(set) var points: [Int32] = []
    public private(set) var voters: [String] = []
    public private(set) var areas: [String] = []
    /// The area of each ballot, −1 where none is known; empty when the file names no areas.
    public private(set) var areaOfBallot: [Int32] = []

    public init() {}

    public var count: Int { voters.count }

    public func choices(of ballot: Int) -> ArraySlice<Int32> { choices[starts[ballot]..<starts[ballot + 1]] }

    public func points(of ballot: Int) -> ArraySlice<Int32> {
        points.isEmpty ? [] : points[starts[ballot]..<starts[ballot + 1]]
    }

    public mutating func reserve(ballots: Int, choices: Int) {
        starts.reserveCapacity(ballots + 1)
        voters.reserveCapacity(ballots)
        self.choices.reserveCapacity(choices)
    }

    /// Adds one ballot. Give `points` for all ballots of an election or for none, as many as choices.
    public mutating func append(
        voter: String, choices ballot: some Collection<Int32>, points given: some Collection<Int32> = EmptyCollection(),
        area: Int32? = nil
    ) {
        choices.append(contentsOf: ballot)
        points.append(contentsOf: given)
        starts.append(choices.count)
        voters.append(voter)
        if let area {
            areaOfBallot.append(area)
        }
    }

    /// Names the areas; where none is known, ballots have no areas.
    mutating func setAreas(_ names: [String]) {
        areas = names
        if names.isEmpty { areaOfBallot = [] }
    }
}

/// One line of a file's META section.
public struct MetaEntry: Sendable, Hashable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}

/// A participatory budgeting election: a budget, projects with costs, ballots.
public struct Election: Sendable {
    /// The META section in its order, keys unknown to us included.
    public var meta: [MetaEntry]
    public var voteType: VoteType
    /// Decimals of all amounts; see `Amount`.
    public var scale: Int
    /// The money to spend, in smallest units.
    public var budget: Int
    public var projects: [Project]
    public var ballots: Ballots

    public init(
        meta: [MetaEntry] = [], voteType: VoteType = .approval, scale: Int = 0, budget: Int, projects: [Project],
        ballots: Ballots
    ) {
        self.meta = meta
        self.voteType = voteType
        self.scale = scale
        self.budget = budget
        self.projects = projects
        self.ballots = ballots
    }

    /// The value of a META key.
    public func meta(_ key: String) -> String? { meta.first { $0.key == key }?.value }

    public var currency: String { meta("currency") ?? "" }

    /// The vote threshold that the file declares (`min_project_score_threshold`), if it is a whole number.
    public var declaredVoteThreshold: Int? { meta("min_project_score_threshold").flatMap { Int($0) } }

    public func amount(_ units: Int) -> String { Amount.text(units, scale: scale) }

    /// The number of ballots that name each project.
    public var votes: [Int] {
        var votes = [Int](repeating: 0, count: projects.count)
        for choice in ballots.choices { votes[Int(choice)] += 1 }
        return votes
    }

    /// The points of each project, for ballots with points or ranks; nil otherwise. Of k ranked projects the first has k points.
    public var scores: [Int]? {
        guard voteType == .ordinal || voteType.carriesPoints else { return nil }
        var scores = [Int](repeating: 0, count: projects.count)
        for ballot in 0..<ballots.count {
            let choices = ballots.choices(of: ballot)
            let points = ballots.points(of: ballot)
            for (place, choice) in choices.enumerated() {
                if voteType == .ordinal {
                    scores[Int(choice)] += choices.count - place
                } else if place < points.count {
                    scores[Int(choice)] += Int(points[points.startIndex + place])
                }
            }
        }
        return scores
    }

    public func cost(of chosen: some Sequence<Int>) -> Int { chosen.reduce(0) { $0 + projects[$1].cost } }

    public func index(ofProject id: String) -> Int? { projects.firstIndex { $0.id == id } }
}
