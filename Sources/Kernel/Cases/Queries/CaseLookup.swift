package import Accounts
package import Geography
internal import Ground
package import Store

/// Finding one case, or those nearby.
package enum CaseLookup {
    package static func id(reference: String, on connection: any Connection) throws -> CaseID? {
        try connection.row("select id from cases where reference = \(reference)") { CaseID(try $0.integer(0)) }
    }

    /// The case that a reporter without an account follows: number and secret must both be right.
    package static func id(
        reference: String, tracking: String, on connection: any Connection
    ) throws -> CaseID? {
        try connection.row(
            "select id from cases where reference = \(reference) and tracking = \(tracking)"
        ) { CaseID(try $0.integer(0)) }
    }

    package static func id(outsideNumber: String, on connection: any Connection) throws -> CaseID? {
        try connection.row("select id from cases where outside_number = \(outsideNumber) order by id limit 1") {
            CaseID(try $0.integer(0))
        }
    }

    /// What an account has reported, newest first.
    package static func reported(
        by account: AccountID, most: Int = 50, on connection: any Connection
    ) throws -> [CaseID] {
        try connection.rows(
            "select id from cases where reporter = \(account.rawValue) order by id desc limit \(most)"
        ) { CaseID(try $0.integer(0)) }
    }

    /// Open cases within a distance, the nearest first: shown to somebody who is about to report the same.
    /// - Parameter radius: metres; at most the width of a cell.
    package static func near(
        _ position: Coordinate, radius: Double, most: Int = 10, on connection: any Connection
    ) throws -> [(id: CaseID, title: String, metres: Double)] {
        let cells = CellKey.around(position, metres: CaseCell.metres).map(\.value)
        let list = SQL.joined(cells.map { "\($0)" as SQL }, separator: ", ")
        let query: SQL = "select id, title, longitude, latitude from cases where is_open = 1 and cell in ("
        let found = try connection.rows(query + list + ")") { row in
            (
                CaseID(try row.integer(0)), try row.text(1),
                Coordinate(longitude: try row.double(2), latitude: try row.double(3))
            )
        }
        let within = found.map { (id: $0.0, title: $0.1, metres: position.distanceMetres(to: $0.2)) }
            .filter { $0.metres <= radius }
        return Array(within.sorted { ($0.metres, $0.id) < ($1.metres, $1.id) }.prefix(most))
    }
}
