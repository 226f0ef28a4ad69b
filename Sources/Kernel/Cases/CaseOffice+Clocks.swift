internal import City
package import Ground
package import Store
internal import Workflows

extension CaseOffice {
    /// Lets the clocks that have run out by now take their consequences, in batches, until none is left. Any number of
    /// servers may do this at once: a clock that another has taken is not due any more.
    /// - Parameter failed: told of a case that cannot be read any more; it stops nobody else's clocks.
    /// - Returns: how many clocks fired.
    package func fireDueClocks(
        batch: Int = 200, failed: @escaping @Sendable (CaseID, any Error) -> Void = { _, _ in }
    ) async throws -> Int {
        let batch = max(batch, 1)
        let time = now()
        var fired = 0
        var mark: DueClocks.Entry?
        while true {
            let after = mark
            let round = try await store.write { [self] connection in
                let due = try DueClocks.due(by: time, after: after, most: batch, on: connection)
                let (fired, faults) = try fire(due, at: time, on: connection)
                return (last: due.last, count: due.count, fired: fired, faults: faults)
            }
            fired += round.fired
            for fault in round.faults { failed(fault.caseID, fault.error) }
            if round.count < batch { return fired }
            mark = round.last
        }
    }

    /// One batch on a connection.
    /// - Returns: how many were due, and how many fired.
    package func fireDueClocks(
        by time: Instant, most: Int, on connection: any Connection
    ) throws -> (due: Int, fired: Int) {
        let due = try DueClocks.due(by: time, most: most, on: connection)
        let (fired, faults) = try fire(due, at: time, on: connection)
        if let fault = faults.first { throw fault.error }
        return (due.count, fired)
    }

    struct Fault: Sendable {
        var caseID: CaseID
        var error: any Error
    }

    private func fire(
        _ due: [DueClocks.Entry], at time: Instant, on connection: any Connection
    ) throws -> (fired: Int, faults: [Fault]) {
        var fired = 0
        var faults: [Fault] = []
        for entry in due {
            do {
                if try fire(entry, at: time, on: connection) { fired += 1 }
            } catch let error as CaseRefusal {
                faults.append(Fault(caseID: entry.caseID, error: error))
            } catch let error as CaseLog.Damaged {
                faults.append(Fault(caseID: entry.caseID, error: error))
            }
        }
        return (fired, faults)
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
            let now = file.due.filter { $0.key == entry.number }
            try DueClocks.replace([entry.number: entry.due], with: now, of: entry.caseID, on: connection)
            return false
        }
    }
}
