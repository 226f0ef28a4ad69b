import Accounts
import Cases
import City
import Store
import StoreTestSupport
import Testing
import Workflows

/// Many at once on one case.
@Suite struct ConcurrencyTests {
    private struct Tally: Equatable {
        var kept = 0
        var conflicts = 0
        var others: [String] = []
    }

    /// Eight clients write ten notes each. Those who say what they had seen may be told of a conflict and try again; nothing
    /// is lost and nothing fails in any other way.
    @Test(arguments: StoreKind.allCases, [true, false])
    func eightyNotesByEightClients(_ kind: StoreKind, _ saysWhatItSaw: Bool) async throws {
        try await TestStores.withURL(kind, migrations: Town.migrations) { url async throws in
            let stores = [try await TestStores.open(url), try await TestStores.open(url)]
            let clock = TestClock(Town.monday)
            let towns = [try await Town(stores[0], clock: clock), try await Town(stores[1], clock: clock)]
            let report = try await towns[0].report()
            let tally = await withTaskGroup(of: Tally.self) { group in
                for client in 0..<8 {
                    group.addTask {
                        await Self.tenNotes(of: client, on: report, in: towns[client % 2], saysWhatItSaw: saysWhatItSaw)
                    }
                }
                return await group.reduce(into: Tally()) { sum, part in
                    sum.kept += part.kept
                    sum.conflicts += part.conflicts
                    sum.others += part.others
                }
            }
            #expect(tally.others == [])
            #expect(tally.kept == 80)
            if !saysWhatItSaw { #expect(tally.conflicts == 0) }
            let view = try await towns[1].view(report.caseID)
            let notes = view.timeline.filter { $0.action == "note" }.compactMap { $0.words?.text }
            #expect(Set(notes).count == 80)
            #expect(notes.count == 80)
            #expect(view.file.revision == 81)
            #expect(try await towns[0].faults() == [])
            for store in stores { await TestStores.close(store) }
        }
    }

    private static func tenNotes(of client: Int, on report: CaseAnswer, in town: Town, saysWhatItSaw: Bool) async -> Tally {
        var tally = Tally()
        for number in 0..<10 {
            var isKept = false
            while !isKept {
                do {
                    let seen = saysWhatItSaw ? try await town.file(report.caseID).revision : nil
                    let target = Target(report.caseID, seen: seen, key: "\(client)-\(number)")
                    _ = try await town.office.perform(Note(target, text: "\(client) \(number)"), by: .tracking(report.tracking))
                    tally.kept += 1
                    isKept = true
                } catch let refusal as CaseRefusal {
                    guard case .conflict = refusal.code else {
                        tally.others.append("\(refusal)")
                        return tally
                    }
                    tally.conflicts += 1
                } catch {
                    tally.others.append("\(error)")
                    return tally
                }
            }
        }
        return tally
    }

    @Test(arguments: StoreKind.allCases)
    func whoSawAnOlderStateIsToldTheNewerOne(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.triaged().caseID
            let stale = Target(id, seen: 1, key: town.key())
            let refused = try await refusal {
                try await town.office.perform(Dispatch(stale, organisation: "water-company"), by: town.by("street"))
            }
            #expect(refused.code == .conflict(revision: 2, state: "triaged"))
            #expect(refused.message.zh == "案件已被他人更新，现在是“待派遣”。请看过最新情况后再操作。")
            #expect(refused.message.en.contains("it is now “to be dispatched”"))
            // Who has nothing to do with the case is not told how it stands.
            for stranger in [Requester.anybody, .tracking("WRONG"), town.by("street-panlong")] {
                let told = try await refusal {
                    try await town.office.perform(Note(Target(id, seen: 1, key: town.key()), text: "a"), by: stranger)
                }
                #expect(told.code == .workflow(.notPermitted))
            }
            // What has not been seen yet cannot have been.
            let future = try await refusal {
                try await town.office.perform(Note(Target(id, seen: 3, key: town.key()), text: "a"), by: town.by("street"))
            }
            #expect(future.code == .conflict(revision: 2, state: "triaged"))
            // The same key may be used for the second attempt: nothing was done under it.
            let second = Target(id, seen: 2, key: stale.key)
            #expect(try await town.office.perform(Dispatch(second, organisation: "water-company"), by: town.by("street")).state == "called")
        }
    }

    /// Two dispatchers on two servers at the same moment: one case, one order.
    @Test(arguments: StoreKind.allCases)
    func oneOfTwoDispatchersIsToldOfAConflict(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: Town.migrations) { url async throws in
            let stores = [try await TestStores.open(url), try await TestStores.open(url)]
            let clock = TestClock(Town.monday)
            let towns = [try await Town(stores[0], clock: clock), try await Town(stores[1], clock: clock)]
            for round in 0..<10 {
                let id = try await towns[round % 2].triaged().caseID
                let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for (index, organisation) in (["water-company", "urban-management-530102"] as [OrganisationCode]).enumerated() {
                        group.addTask {
                            let town = towns[index]
                            let target = Target(id, seen: 2, key: "\(round)-\(index)")
                            do {
                                _ = try await town.office.perform(Dispatch(target, organisation: organisation), by: town.by("street"))
                                return true
                            } catch let refusal as CaseRefusal {
                                guard case .conflict(3, "called") = refusal.code else { throw refusal }
                                return false
                            }
                        }
                    }
                    return try await group.reduce(into: [Bool]()) { $0.append($1) }
                }
                #expect(outcomes.filter { $0 }.count == 1)
                #expect(try await towns[0].file(id).state.orders.count == 1)
            }
            #expect(try await towns[0].faults() == [])
            for store in stores { await TestStores.close(store) }
        }
    }
}
