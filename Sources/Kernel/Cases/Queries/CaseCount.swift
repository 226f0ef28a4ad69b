package import Store

/// How many cases there are.
package enum CaseCount {
    package static func all(on connection: any Connection) throws -> Int {
        try connection.row("select count(*) from cases") { try $0.int(0) } ?? 0
    }
}
