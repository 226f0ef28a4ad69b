import Accounts
import Cases
import City
import Ground
import Store
import StoreTestSupport
import Testing
import Workflows

/// A resident's demand through the whole procedure.
@Suite struct LoopTests {
    /// Report, triage, dispatch, report in, handle, verify, rate – with what each leaves behind.
    @Test(arguments: StoreKind.allCases)
    func fromReportToRating(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.report("翠湖北路三号路灯不亮")
            let id = report.caseID
            #expect(report.state == "reported")
            #expect(report.reference == "KM260302-00001")
            #expect(report.revision == 1)
            #expect(report.tracking.count == 12)
            town.clock.advance(minutes: 20)
            let triaged = try await town.perform(by: "street", on: id) {
                Triage($0, requestClass: "street-light", area: "530102001007-G01", priority: .important, text: "已核对地点")
            }
            #expect(triaged.state == "triaged")
            let called = try await town.perform(by: "street", on: id) {
                Dispatch($0, organisation: "urban-management-530102", text: "请当日修复")
            }
            #expect(called.state == "called")
            town.clock.advance(hours: 1)
            #expect(try await town.perform(by: "urban", on: id, order: 1) { ReportIn($0, text: "已安排") }.state == "working")
            town.clock.advance(hours: 2)
            let handled = try await town.perform(by: "urban", on: id, order: 1) {
                Handle($0, text: "更换灯泡", photos: [Town.photo], answers: ["lamps": "1"])
            }
            #expect(handled.state == "verifying")
            #expect(try await town.perform(by: "verifier", on: id) { Verify($0, text: "已亮") }.state == "rating")
            let closed = try await town.perform(by: .tracking(report.tracking), on: id) { Rate($0, rating: 5, text: "谢谢") }
            #expect(closed.state == "closed")
            #expect(closed.revision == 7)
            #expect(closed.reference == report.reference)

            let view = try await town.view(id)
            #expect(view.text == "翠湖北路三号路灯不亮")
            #expect(view.due.isEmpty)
            #expect(view.line.priority == .important)
            #expect(view.line.area == "530102001007-G01")
            let actions = view.timeline.map { $0.action?.rawValue ?? "–" }
            #expect(actions == ["report", "triage", "dispatch", "report-in", "handle", "verify", "rate"])
            let words = view.timeline.map { $0.words?.text ?? "–" }
            #expect(words == ["翠湖北路三号路灯不亮", "已核对地点", "请当日修复", "已安排", "更换灯泡", "已亮", "谢谢"])
            #expect(view.timeline[4].words?.answers == ["lamps": "1"])
            #expect(view.timeline[4].given.photos == [Town.photo])
            let people = ["street", "street", "urban", "urban", "verifier"].map { town.account($0).id as AccountID? }
            #expect(view.timeline.map(\.by) == [nil] + people + [nil])
            #expect(view.file.state.orders.map(\.progress) == [.accepted])
            #expect(try await town.faults() == [])
            let messages = try await town.store.read { try $0.row("select count(*) from outbox") { try $0.int(0) } }
            #expect(messages == 7)
        }
    }

    /// Somebody signed in who reports is the finder and may follow, rate and withdraw, but not verify.
    @Test(arguments: StoreKind.allCases)
    func aGridWorkersFindIsVerifiedBySomebodyElse(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.report("小广告", requestClass: "small-adverts", by: town.by("grid")).caseID
            try await town.perform(by: "street", on: id) { Triage($0) }
            try await town.perform(by: "street", on: id) { Dispatch($0, organisation: "urban-management-530102") }
            try await town.perform(by: "urban", on: id, order: 1) { ReportIn($0) }
            try await town.perform(by: "urban", on: id, order: 1) { Handle($0, text: "已清", photos: [Town.photo]) }
            let own = try await refusal { try await town.perform(by: "grid", on: id) { Verify($0, text: "我看过") } }
            #expect(own.code == .workflow(.partsMustDiffer))
            #expect(own.message.zh == "您是本案的发现人，须由他人办理。")
            try await town.perform(by: "community", on: id) { Verify($0, text: "已清理") }
            #expect(try await town.perform(by: "grid", on: id) { Rate($0, rating: 3) }.state == "closed")
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aLowRatingReopensAsOftenAsIsAllowed(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.rated(1)
            let id = report.caseID
            var file = try await town.file(id)
            #expect(file.stateName == "triaged")
            #expect(file.state.reopened == 1)
            for round in 2...3 {
                try await town.perform(by: "street", on: id) { Dispatch($0, organisation: "housing-construction-530102") }
                try await town.perform(by: "housing", on: id, order: round) { ReportIn($0) }
                try await town.perform(by: "housing", on: id, order: round) { Handle($0, text: "重修", photos: [Town.photo]) }
                try await town.perform(by: "verifier", on: id) { Verify($0, text: "复核") }
                try await town.perform(by: .tracking(report.tracking), on: id) { Rate($0, rating: 2, text: "还是不亮") }
                file = try await town.file(id)
                #expect(file.stateName == (round == 2 ? "triaged" : "closed"))
                #expect(try await town.faults() == [])
            }
            let refused = try await refusal {
                try await town.perform(by: .tracking(report.tracking), on: id) { Reopen($0, text: "不满意") }
            }
            #expect(refused.code == .workflow(.reopenLimit))
            #expect(refused.message.zh == "本案已重办2次，不能再重办。")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func reopeningByResidentAndSupervisorWithinTheWindow(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.rated(5)
            town.clock.advance(hours: 24 * 14)
            let resident = try await town.perform(by: .tracking(report.tracking), on: report.caseID) { Reopen($0, text: "又坏了") }
            #expect(resident.state == "triaged")
            let other = try await town.rated(4)
            town.clock.advance(hours: 24 * 15)
            let supervisor = try await town.perform(by: "county", on: other.caseID) { Reopen($0, text: "抽查不合格") }
            #expect(supervisor.state == "triaged")
            let third = try await town.rated(4)
            town.clock.advance(hours: 24 * 15, minutes: 1)
            let late = try await refusal {
                try await town.perform(by: .tracking(third.tracking), on: third.caseID) { Reopen($0, text: "又坏了") }
            }
            #expect(late.code == .workflow(.reopenTooLate))
            #expect(late.message.zh == "已超过重办期限（15天）。")
            let stranger = try await refusal {
                try await town.perform(by: "county-panlong", on: other.caseID) { Reopen($0, text: "不归我") }
            }
            #expect(stranger.code == .workflow(.notPermitted))
            #expect(try await town.faults() == [])
        }
    }

    /// While a case waits its clocks stand still, and afterwards they have as much left as before.
    @Test(arguments: StoreKind.allCases)
    func pausesStopTheClocks(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.triaged().caseID
            try await town.perform(by: "street", on: id) { Dispatch($0, organisation: "water-company") }
            let before = try await town.view(id).due
            #expect(before.map(\.clock) == ["report-in"])
            try await town.perform(by: "street", on: id) { Pause($0, reason: "weather", text: "暴雨") }
            #expect(try await town.view(id).due.isEmpty)
            #expect(try await town.view(id).line.isPaused)
            let again = try await refusal { try await town.perform(by: "street", on: id) { Pause($0, reason: "weather") } }
            #expect(again.code == .workflow(.alreadyPaused))
            // A whole week of seven office hours a day.
            town.clock.advance(hours: 24 * 7)
            #expect(try await town.office.fireDueClocks() == 0)
            try await town.perform(by: "street", on: id) { Resume($0) }
            let after = try await town.view(id).due
            #expect(after.map(\.due) == before.map { $0.due.advanced(milliseconds: 7 * 86_400_000) })
            let twice = try await refusal { try await town.perform(by: "street", on: id) { Resume($0, text: "再恢复") } }
            #expect(twice.code == .workflow(.notPaused))
            let unknown = try await refusal { try await town.perform(by: "street", on: id) { Pause($0, reason: "忙") } }
            #expect(unknown.code == .workflow(.unknownReason))
            #expect(unknown.message.zh.contains("等待居民配合"))
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func rejectWithdrawAndEscalate(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let rejected = try await town.report()
            let answer = try await town.perform(by: "street", on: rejected.caseID) { Reject($0, reason: "属于市场行为，请协商") }
            #expect(answer.state == "rejected")
            let withdrawn = try await town.triaged()
            try await town.perform(by: "street", on: withdrawn.caseID) { Dispatch($0, organisation: "water-company") }
            let taken = try await town.perform(by: .tracking(withdrawn.tracking), on: withdrawn.caseID) { Withdraw($0) }
            #expect(taken.state == "withdrawn")
            #expect(try await town.file(withdrawn.caseID).state.orders.map(\.progress) == [.cancelled])
            let urgent = try await town.triaged()
            for level in [AreaLevel.county, .city] {
                try await town.perform(by: "street", on: urgent.caseID) { Escalate($0, text: "跨区域，请上级协调") }
                #expect(try await town.view(urgent.caseID).line.level == level.depth)
            }
            let top = try await refusal { try await town.perform(by: "city", on: urgent.caseID) { Escalate($0, text: "再升") } }
            #expect(top.code == .workflow(.highestLevel))
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aDoubleIsMergedAndBothHistoriesStay(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let first = try await town.triaged()
            let second = try await town.triaged()
            try await town.perform(by: "street", on: second.caseID) { Dispatch($0, organisation: "water-company") }
            try await town.perform(by: "street", on: second.caseID) { Merge($0, into: first.caseID, text: "同一盏灯") }
            let file = try await town.file(second.caseID)
            #expect(file.stateName == "duplicate")
            #expect(file.state.mergedInto == first.caseID.rawValue)
            #expect(file.state.orders.map(\.progress) == [.cancelled])
            #expect(try await town.view(second.caseID).timeline.count == 4)
            #expect(try await town.file(first.caseID).stateName == "triaged")
            let itself = try await refusal { try await town.perform(by: "street", on: first.caseID) { Merge($0, into: first.caseID) } }
            #expect(itself.code == .invalid(field: "otherCase"))
            let nowhere = try await refusal { try await town.perform(by: "street", on: first.caseID) { Merge($0, into: CaseID(7)) } }
            #expect(nowhere.code == .invalid(field: "otherCase"))
            // Each a double of the other, and nobody would work on either.
            let circle = try await refusal {
                try await town.perform(by: "street", on: first.caseID) { Merge($0, into: second.caseID) }
            }
            #expect(circle.code == .invalid(field: "otherCase"))
            #expect(circle.message.zh == "要并入的案件已经办结，不能并入。")
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func notesAreKeptAtEveryStage(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.handled()
            let id = report.caseID
            try await town.perform(by: .tracking(report.tracking), on: id) { Note($0, text: "  请尽快  ") }
            try await town.perform(by: "urban-lead", on: id) { Note($0, text: "已催办", photos: [Town.photo]) }
            try await town.perform(by: "county", on: id) { Note($0, text: "关注") }
            let notes = try await town.view(id).timeline.filter { $0.action == "note" }
            #expect(notes.map { $0.words?.text } == ["请尽快", "已催办", "关注"])
            #expect(notes.map(\.given.photos) == [[], [Town.photo], []])
            #expect(try await town.file(id).stateName == "verifying")
            let empty = try await refusal { try await town.perform(by: "county", on: id) { Note($0, text: " \n ") } }
            #expect(empty.code == .workflow(.missing))
            #expect(empty.missing == [.text])
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func mediationRunsWithoutOrders(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let request = try await town.report("与楼上邻居因漏水争执", workflow: "mediation")
            let id = request.caseID
            #expect(request.state == "requested")
            try await town.perform(by: "community", on: id) { Triage($0) }
            try await town.perform(by: "community", on: id) { Pause($0, reason: "both-agree", text: "双方同意延长") }
            try await town.perform(by: "community", on: id) { Resume($0) }
            let target = Target(id, seen: try await town.file(id).revision, key: town.key())
            let agreed = try await town.office.perform(
                TakeAction("record-agreement", on: target, given: Given(text: "协议", photos: [Town.photo])), by: town.by("community"))
            #expect(agreed.state == "agreed")
            let next = Target(id, seen: agreed.revision, key: town.key())
            let done = try await town.office.perform(
                TakeAction("confirm-performance", on: next, given: Given(text: "已履行")), by: town.by("street"))
            #expect(done.state == "performed")
            let refused = try await refusal { try await town.perform(by: "street", on: id) { Dispatch($0, organisation: "water") } }
            #expect(refused.code == .workflow(.unknownAction))
            #expect(try await town.faults() == [])
        }
    }
}
