internal import City
package import Ground
package import Store
internal import Workflows

extension CaseOffice {
    /// Lets the clocks that have run out by now take their consequences, in batches, until none is left. Any number of
    /// servers may do this at once: a clock that another has taken is not due any more.
    /// - Returns: how many clocks fired.
    package func fireDueClocks(batch: Int = 200) async throws -> Int {
        var fired = 0
        while true {
            let time = now()
            let (due, done) = try await store.write { try fireDueClocks(by: time, most: batch, on: $0) }
            fired += done
            if due < batch || done == 0 { return fired }
        }
    }

    /// One batch on a connection.
    /// - Returns: how many were due, and how many fired.
    package func fireDueClocks(
        by time: Instant, most: Int, on connection: any Connection
    ) throws -> (due: Int, fired: Int) {
        let due = try DueClocks.due(by: time, most: most, on: connection)
        var fired = 0
        for entry in due where try fire(entry, at: time, on: connection) { fired += 1 }
        return (due.count, fired)
    }

    private func fire(_ entry: DueClocks.Entry, at time: Instant, on connection: any Connection) throws -> Bool {
        let file = try load(entry.caseID, on: connection)
        let time = max(time, file.lastEventAt)
        switch file.workflow.fire(clock: entry.number, of: file.state, at: time, in: surroundings(of: file)) {
        case .success(let events):
            _ = try record(
                events, action: ActionName(rawValue: "clock"), by: nil, at: time, from: file, on: connection)
            return true
        case .failure:
            // The calendar has changed since the due time was stored, or the clock has stopped: put the table right.
            let right = file.workflow.dueTimes(of: file.state, in: surroundings(of: file))
            let now = right.first { $0.clock == entry.number }.map { [entry.number: $0.due] } ?? [:]
            try DueClocks.replace([entry.number: entry.due], with: now, of: entry.caseID, on: connection)
            return false
        }
    }
}
