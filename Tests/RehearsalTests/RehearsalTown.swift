import Accounts
import Cases
import City
import Ground
import Rehearsal
import Store
import StoreTestSupport

/// A shipped city at work in a fresh database.
struct RehearsalTown {
    let office: CaseOffice

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    static func with<T>(
        _ name: String, on kind: StoreKind, _ body: (RehearsalTown) async throws -> T
    ) async throws -> T {
        let (city, diagnostics) = City.load(root + "/cities/" + name)
        guard let city else { throw RejectedInput(diagnostics) }
        return try await TestStores.with(kind, migrations: AccountsSchema.migrations + CasesSchema.migrations) { store in
            let office = try await CaseOffice.open(
                city: city, store: store, now: { Instant(milliseconds: 1_600_000_000_000) }, hasFile: { $0 == photo })
            return try await body(RehearsalTown(office: office))
        }
    }

    static let photo = String(repeating: "ab", count: 32)

    /// What the database says of every case, without the numbers that differ from run to run.
    func cases() async throws -> [String] {
        try await office.store.read { connection in
            try connection.rows(
                """
                select reference, state, class, area, level, overdue, reopened, rating, reported_at, ended_at, revision
                from cases order by reference
                """
            ) { row in
                let words = try [
                    row.text(0), row.text(1), row.optionalText(2) ?? "–", row.optionalText(3) ?? "–", "\(row.int(4))",
                    "\(row.int(5))", "\(row.int(6))",
                ]
                let numbers = try [row.optionalInteger(7), row.integer(8), row.optionalInteger(9), row.integer(10)]
                return (words + numbers.map { $0.map(String.init) ?? "–" }).joined(separator: " ")
            }
        }
    }
}
