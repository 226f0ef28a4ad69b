import Accounts
import Cases
import City
import Store
import StoreTestSupport
import Testing
import Workflows

/// Several departments on one case.
@Suite struct WhistleTests {
    private static let called: [OrganisationCode] = ["urban-management-530102", "water-company", "traffic-police-530102"]

    private func whistled(_ town: Town) async throws -> CaseID {
        let id = try await town.triaged("road-damage").caseID
        try await town.perform(by: "street", on: id) {
            Whistle($0, organisations: WhistleTests.called, lead: "urban-management-530102", text: "十五分钟内到场")
        }
        return id
    }

    @Test(arguments: StoreKind.allCases)
    func eachDepartmentHasItsOwnClockAndTheCaseWaitsForTheLast(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await whistled(town)
            #expect(try await town.view(id).due.map(\.order) == [1, 2, 3])
            try await town.perform(by: "urban", on: id, order: 1) { ReportIn($0) }
            // One is at work, the others are still called: so is the case.
            #expect(try await town.file(id).stateName == "called")
            let handled = try await town.perform(by: "urban", on: id, order: 1) { Handle($0, text: "已封路", photos: [Town.photo]) }
            #expect(handled.state == "called")
            try await town.perform(by: "water", on: id, order: 2) { ReportIn($0) }
            try await town.perform(by: "traffic", on: id, order: 3) { ReportIn($0) }
            try await town.perform(by: "traffic", on: id, order: 3) { Handle($0, text: "已疏导", photos: [Town.photo]) }
            #expect(try await town.file(id).stateName == "working")
            let early = try await refusal { try await town.perform(by: "verifier", on: id) { Verify($0, text: "看过") } }
            #expect(early.code == .workflow(.openOrders) || early.code == .workflow(.wrongState))
            try await town.perform(by: "water", on: id, order: 2) { Handle($0, text: "已修管", photos: [Town.photo]) }
            try await town.perform(by: "verifier", on: id, order: 2) { SendBack($0, text: "路面未恢复") }
            #expect(try await town.file(id).state.orders.map(\.progress) == [.done, .working, .done])
            try await town.perform(by: "water", on: id, order: 2) { Handle($0, text: "路面已恢复", photos: [Town.photo]) }
            #expect(try await town.perform(by: "community", on: id) { Verify($0, text: "合格") }.state == "rating")
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func twoDeclinesNeedAWordFromAbove(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.triaged().caseID
            for (order, (organisation, login)) in [("urban-management-530102", "urban"), ("water-company", "water")].enumerated() {
                try await town.perform(by: "street", on: id) { Dispatch($0, organisation: OrganisationCode(organisation)) }
                let declined = try await town.perform(by: login, on: id, order: order + 1) { Decline($0, reason: "不属于本单位职责") }
                #expect(declined.state == "undecided")
            }
            let third = try await refusal {
                try await town.perform(by: "street", on: id) { Dispatch($0, organisation: "housing-construction-530102") }
            }
            #expect(third.code == .workflow(.needsBindingAssignment))
            #expect(third.message.zh == "已被退回2次，须由上级指定承办单位。")
            let street = try await refusal {
                try await town.perform(by: "street", on: id) { Assign($0, organisation: "water-company", text: "就是你们") }
            }
            #expect(street.code == .workflow(.notPermitted))
            try await town.perform(by: "county", on: id) { Assign($0, organisation: "water-company", text: "由水司负责") }
            let again = try await refusal { try await town.perform(by: "water", on: id, order: 3) { Decline($0, reason: "真不是") } }
            #expect(again.code == .workflow(.orderIsBinding))
            #expect(again.message.zh == "第3号工单由上级指定，不能退回。")
            try await town.perform(by: "water", on: id, order: 3) { ReportIn($0) }
            #expect(try await town.view(id).timeline.filter { $0.action == "decline" }.map { $0.words?.text } == ["不属于本单位职责", "不属于本单位职责"])
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theDeskTakesAnOrderBack(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await whistled(town)
            try await town.perform(by: "street", on: id, order: 3) { CancelOrder($0, reason: "无需交警") }
            #expect(try await town.file(id).state.orders.map(\.progress) == [.called, .called, .cancelled])
            let gone = try await refusal { try await town.perform(by: "traffic", on: id, order: 3) { ReportIn($0) } }
            #expect(gone.code == .workflow(.notPermitted))
            let foreign = try await refusal { try await town.perform(by: "water", on: id, order: 1) { ReportIn($0) } }
            #expect(foreign.code == .workflow(.notPermitted))
            let none = try await refusal { try await town.perform(by: "water", on: id, order: 9) { ReportIn($0) } }
            #expect(none.code == .workflow(.unknownOrder))
            let which = try await refusal { try await town.perform(by: "water", on: id) { ReportIn($0) } }
            #expect(which.message.zh == "请指明是哪一张工单。")
            for order in [Int.max, Int.min, 0, -1] {
                let odd = try await refusal { try await town.perform(by: "water", on: id, order: order) { ReportIn($0) } }
                #expect(odd.code == .workflow(.unknownOrder))
            }
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func whatCannotBeCalled(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await whistled(town)
            func whistle(_ organisations: [OrganisationCode], lead: OrganisationCode? = nil) async throws -> CaseRefusal {
                try await refusal {
                    try await town.perform(by: "street", on: id) { Whistle($0, organisations: organisations, lead: lead) }
                }
            }
            #expect(try await whistle(["water-company", "ecology-530102"]).code == .workflow(.alreadyCalled))
            #expect(try await whistle(["ecology-530102"]).code == .workflow(.missing))
            #expect(try await whistle(["ecology-530102", "ecology-530102"]).code == .workflow(.missing))
            #expect(try await whistle(["ecology-530102", "water-530102"], lead: "fire-530102").code == .workflow(.notSensible))
            #expect(try await whistle(["ecology-530102", "water-530102"], lead: "water-530102").code == .workflow(.notSensible))
            let many = town.city.organisations.all.filter { $0.kind == .department }.map(\.code).prefix(8)
            #expect(try await whistle(Array(many)).code == .workflow(.tooManyOrders))
            #expect(try await whistle(["ecology-530102", "nobody"]).code == .unknownName)
            #expect(try await town.faults() == [])
        }
    }

    /// A procedure may have two actions of one meaning for orders in different states. Which is meant follows from the order,
    /// also while the case as a whole stands elsewhere.
    @Test(arguments: StoreKind.allCases)
    func theActionIsThatOfTheOrdersOwnState(_ kind: StoreKind) async throws {
        let city = try TestTown.kunming { text in
            text.replacing(
                "  handle:\n    title",
                with: """
                      give-back:
                        title: {zh: 处置中退回, en: Give back}
                        does: decline
                        from: working
                        who: [department-officer of own-order]
                        needs: [reason, text]

                      handle:
                        title
                    """, maxReplacements: 1)
        }
        try await Town.with(kind, city: city) { town async throws in
            let id = try await whistled(town)
            try await town.perform(by: "urban", on: id, order: 1) { ReportIn($0) }
            #expect(try await town.file(id).stateName == "called")
            try await town.perform(by: "urban", on: id, order: 1) { Decline($0, reason: "现场发现不归我管") }
            try await town.perform(by: "water", on: id, order: 2) { Decline($0, reason: "不归我管") }
            let actions = try await town.view(id).timeline.compactMap(\.action)
            #expect(actions.suffix(2) == ["give-back", "decline"])
            #expect(try await town.faults() == [])
        }
    }
}
