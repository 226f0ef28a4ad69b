import Cases
import Ground
import Testing
import Workflows

/// The bytes of the log: read back as written, the same for ever, and never a crash on others.
@Suite struct LogEntryTests {
    @Test func everyEntryIsReadBackAsItWasWritten() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<3000 {
            let entry = LogEntry.random(&random)
            #expect(LogEntry(canonical: entry.canonical) == entry)
        }
    }

    /// Whatever bytes are read, writing what was understood gives the same bytes: there is one way to say a thing.
    @Test func bytesAreReadOrRefusedAndThereIsOneWayToSayAThing() {
        var random = SeededRandom(seed: 6)
        var read = 0
        for _ in 0..<20_000 {
            var bytes = LogEntry.random(&random).canonical
            for _ in 0...random.below(3) { LogEntryTests.mutate(&bytes, &random) }
            guard let entry = LogEntry(canonical: bytes) else { continue }
            read += 1
            #expect(entry.canonical == bytes)
        }
        #expect(read > 100)
        for length in 0..<200 {
            let noise = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            if let entry = LogEntry(canonical: noise) { #expect(entry.canonical == noise) }
        }
    }

    /// Something given that says nothing could be written in two ways.
    @Test func anEmptyMessageIsRefused() {
        let entry = LogEntry(
            facts: [CaseEvent(at: Instant(milliseconds: 1), by: nil, fact: .acted(action: "a", order: nil, given: Given()))], wordsHash: nil)
        var bytes = entry.canonical
        #expect(LogEntry(canonical: bytes) != nil)
        // The fact's message grows by field 6, kind 5, length 0.
        bytes[2] += 3
        bytes += [6, 5, 0]
        #expect(LogEntry(canonical: bytes) == nil)
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        let index = random.below(bytes.count)
        switch random.below(6) {
        case 0: bytes[index] ^= UInt8(1 << random.below(8))
        case 1: bytes[index] = UInt8(random.below(256))
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(UInt8(random.below(256)), at: index)
        case 4: bytes.removeLast(random.below(bytes.count))
        default: bytes += bytes[index...]
        }
    }

    /// What stands in logs of running cities: these bytes must be read for ever, and the same facts must be written so.
    @Test func goldenBytes() {
        let at = Instant(milliseconds: 1_772_413_200_000)
        func event(_ fact: CaseEvent.Fact, by: Int64? = nil) -> CaseEvent { CaseEvent(at: at, by: by, fact: fact) }
        let entry = LogEntry(
            facts: [
                event(.reported(workflow: "demand", version: 1, state: "reported", priority: .urgent, area: "530102001", requestClass: nil)),
                event(.acted(action: "report", order: nil, given: Given(photos: ["ab"], area: "530102001")), by: 7),
                event(.orderCalled(number: 1, organisation: "water", isLead: true, isBinding: false), by: -1),
                event(.notified([.init(post: "county-supervisor", relation: .ownArea), .init(post: nil, relation: .reporter)], clock: "triage")),
                event(.ended(.unrated)),
            ], wordsHash: [1, 2, 3])
        let text = entry.canonical.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(text == LogEntryTests.golden)
        let kept = stride(from: 0, to: LogEntryTests.golden.count, by: 2).map { index in
            UInt8(LogEntryTests.golden.dropFirst(index).prefix(2), radix: 16) ?? 0
        }
        #expect(LogEntry(canonical: kept) == entry)
    }

    private static let golden = """
        01040301020302054701010000019cac0f26800301000000000000000104030664656d616e64050100000000000000010603087265706f7274656407\
        0306757267656e7408030935333031303230303102053b01010000019cac0f268002010000000000000007030100000000000000020403067265706f\
        7274060511010302616205030935333031303230303102054401010000019cac0f26800201ffffffffffffffff030100000000000000060401000000\
        00000000010503057761746572060100000000000000010701000000000000000002054d01010000019cac0f26800301000000000000001104030674\
        726961676505051f0103086f776e2d61726561020311636f756e74792d73757065727669736f7205050b0103087265706f7274657202051e01010000\
        019cac0f268003010000000000000017040307756e7261746564
        """

    /// The numbers of the kinds of facts are for good.
    @Test func theNumbersOfTheKindsStay() {
        let facts: [(CaseEvent.Fact, UInt8)] = [
            (.reported(workflow: "", version: 0, state: "", priority: .normal, area: nil, requestClass: nil), 1),
            (.acted(action: "", order: nil, given: Given()), 2), (.triaged(requestClass: nil, area: nil, priority: .normal), 3),
            (.moved(to: ""), 4), (.ordersDecide, 5), (.orderCalled(number: 0, organisation: "", isLead: false, isBinding: false), 6),
            (.orderReportedIn(number: 0), 7), (.orderDeclined(number: 0, reason: ""), 8), (.orderDone(number: 0), 9),
            (.orderSentBack(number: 0), 10), (.orderAccepted(number: 0), 11), (.orderCancelled(number: 0), 12),
            (.clockStarted(number: 0, clock: "", order: nil), 13), (.clockStopped(number: 0), 14), (.clockFired(number: 0), 15),
            (.escalated(to: 0), 16), (.notified([], clock: nil), 17), (.paused(reason: ""), 18), (.resumed, 19), (.rated(0), 20),
            (.reopened(times: 0), 21), (.mergedInto(0), 22), (.ended(.resolved), 23),
        ]
        for (fact, number) in facts {
            let bytes = LogEntry(facts: [CaseEvent(at: Instant(milliseconds: 0), by: nil, fact: fact)], wordsHash: nil).canonical
            // Field 2, a message, its length; field 1 with eight bytes; field 3 with eight bytes, the last of which tells the kind.
            #expect(Array(bytes[13...14]) == [3, 1], "\(fact)")
            #expect(bytes[22] == number, "\(fact)")
        }
    }
}

