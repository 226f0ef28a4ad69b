/// Statements and the votes on them, kept so that a new vote costs little.
///
/// The votes, their counts and the last principal axes are kept. A new vote changes one cell and two counts; the axes are then
/// found from where they were, in a few steps. Groups are found anew from the positions, by no history: the same votes
/// give the same groups, whoever computes and in whatever order the votes came.
public struct Conversation: Sendable {
    public private(set) var table: VoteTable
    /// By the table's columns.
    public private(set) var statements: [Statement]
    private var block: [SIMD4<Double>]?

    public init() {
        table = VoteTable()
        statements = []
    }

    /// - Parameter statements: what is known about statements; one that is voted on and not among them has no text.
    public init(_ table: VoteTable, statements: [Statement] = []) {
        self.table = table
        self.statements = table.statements.map { Statement(id: $0) }
        for statement in statements { set(statement) }
    }

    /// Adds a statement or changes what is known about it, moderation above all. Votes stay.
    public mutating func set(_ statement: Statement) {
        let column = column(of: statement.id)
        statements[column] = statement
    }

    /// Takes a vote; it replaces an earlier one of the same participant on the same statement.
    /// - Returns: the vote replaced.
    @discardableResult
    public mutating func record(_ stance: Stance, by participant: Int, on statement: Int) -> Stance? {
        _ = column(of: statement)
        return table.record(stance, by: participant, on: statement)
    }

    private mutating func column(of statement: Int) -> Int {
        let column = table.add(statement: statement)
        if column == statements.count { statements.append(Statement(id: statement)) }
        return column
    }

    /// What decides about groups.
    public struct Options: Sendable {
        /// No group with fewer members is shown. The members of smaller groups count as not placed.
        public var privacyFloor: Int
        /// How many groups; nil for as many as stand apart best.
        public var groupCount: Int?
        /// Groups from elsewhere, by participant, in place of those found.
        public var givenGroups: [Int: Int]?

        public init(privacyFloor: Int = 5, groupCount: Int? = nil, givenGroups: [Int: Int]? = nil) {
            self.privacyFloor = privacyFloor
            self.groupCount = groupCount
            self.givenGroups = givenGroups
        }
    }

    /// The map of the votes so far, from scratch.
    public func landscape(_ options: Options = Options()) -> Landscape {
        Survey(table, statements).landscape(options)
    }

    /// The map of the votes so far, from where the last one was: the same as from scratch up to the exactness of the axes
    /// (`PrincipalAxes.tolerance`).
    public mutating func update(_ options: Options = Options()) -> Landscape {
        let survey = Survey(table, statements, after: block)
        block = survey.axes.block
        return survey.landscape(options)
    }

    /// As `update(_:)`, with a number of groups that does not flicker.
    public mutating func update(_ options: Options = Options(), settling memory: inout GroupCountMemory) -> Landscape {
        let survey = Survey(table, statements, after: block)
        block = survey.axes.block
        return survey.landscape(options) { memory.settle($0) }
    }
}

/// Axes, positions and who takes part, before groups.
struct Survey: Sendable {
    let table: VoteTable
    let statements: [Statement]
    let axes: PrincipalAxes
    let positions: [Point]
    /// Rows that take part in groups, in the order of participants' ids.
    let placed: [Int]

    /// - Parameters:
    ///   - block: where the search for axes begins, or nil for from the data.
    ///   - weights: how often each row counts, or nil for once; rows that count nothing have no place.
    init(
        _ table: VoteTable, _ statements: [Statement], after block: [SIMD4<Double>]? = nil, weights: [Double]? = nil,
        tolerance: Double = PrincipalAxes.tolerance, placed: [Int]? = nil
    ) {
        let isOut = statements.map { $0.moderation == .out }
        let residuals = Residuals(table, isOut: isOut, weights: weights)
        self.table = table
        self.statements = statements
        axes = PrincipalAxes(residuals, after: block, tolerance: tolerance)
        positions = Projection.participants(residuals, axes, isOut: isOut)
        let able = placed ?? Survey.placed(table)
        self.placed = weights.map { weights in able.filter { weights[$0] > 0 } } ?? able
    }

    /// Everybody who has voted on 7 statements, or on all when there are fewer; below fifteen of them, the most active fill up.
    static func placed(_ table: VoteTable) -> [Int] {
        let enough = min(7, table.statements.count)
        func isBefore(_ a: Int, _ b: Int) -> Bool { table.participants[a] < table.participants[b] }
        let voters = table.participants.indices.filter { table.votes(inRow: $0) > 0 }
        var result = voters.filter { table.votes(inRow: $0) >= enough }
        if result.count < 15 {
            let active = voters.filter { table.votes(inRow: $0) < enough }.sorted { a, b in
                let (x, y) = (table.votes(inRow: a), table.votes(inRow: b))
                return x != y ? x > y : isBefore(a, b)
            }
            result += active.prefix(15 - result.count)
        }
        return result.sorted(by: isBefore)
    }

    func grouping(weights: [Double]? = nil) -> Grouping {
        Grouping(placed.map { positions[$0] }, weights: placed.map { weights?[$0] ?? 1 })
    }

    /// - Parameter settle: decides about the number of groups, given the best one.
    func landscape(_ options: Conversation.Options, settle: (Int) -> Int = { $0 }) -> Landscape {
        var labels = [Int?](repeating: nil, count: positions.count)
        var isPlaced = [Bool](repeating: false, count: positions.count)
        var choices: [GroupChoice] = []
        if let given = options.givenGroups {
            for (row, id) in table.participants.enumerated() {
                labels[row] = given[id]
                isPlaced[row] = given[id] != nil
            }
        } else {
            let grouping = grouping()
            choices = grouping.choices
            for (row, label) in zip(placed, grouping.labels(options.groupCount ?? settle(grouping.best))) {
                labels[row] = label
                isPlaced[row] = true
            }
        }
        return Landscape(
            table: table, statements: statements, axes: axes, positions: positions, isPlaced: isPlaced, labels: labels,
            choices: choices, privacyFloor: options.privacyFloor)
    }
}
