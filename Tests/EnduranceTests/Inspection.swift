import Cases
import City
import Crypto
import Foundation
import Ground
import Store
import Workflows

/// Looks through a database for anything lost, half-written or done twice: what the tables show is worked out again from the
/// log alone.
struct Inspection: Sendable {
    let office: CaseOffice

    struct Outcome: Sendable {
        var cases = 0
        var events = 0
        var firings = 0
        var messages = 0
        var faults: [String] = []
    }

    func outcome(acknowledged: [Words.Acknowledged]) async throws -> Outcome {
        try await office.store.read { [self] connection in
            var outcome = Outcome()
            let chain = try EventLog.verify(on: connection)
            if let broken = chain.firstBroken { outcome.faults.append("the chain breaks at \(broken): \(chain.reason ?? "")") }
            outcome.events = Int(chain.count)
            var sums = RateVector()
            var due: Set<String> = []
            let tables = try Tables(on: connection)
            for row in tables.cases.values {
                outcome.cases += 1
                try inspect(row, tables, &outcome, &sums, &due, on: connection)
            }
            if tables.entities != Set(tables.cases.keys) { outcome.faults.append("the log tells of other cases than there are") }
            if due != tables.dueClocks { outcome.faults.append("due_clocks: \(due.symmetricDifference(tables.dueClocks).prefix(5))") }
            try inspectRates(sums, &outcome, on: connection)
            inspect(acknowledged, tables, &outcome)
            return outcome
        }
    }

    // MARK: One case

    private func inspect(
        _ row: Tables.CaseRow, _ tables: Tables, _ outcome: inout Outcome, _ sums: inout RateVector, _ due: inout Set<String>,
        on connection: any Connection
    ) throws {
        let name = "case \(row.id)"
        let file = try office.replay(CaseID(row.id), on: connection)
        let entries = try CaseLog.entries(of: CaseID(row.id), on: connection)
        let next = file.due.values.min()
        let wanted = [
            file.stateName.rawValue, "\(entries.count)", file.state.requestClass ?? "–", file.state.area ?? "–",
            "\(file.state.endedAt?.milliseconds ?? -1)", "\(next?.milliseconds ?? -1)", "\(file.lastEventAt.milliseconds)",
            "\(file.state.rating ?? -1)", file.state.pause == nil ? "0" : "1",
        ]
        if wanted != row.shown { outcome.faults.append("\(name) shows \(row.shown), its log says \(wanted)") }
        let orders = file.state.orders.map { order in
            "\(order.number) \(order.organisation) \(order.progress.rawValue) \(order.doneAt?.milliseconds ?? -1)"
        }
        if orders != tables.orders[row.id] ?? [] { outcome.faults.append("\(name): its orders are not those of its log") }
        for (number, moment) in file.due { due.insert("\(row.id) \(number) \(moment.milliseconds)") }
        if tables.messages[row.id, default: []].sorted() != Array(1...entries.count) {
            outcome.faults.append("\(name): \(entries.count) changes, messages \(tables.messages[row.id, default: []])")
        }
        outcome.messages += entries.count
        sums += RateVector(file.state, under: file.workflow)
        for order in file.state.orders { sums += RateVector(order, of: file.state, under: file.workflow) }
        try inspectWords(entries, of: row.id, tables, &outcome)
        inspectFirings(entries, of: file, &outcome)
    }

    private func inspectWords(
        _ entries: [LogEntry], of id: Int64, _ tables: Tables, _ outcome: inout Outcome
    ) throws {
        for (index, entry) in entries.enumerated() {
            let kept = tables.words["\(id) \(index + 1)"]
            let hash = kept.map { Array(SHA256.hash(data: Data($0.utf8))) }
            if hash != entry.wordsHash { outcome.faults.append("case \(id): the words of change \(index + 1) are not those of its log") }
        }
    }

    /// Every firing was due when it happened, by what the log said until then: one that happens twice is not.
    private func inspectFirings(_ entries: [LogEntry], of file: CaseFile, _ outcome: inout Outcome) {
        var facts: [CaseEvent] = []
        for entry in entries {
            for event in entry.facts {
                guard case .clockFired(let number) = event.fact else { continue }
                outcome.firings += 1
                guard let before = CaseState(facts, under: file.workflow),
                    let due = office.dueTimes(of: before, under: file.workflow)[number], due <= event.at
                else {
                    outcome.faults.append("case \(file.id.rawValue): clock \(number) fired at \(event.at) without being due")
                    continue
                }
            }
            facts += entry.facts
        }
    }

    // MARK: All together

    private func inspectRates(_ sums: RateVector, _ outcome: inout Outcome, on connection: any Connection) throws {
        for dimension in [RateBook.Dimension.area, .requestClass] {
            let kept = try Rates.byMember(of: dimension, in: 0...999_999, on: connection).values
                .reduce(into: RateVector()) { $0 += $1.raw }
            if kept != sums { outcome.faults.append("the rates by \(dimension.rawValue) are \(kept), the cases say \(sums)") }
        }
    }

    private func inspect(_ acknowledged: [Words.Acknowledged], _ tables: Tables, _ outcome: inout Outcome) {
        for word in acknowledged {
            guard let answer = tables.answers[word.key] else {
                outcome.faults.append("acknowledged and lost: \(word.key)")
                continue
            }
            if answer.caseID.rawValue != word.entity || answer.revision != word.revision {
                outcome.faults.append("acknowledged as something else: \(word.key)")
            }
            if tables.messages[word.entity]?.contains(word.revision) != true {
                outcome.faults.append("acknowledged without a trace in its case: \(word.key)")
            }
        }
    }
}

extension RateVector {
    static func += (a: inout RateVector, b: RateVector) { a = a + b }
}