extension LogEntry {
    static func random(_ random: inout SeededRandom) -> LogEntry {
        let facts = (0..<random.below(5)).map { _ in
            CaseEvent(
                at: Instant(milliseconds: Int64.random(in: .min ... .max, using: &random)), by: random.below(2) == 0 ? nil : number(&random),
                fact: fact(&random))
        }
        let hash = random.below(2) == 0 ? nil : (0..<random.below(40)).map { _ in UInt8(random.below(256)) }
        return LogEntry(facts: facts, wordsHash: hash)
    }

    private static func number(_ random: inout SeededRandom) -> Int64 {
        [0, 1, -1, .max, .min, Int64(random.below(1000))][random.below(6)]
    }

    private static func int(_ random: inout SeededRandom) -> Int { Int(number(&random)) }

    private static func text(_ random: inout SeededRandom) -> String {
        ["", "a", "五华区", "\u{0}\u{1}", "e\u{301}", "😀", String(repeating: "长", count: 60)][random.below(7)]
    }

    private static func maybe(_ random: inout SeededRandom) -> String? { random.below(2) == 0 ? nil : text(&random) }

    private static func priority(_ random: inout SeededRandom) -> Priority { Priority.allCases[random.below(3)] }

    private static func given(_ random: inout SeededRandom) -> Given {
        Given(
            photos: (0..<random.below(3)).map { _ in text(&random) }, organisations: (0..<random.below(3)).map { _ in text(&random) },
            lead: maybe(&random), requestClass: maybe(&random), area: maybe(&random), priority: random.below(2) == 0 ? nil : priority(&random),
            reason: maybe(&random), otherCase: random.below(2) == 0 ? nil : number(&random), rating: random.below(2) == 0 ? nil : int(&random))
    }

    private static func fact(_ random: inout SeededRandom) -> CaseEvent.Fact {
        switch random.below(23) {
        case 0:
            .reported(
                workflow: text(&random), version: int(&random), state: StateName(rawValue: text(&random)), priority: priority(&random),
                area: maybe(&random), requestClass: maybe(&random))
        case 1: .acted(action: ActionName(rawValue: text(&random)), order: random.below(2) == 0 ? nil : int(&random), given: given(&random))
        case 2: .triaged(requestClass: maybe(&random), area: maybe(&random), priority: priority(&random))
        case 3: .moved(to: StateName(rawValue: text(&random)))
        case 4: .ordersDecide
        case 5: .orderCalled(number: int(&random), organisation: text(&random), isLead: random.below(2) == 0, isBinding: random.below(2) == 0)
        case 6: .orderReportedIn(number: int(&random))
        case 7: .orderDeclined(number: int(&random), reason: text(&random))
        case 8: .orderDone(number: int(&random))
        case 9: .orderSentBack(number: int(&random))
        case 10: .orderAccepted(number: int(&random))
        case 11: .orderCancelled(number: int(&random))
        case 12: .clockStarted(number: int(&random), clock: ClockName(rawValue: text(&random)), order: random.below(2) == 0 ? nil : int(&random))
        case 13: .clockStopped(number: int(&random))
        case 14: .clockFired(number: int(&random))
        case 15: .escalated(to: int(&random))
        case 16:
            .notified(
                (0..<random.below(3)).map { _ in
                    Workflow.Permission(post: maybe(&random), relation: Workflow.Relation.allCases[random.below(Workflow.Relation.allCases.count)])
                }, clock: maybe(&random).map { ClockName(rawValue: $0) })
        case 17: .paused(reason: text(&random))
        case 18: .resumed
        case 19: .rated(int(&random))
        case 20: .reopened(times: int(&random))
        case 21: .mergedInto(number(&random))
        default: .ended(Workflow.End.allCases[random.below(Workflow.End.allCases.count)])
        }
    }
}
