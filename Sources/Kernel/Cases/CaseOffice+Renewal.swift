internal import Ground
internal import Store

extension CaseOffice {
    /// Works out the due times of all open cases again, for when the calendar, the limits or the levels of the city folder have
    /// changed. The cases are taken in batches; commands go on meanwhile.
    /// - Parameter failed: told of a case that cannot be read any more; it stops nobody else's.
    /// - Returns: how many cases had other due times.
    package func renewDueTimes(
        batch: Int = 500, failed: @escaping @Sendable (CaseID, any Error) -> Void = { _, _ in }
    ) async throws -> Int {
        let batch = max(batch, 1)
        var renewed = 0
        var last = CaseID(.min)
        while true {
            let after = last
            let round = try await store.write { [self] in try renew(after: after, most: batch, on: $0) }
            renewed += round.renewed
            for fault in round.faults { failed(fault.caseID, fault.error) }
            guard let next = round.last else { return renewed }
            last = next
        }
    }

    private func renew(
        after: CaseID, most: Int, on connection: any Connection
    ) throws -> (last: CaseID?, renewed: Int, faults: [Fault]) {
        let ids = try connection.rows(
            "select id from cases where is_open = 1 and id > \(after.rawValue) order by id limit \(most)"
        ) { CaseID(try $0.integer(0)) }
        var renewed = 0
        var faults: [Fault] = []
        for id in ids {
            do {
                if try renew(id, on: connection) { renewed += 1 }
            } catch let error as CaseRefusal {
                faults.append(Fault(caseID: id, error: error))
            } catch let error as CaseLog.Damaged {
                faults.append(Fault(caseID: id, error: error))
            }
        }
        return (ids.last, renewed, faults)
    }

    private func renew(_ id: CaseID, on connection: any Connection) throws -> Bool {
        let file = try load(id, on: connection)
        let rows = try connection.rows("select number, due from due_clocks where case_id = \(id.rawValue)") {
            (try $0.int(0), try $0.instant(1))
        }
        let kept = Dictionary(rows, uniquingKeysWith: { first, _ in first })
        guard kept != file.due else { return false }
        try restoreDueTimes(of: file, kept: kept, on: connection)
        return true
    }
}
