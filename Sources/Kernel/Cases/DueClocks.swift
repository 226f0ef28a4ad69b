package import Ground
package import Store

/// Clocks that run, by the moment they run out. A clock leaves the table when it stops, pauses or has run out.
package enum DueClocks {
    package struct Entry: Sendable, Hashable {
        package var caseID: CaseID
        package var number: Int
        package var due: Instant
    }

    static func replace(
        _ before: [Int: Instant], with after: [Int: Instant], of id: CaseID, on connection: any Connection
    ) throws {
        for number in before.keys.sorted() where after[number] == nil {
            try connection.execute("delete from due_clocks where case_id = \(id.rawValue) and number = \(number)")
        }
        for (number, due) in after.sorted(by: { $0.key < $1.key }) where before[number] != due {
            try connection.execute(
                """
                insert into due_clocks (case_id, number, due) values (\(id.rawValue), \(number), \(due))
                on conflict (case_id, number) do update set due = excluded.due
                """)
        }
    }

    /// The first clocks that have run out by a moment, the oldest first.
    package static func due(by time: Instant, most: Int, on connection: any Connection) throws -> [Entry] {
        try connection.rows(
            """
            select case_id, number, due from due_clocks where due <= \(time) order by due, case_id, number limit \(most)
            """
        ) { Entry(caseID: CaseID(try $0.integer(0)), number: try $0.int(1), due: try $0.instant(2)) }
    }

    /// When the next clock runs out.
    package static func next(on connection: any Connection) throws -> Instant? {
        try connection.row("select due from due_clocks order by due limit 1") { try $0.instant(0) }
    }
}
