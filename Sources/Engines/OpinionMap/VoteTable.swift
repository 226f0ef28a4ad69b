/// Who said what to which statement: the latest vote of every participant, stored sparsely.
///
/// Rows are participants and columns statements, both in the order in which they were added.
public struct VoteTable: Sendable, Equatable {
    /// The most participants and statements that a table holds.
    public static let mostParticipants = 100_000
    public static let mostStatements = 10_000

    struct Cell: Sendable, Hashable {
        let column: Int32
        let stance: Stance
    }

    /// The participants' ids, by row.
    public private(set) var participants: [Int] = []
    /// The statements' ids, by column.
    public private(set) var statements: [Int] = []
    /// All votes on a statement, by column.
    public private(set) var tallies: [Tally] = []
    /// The votes of each participant in the order of columns.
    private(set) var rows: [[Cell]] = []
    private var rowOfParticipant: [Int: Int] = [:]
    private var columnOfStatement: [Int: Int] = [:]

    public init() {}

    /// The latest of these votes: later times win, and of equal times the later in the list.
    public init(_ votes: some Sequence<Vote>) {
        let ordered = votes.enumerated().sorted { a, b in
            a.element.time != b.element.time ? a.element.time < b.element.time : a.offset < b.offset
        }
        for id in Set(ordered.map(\.element.participant)).sorted() { add(participant: id) }
        for id in Set(ordered.map(\.element.statement)).sorted() { add(statement: id) }
        for (_, vote) in ordered { record(vote.stance, by: vote.participant, on: vote.statement) }
    }

    /// Rows that a reader has checked: every id once, cells in the order of columns.
    init(statements: [Int], rows: [(participant: Int, cells: [Cell])]) {
        for id in statements { add(statement: id) }
        for row in rows {
            let place = add(participant: row.participant)
            self.rows[place] = row.cells
            for cell in row.cells { tallies[Int(cell.column)].add(cell.stance) }
        }
    }

    /// Number of latest votes.
    public var count: Int { tallies.reduce(0) { $0 + $1.seen } }

    public func row(of participant: Int) -> Int? { rowOfParticipant[participant] }
    public func column(of statement: Int) -> Int? { columnOfStatement[statement] }

    /// How many statements the participant of this row has voted on.
    public func votes(inRow row: Int) -> Int { rows[row].count }

    /// What the participant said last; nil where the statement was not seen.
    public func stance(of participant: Int, on statement: Int) -> Stance? {
        guard let row = rowOfParticipant[participant], let column = columnOfStatement[statement] else { return nil }
        let place = VoteTable.place(of: column, in: rows[row])
        guard place < rows[row].count, rows[row][place].column == column else { return nil }
        return rows[row][place].stance
    }

    /// The column of a statement, made where it is new.
    @discardableResult
    public mutating func add(statement id: Int) -> Int {
        if let column = columnOfStatement[id] { return column }
        columnOfStatement[id] = statements.count
        statements.append(id)
        tallies.append(Tally())
        return statements.count - 1
    }

    /// The row of a participant, made where he is new.
    @discardableResult
    public mutating func add(participant id: Int) -> Int {
        if let row = rowOfParticipant[id] { return row }
        rowOfParticipant[id] = participants.count
        participants.append(id)
        rows.append([])
        return participants.count - 1
    }

    /// Takes a vote; it replaces an earlier one of the same participant on the same statement.
    /// - Returns: the vote replaced.
    @discardableResult
    public mutating func record(_ stance: Stance, by participant: Int, on statement: Int) -> Stance? {
        let row = add(participant: participant)
        let column = add(statement: statement)
        let cell = Cell(column: Int32(column), stance: stance)
        let place = VoteTable.place(of: column, in: rows[row])
        tallies[column].add(stance)
        guard place < rows[row].count, rows[row][place].column == column else {
            rows[row].insert(cell, at: place)
            return nil
        }
        let previous = rows[row][place].stance
        rows[row][place] = cell
        tallies[column].add(previous, -1)
        return previous
    }

    /// Equal votes of equal participants, whatever the order in which they came.
    public static func == (a: VoteTable, b: VoteTable) -> Bool {
        guard a.count == b.count else { return false }
        for (row, id) in a.participants.enumerated() {
            for cell in a.rows[row] where b.stance(of: id, on: a.statements[Int(cell.column)]) != cell.stance { return false }
        }
        return true
    }

    /// Where a column stands in a row or would be put.
    private static func place(of column: Int, in cells: [Cell]) -> Int {
        var (low, high) = (0, cells.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(cells[middle].column) < column { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
