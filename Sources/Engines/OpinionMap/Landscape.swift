/// The map of opinions: where participants stand, in which groups, and what tells the groups apart or unites them.
public struct Landscape: Sendable {
    public struct Participant: Sendable, Hashable {
        public let id: Int
        public let position: Point
        /// Number of statements voted on, those moderated out among them.
        public let votes: Int
        /// Whether he has voted on enough to be placed in a group.
        public let isPlaced: Bool
        /// The group; nil for those not placed and for members of groups below the privacy floor.
        public let group: Int?
    }

    public struct StatementFigures: Sendable, Hashable {
        public let statement: Statement
        public let tally: Tally
        /// By the groups of `Landscape.groups`, in their order.
        public let byGroup: [Tally]
        /// The chance that somebody of every group agrees, 0 to 1.
        public let groupInformedConsensus: Double
        /// Where somebody would stand who only agreed to it.
        public let position: Point
        /// The weight with which it is drawn for the next participant; 0 where it is moderated out.
        public let priority: Double
    }

    public struct Group: Sendable, Hashable {
        public let id: Int
        public let size: Int
        /// Mean position of its members.
        public let centre: Point
    }

    /// By id.
    public let participants: [Participant]
    /// By id.
    public let statements: [StatementFigures]
    /// Groups that are large enough to be shown, by id.
    public let groups: [Group]
    /// How many groups were found but are too small to be shown. Their members count as not placed in all figures.
    public let hiddenGroups: Int
    /// The numbers of groups that were tried; empty where groups were given.
    public let choices: [GroupChoice]
    /// Representative statements, by group.
    public let representative: [Representative]
    public let consensus: Consensus
    public let axes: PrincipalAxes

    /// Number of groups shown.
    public var k: Int { groups.count }
}

extension Landscape {
    /// The figures for positions and groups.
    /// - Parameters:
    ///   - labels: the group of every row, nil for those not placed.
    init(
        table: VoteTable, statements: [Statement], axes: PrincipalAxes, positions: [Point], isPlaced: [Bool], labels: [Int?],
        choices: [GroupChoice], privacyFloor: Int
    ) {
        let shown = Landscape.shown(labels, floor: privacyFloor)
        let place = Dictionary(uniqueKeysWithValues: shown.ids.enumerated().map { ($1, $0) })
        let visible = labels.map { label in label.flatMap { place[$0] } }
        let byGroup = Landscape.tallies(table, visible, groups: shown.ids.count)
        let isOut = statements.map { $0.moderation == .out }
        let order = table.statements.indices.sorted { table.statements[$0] < table.statements[$1] }
        let projected = Projection.statements(axes, isOut: isOut)

        self.axes = axes
        self.choices = choices
        hiddenGroups = shown.hidden
        groups = Landscape.groups(shown.ids, visible, positions)
        participants = table.participants.indices.sorted { table.participants[$0] < table.participants[$1] }.map { row in
            Participant(
                id: table.participants[row], position: positions[row], votes: table.votes(inRow: row), isPlaced: isPlaced[row],
                group: visible[row].map { shown.ids[$0] })
        }
        self.statements = order.map { column in
            let tallies = byGroup.map { $0[column] }
            let (statement, tally) = (statements[column], table.tallies[column])
            return StatementFigures(
                statement: statement, tally: tally, byGroup: tallies, groupInformedConsensus: Consensus.groupInformed(tallies),
                position: projected[column],
                priority: isOut[column]
                    ? 0 : Routing.priority(tally, extremity: projected[column].length, isMeta: statement.isMeta))
        }
        let listed = order.filter { !isOut[$0] }
        consensus = Consensus(listed.map { (table.statements[$0], table.tallies[$0]) })
        representative = shown.ids.indices.flatMap { group in
            Landscape.representative(shown.ids[group], group, byGroup, listed, table)
        }
    }

    /// Groups with enough members, by id.
    private static func shown(_ labels: [Int?], floor: Int) -> (ids: [Int], hidden: Int) {
        var sizes: [Int: Int] = [:]
        for case .some(let label) in labels { sizes[label, default: 0] += 1 }
        let ids = sizes.filter { $0.value >= floor }.keys.sorted()
        return (ids, sizes.count - ids.count)
    }

    /// By group and column.
    private static func tallies(_ table: VoteTable, _ group: [Int?], groups: Int) -> [[Tally]] {
        let width = table.statements.count
        var flat = [Tally](repeating: Tally(), count: width * groups)
        flat.withUnsafeMutableBufferPointer { flat in
            for (row, cells) in table.rows.enumerated() {
                guard let group = group[row] else { continue }
                for cell in cells { flat[group * width + Int(cell.column)].add(cell.stance) }
            }
        }
        return (0..<groups).map { Array(flat[$0 * width..<($0 + 1) * width]) }
    }

    private static func groups(_ ids: [Int], _ group: [Int?], _ positions: [Point]) -> [Group] {
        ids.indices.map { index in
            let members = positions.indices.filter { group[$0] == index }
            let size = Double(max(1, members.count))
            let sum = members.reduce(Point(x: 0, y: 0)) { Point(x: $0.x + positions[$1].x, y: $0.y + positions[$1].y) }
            return Group(id: ids[index], size: members.count, centre: Point(x: sum.x / size, y: sum.y / size))
        }
    }

    /// Others are the members of all other groups shown; with one group there is nobody to differ from, and nothing is listed.
    private static func representative(
        _ id: Int, _ group: Int, _ byGroup: [[Tally]], _ listed: [Int], _ table: VoteTable
    ) -> [Representative] {
        guard byGroup.count > 1 else { return [] }
        let leanings = listed.map { column in
            var others = Tally()
            for (other, tallies) in byGroup.enumerated() where other != group {
                others.agrees += tallies[column].agrees
                others.disagrees += tallies[column].disagrees
                others.seen += tallies[column].seen
            }
            return (table.statements[column], Leaning(group: byGroup[group][column], others: others))
        }
        return Representative.select(group: id, leanings)
    }
}
