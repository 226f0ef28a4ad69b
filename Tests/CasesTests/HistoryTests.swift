import Cases
import City
import Ground
import Store
import StoreTestSupport
import Testing
import Workflows

/// Whatever happens, the tables show what the log says.
@Suite struct HistoryTests {
    /// Random commands of random people on two servers that share a database: after every stretch all projections and the
    /// sums of the rates are equal to what a replay of the log gives.
    @Test(arguments: StoreKind.allCases, [1, 2, 3] as [UInt64])
    func projectionsEqualAReplayOfTheLog(_ kind: StoreKind, _ seed: UInt64) async throws {
        try await TestStores.withURL(kind, migrations: Town.migrations) { url async throws in
            let stores = [try await TestStores.open(url), try await TestStores.open(url)]
            let clock = TestClock(Town.moment("2026-09-21T09:00+08:00"))
            var towns: [Town] = []
            for store in stores { towns.append(try await Town(store, city: TestTown.withExclusions, clock: clock)) }
            var office = RandomOffice(towns, seed: seed)
            for _ in 0..<4 {
                try await office.run(steps: 70)
                #expect(try await towns[0].faults() == [])
            }
            #expect(office.accepted.count > 10, "\(office.accepted)")
            #expect(office.accepted["review"] ?? 0 > 0, "\(office.accepted)")
            #expect(office.refused.count > 2, "\(office.refused)")
            for store in stores { await TestStores.close(store) }
        }
    }

