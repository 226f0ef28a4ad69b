package import Ground
package import Store

/// Clocks that run, by the moment they run out. A clock leaves the table when it stops, pauses or has run out.
package enum DueClocks {
    package struct Entry: Sendable, Hashable {
        package var caseID: CaseID
        package var number: Int
        package var due: Instant

        package init(caseID: CaseID, number: Int, due: Instant) {
            self.caseID = caseID
            self.number = number
            self.due = due
        }
    }

    static func replace(
        _ before: [Int: Instant], with after: [Int: Instant], of id: CaseID, on connection: any Connection
    ) throws {
        for number in before.keys.sorted() where after[number] == nil {
            try connection.later("delete from due_clocks where case_id = \(id.rawValue) and number = \(number)")
        }
        for (number, due) in after.sorted(by: { $0.key < $1.key }) where before[number] != due {
            try connection.later(insertion.row([.integer(id.rawValue), number.sqlValue, due.sqlValue]))
        }
    }

    private static let insertion = Insertion(
        into: "due_clocks", columns: ["case_id", "number", "due"], "on conflict (case_id, number) do update set due = excluded.due")

    /// The first clocks that have run out by a moment, the oldest first.
    /// - Parameter mark: only those that stand after this one.
    package static func due(
        by time: Instant, after mark: Entry? = nil, most: Int, on connection: any Connection
    ) throws -> [Entry] {
        try connection.rows(query(by: time, after: mark, most: most)) {
            Entry(caseID: CaseID(try $0.integer(0)), number: try $0.int(1), due: try $0.instant(2))
        }
    }

    /// The statement behind `due`; a test reads its plan.
    package static func query(by time: Instant, after mark: Entry? = nil, most: Int) -> SQL {
        let (due, id, number) = (mark?.due.milliseconds ?? .min, mark?.caseID.rawValue ?? .min, mark?.number ?? 0)
        return """
            select case_id, number, due from due_clocks
            where due <= \(time) and (due, case_id, number) > (\(due), \(id), \(number))
            order by due, case_id, number limit \(most)
            """
    }

    /// When the next clock runs out.
    package static func next(on connection: any Connection) throws -> Instant? {
        try connection.row("select due from due_clocks order by due limit 1") { try $0.instant(0) }
    }
}