    /// A third server that knows nothing yet reads every case as the other two have it in mind.
    @Test(arguments: StoreKind.allCases)
    func everyServerReadsTheSameCase(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: Town.migrations) { url async throws in
            let stores = [try await TestStores.open(url), try await TestStores.open(url)]
            let clock = TestClock(Town.monday)
            let towns = [try await Town(stores[0], clock: clock), try await Town(stores[1], clock: clock)]
            var office = RandomOffice(towns, seed: 11)
            try await office.run(steps: 120)
            let fresh = try await Town(stores[0], clock: clock)
            let ids = try await stores[0].read { try $0.rows("select id from cases") { CaseID(try $0.integer(0)) } }
            for id in ids {
                let wanted = try await fresh.file(id)
                for town in towns {
                    let file = try await town.file(id)
                    #expect(file.state == wanted.state)
                    #expect(file.revision == wanted.revision)
                    #expect(file.lastEventAt == wanted.lastEventAt)
                    #expect(file.baseLevel == wanted.baseLevel)
                }
            }
            for store in stores { await TestStores.close(store) }
        }
    }

    /// A command that failed within a transaction must not be remembered by the server that tried it.
    @Test(arguments: StoreKind.allCases)
    func whatWasUndoneIsForgotten(_ kind: StoreKind) async throws {
        struct Undone: Error {}
        try await Town.with(kind) { town async throws in
            let id = try await town.triaged().caseID
            let time = town.clock.now
            for _ in 0..<3 {
                await #expect(throws: Undone.self) {
                    try await town.store.write { connection in
                        let target = Target(id, seen: 2, key: "k")
                        let answer = try town.office.perform(
                            Dispatch(target, organisation: "water-company"), by: town.by("street"), at: time, on: connection)
                        // Within the transaction it has happened.
                        guard answer.state == "called", try town.office.load(id, on: connection).stateName == "called" else { return }
                        throw Undone()
                    }
                }
                #expect(try await town.file(id).stateName == "triaged")
                #expect(try await town.faults() == [])
            }
            let other = try await town.perform(by: "street", on: id) { Reject($0, reason: "不受理") }
            #expect(other.state == "rejected")
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aChangedRowOfTheLogIsFound(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            for _ in 0..<3 { _ = try await town.working() }
            let sound = try await town.store.read { try EventLog.verify(on: $0) }
            #expect(sound.firstBroken == nil)
            #expect(sound.count == 12)
            let changes: [SQL] = [
                "update events set body = (select body from events where seq = 3) where seq = 6",
                "update events set at = at + 1 where seq = 6", "update events set type = 'verify' where seq = 6",
                "update events set entity = entity + 1 where seq = 6", "update events set revision = 99 where seq = 6",
                "delete from events where seq = 6",
            ]
            for change in changes {
                let report = try await Self.report(after: change, in: town)
                #expect(report?.firstBroken == 6)
                #expect(report?.reason != nil)
            }
            #expect(try await Self.report(after: "delete from events where seq = 12", in: town)?.firstBroken == 12)
            #expect(try await Self.report(after: "update event_head set seq = 11", in: town)?.firstBroken == 13)
        }
    }

    /// What the check says after a change, which is then undone.
    private static func report(after change: SQL, in town: Town) async throws -> EventLog.Report? {
        struct Seen: Error { var report: EventLog.Report }
        do {
            try await town.store.write { connection in
                try connection.execute(change)
                throw Seen(report: try EventLog.verify(on: connection))
            }
        } catch let seen as Seen {
            return seen.report
        }
        return nil
    }

    /// A hash of a telephone number could be tried out; with salt the log tells nothing of words that were redacted.
    @Test(arguments: StoreKind.allCases)
    func theSameWordsHaveAnotherHashEachTime(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.report("13912345678").caseID
            for _ in 0..<5 { try await town.perform(by: "street", on: id) { Note($0, text: "13912345678") } }
            let hashes = try await town.store.read { try CaseLog.entries(of: id, on: $0).compactMap(\.wordsHash) }
            #expect(hashes.count == 6)
            #expect(Set(hashes).count == 6)
            #expect(hashes.allSatisfy { $0.count == 32 })
        }
    }

    /// Whatever people write is read back letter by letter.
    @Test(arguments: StoreKind.allCases)
    func wordsAreReadBackAsTheyWereWritten(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.working().caseID
            let controls = String(String.UnicodeScalarView((1..<32).compactMap { Unicode.Scalar($0) }))
            let texts = [
                "a\"b\\c/d", "{\"text\":\"x\"}", "a\(controls)b", "\u{7F}\u{80}\u{2028}\u{2029}\u{FEFF}x", "e\u{301} \u{E9}", "👨‍👩‍👧🇨🇳",
                "龘\u{20000}\u{10FFFF}", "\\u0041 \\n", "'; --", "𝄞\r\n\t.",
            ]
            for text in texts {
                let answers = ["问\(text)": text, "q": "", "": "a"]
                let target = Target(id, seen: nil, key: town.key())
                _ = try await town.office.perform(
                    TakeAction("note", on: target, given: Given(text: text, answers: answers, reason: "r" + text + "r")), by: town.by("street"))
                let words = try await town.view(id).timeline.last?.words
                #expect(words.map { Array(($0.text ?? "").utf8) } == Array(text.utf8))
                #expect(words?.answers == answers)
                #expect(words.map { Array(($0.reason ?? "").utf8) } == Array(("r" + text + "r").utf8))
            }
            #expect(try await town.store.read { try CaseLog.changedWords(of: id, on: $0) } == [])
            #expect(try await town.faults() == [])
        }
    }

    /// Words stand beside the log under their hash: redacting them leaves the chain whole, changing them does not go unnoticed.
    @Test(arguments: StoreKind.allCases)
    func freeWordsStandBesideTheLog(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let secret = "张三的电话13912345678"
            let report = try await town.report(secret)
            let id = report.caseID
            try await town.perform(by: "street", on: id) { Triage($0, requestClass: "street-light", text: secret) }
            try await town.perform(by: "street", on: id) { Whistle($0, organisations: ["water-company", "urban-management-530102"], text: secret) }
            try await town.perform(by: "water", on: id, order: 1) { Decline($0, reason: secret) }
            try await town.perform(by: "street", on: id) { Pause($0, reason: "weather", text: secret) }
            try await town.perform(by: "street", on: id) { Resume($0, text: secret) }
            try await town.perform(by: "street", on: id) { Escalate($0, text: secret) }
            try await town.perform(by: "urban", on: id, order: 2) { ReportIn($0, text: secret) }
            try await town.perform(by: "urban", on: id, order: 2) { Handle($0, text: secret, photos: [Town.photo], answers: [secret: secret]) }
            try await town.perform(by: "verifier", on: id) { SendBack($0, text: secret) }
            try await town.perform(by: "street", on: id, order: 2) { CancelOrder($0, reason: secret) }
            try await town.perform(by: .tracking(report.tracking), on: id) { Note($0, text: secret) }
            try await town.perform(by: .tracking(report.tracking), on: id) { Withdraw($0, text: secret) }
            let found = try await town.store.read { connection -> (log: Int, outbox: Int, keys: Int) in
                let bodies = try connection.rows("select body from events") { try $0.blob(0) }
                let messages = try connection.rows("select body from outbox") { try $0.text(0) }
                let answers = try connection.rows("select answer from given_keys") { try $0.text(0) }
                return (
                    bodies.count { String(decoding: $0, as: UTF8.self).contains("1391234") },
                    messages.count { $0.contains("1391234") }, answers.count { $0.contains("1391234") }
                )
            }
            #expect(found == (0, 0, 0))
            // A reason of the procedure's list names nobody and stays in the log.
            let paused = try await town.view(id).timeline.first { $0.action == "pause" }
            #expect(paused?.given.reason == "weather")
            #expect(paused?.words == Words(text: secret))
            #expect(try await town.store.read { try CaseLog.changedWords(of: id, on: $0) } == [])
            try await town.store.write { connection in
                try connection.execute("update case_words set words = replace(words, '张三', '李四') where log_revision in (3, 7)")
            }
            #expect(try await town.store.read { try CaseLog.changedWords(of: id, on: $0) } == [3, 7])
            try await town.store.write { _ = try $0.execute("delete from case_words where log_revision < 5") }
            #expect(try await town.store.read { try CaseLog.changedWords(of: id, on: $0) } == [7])
            try await town.store.write { _ = try $0.execute("delete from case_words") }
            #expect(try await town.faults() == [])
            #expect(try await town.store.read { try CaseLog.changedWords(of: id, on: $0) } == [])
            let view = try await town.view(id)
            #expect(view.text == nil)
            #expect(view.timeline.allSatisfy { $0.words == nil })
        }
    }
}
