import Accounts
import Cases
import City
import Ground
import Store
import StoreTestSupport
import Testing
import Workflows

/// What a community may be asked for, and names that nobody knows.
@Suite struct DutyTests {
    private static let community: OrganisationCode = "community-530102001007"

    private static func line(_ duty: String) -> Place? {
        Town.kunming.duties.lines.first { $0.level == .community && $0.duty == duty }?.place
    }

    @Test(arguments: StoreKind.allCases)
    func aDispatchOutsideTheCatalogueIsRefusedWithItsLine(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            for (requestClass, duty) in [("illegal-building", "law-enforcement"), ("street-light", "all-else")] {
                let id = try await town.triaged(ClassCode(requestClass)).caseID
                let line = try #require(Self.line(duty))
                let refused = try await refusal {
                    try await town.perform(by: "street", on: id) { Dispatch($0, organisation: Self.community) }
                }
                #expect(refused.code == .outsideDuties(line))
                #expect(refused.message.zh.hasPrefix("不在职责准入清单内："))
                #expect(refused.message.zh.contains("duties.csv:\(line.line ?? 0)"))
                #expect(refused.message.en.contains("duties.csv:\(line.line ?? 0)"))
                let whistle = try await refusal {
                    try await town.perform(by: "street", on: id) { Whistle($0, organisations: ["water-company", Self.community]) }
                }
                #expect(whistle.code == .outsideDuties(line))
                try await town.perform(by: "street", on: id) { Escalate($0, text: "请上级协调") }
                let assigned = try await refusal {
                    try await town.perform(by: "city", on: id) { Assign($0, organisation: Self.community, text: "指定") }
                }
                #expect(assigned.code == .outsideDuties(line))
                #expect(try await town.file(id).state.orders == [])
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func whatStandsInTheCatalogueGoesThrough(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.triaged("small-adverts").caseID
            #expect(try await town.perform(by: "street", on: id) { Dispatch($0, organisation: Self.community) }.state == "called")
            // Called for one thing, asked for another: the catalogue would be no more than a word.
            let turned = try await refusal {
                try await town.perform(by: "street", on: id) { Triage($0, requestClass: "illegal-building", text: "实为违建") }
            }
            #expect(turned.code == .outsideDuties(try #require(Self.line("law-enforcement"))))
            try await town.perform(by: "street", on: id, order: 1) { CancelOrder($0, reason: "另派") }
            try await town.perform(by: "street", on: id) { Triage($0, requestClass: "illegal-building", text: "实为违建") }
            #expect(try await town.faults() == [])
        }
    }

    /// A case whose class nobody has said yet falls under the line for all else.
    @Test(arguments: StoreKind.allCases)
    func aCaseWithoutAClassFallsUnderAllElse(_ kind: StoreKind) async throws {
        let city = try TestTown.kunming { $0.replacing("needs: [class, area]", with: "needs: [area]") }
        try await Town.with(kind, city: city) { town async throws in
            let id = try await town.report().caseID
            try await town.perform(by: "street", on: id) { Triage($0) }
            let refused = try await refusal {
                try await town.perform(by: "street", on: id) { Dispatch($0, organisation: Self.community) }
            }
            #expect(refused.code == .outsideDuties(try #require(Self.line("all-else"))))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func unknownNamesAreRefusedByName(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.report().caseID
            func triage(_ requestClass: ClassCode?, _ area: AreaCode?) async throws -> CaseRefusal {
                try await refusal { try await town.perform(by: "street", on: id) { Triage($0, requestClass: requestClass, area: area) } }
            }
            #expect(try await triage("路灯", nil).message == Bilingual(zh: "没有这个类别：路灯。", en: "There is no class “路灯”."))
            #expect(try await triage("street-light", "530199").message == Bilingual(zh: "没有这个区域：530199。", en: "There is no area “530199”."))
            let report = try await refusal { try await town.report(requestClass: "nothing") }
            #expect(report.code == .unknownName)
            let area = try await refusal { try await town.report(area: "nowhere") }
            #expect(area.code == .unknownName)
            let workflow = try await refusal { try await town.report(workflow: "theft") }
            #expect(workflow.message == Bilingual(zh: "没有这个流程：theft。", en: "There is no procedure “theft”."))
            try await town.perform(by: "street", on: id) { Triage($0, requestClass: "street-light") }
            let organisation = try await refusal {
                try await town.perform(by: "street", on: id) { Dispatch($0, organisation: "城管局") }
            }
            #expect(organisation.message == Bilingual(zh: "没有这个单位：城管局。", en: "There is no organisation “城管局”."))
            let action = try await refusal {
                try await town.office.perform(
                    TakeAction("explode", on: Target(id, seen: 2, key: town.key())), by: town.by("street"))
            }
            #expect(action.code == .workflow(.unknownAction))
            let nobody = try await refusal {
                try await town.office.perform(Note(Target(CaseID(1), seen: 1, key: town.key()), text: "a"), by: town.by("street"))
            }
            #expect(nobody.code == .unknownCase)
            #expect(nobody.message == Bilingual(zh: "没有这个案件。", en: "There is no such case."))
            #expect(try await town.faults() == [])
        }
    }

    /// A county that became a district in 2016 takes no new cases, and the refusal names the one that does.
    @Test(arguments: StoreKind.allCases)
    func anAreaThatWasDissolvedTakesNoCases(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let wanted = Bilingual(
                zh: "区域“晋宁县”现已不存在，请改用：晋宁区。", en: "The area “Jinning County” does not exist today; use Jinning District.")
            let report = try await refusal { try await town.report(area: "530122") }
            #expect(report.code == .invalid(field: "area"))
            #expect(report.message == wanted)
            let id = try await town.report(area: nil).caseID
            let triage = try await refusal {
                try await town.perform(by: "city", on: id) { Triage($0, requestClass: "street-light", area: "530122") }
            }
            #expect(triage.message == wanted)
            town.clock.set("2016-11-23T12:00+08:00")
            try await town.report(area: "530122")
        }
    }

    /// A command says what it means; naming an action of another meaning with it is a mistake, not a way around.
    @Test(arguments: StoreKind.allCases)
    func aCommandDoesNotCarryAnActionOfAnotherMeaning(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.triaged().caseID
            let refused = try await refusal {
                try await town.office.perform(
                    Note(Target(id, seen: 2, key: town.key(), action: "reject"), text: "好"), by: town.by("street"))
            }
            #expect(refused.code == .workflow(.unknownAction))
            let answer = try await town.office.perform(
                Triage(Target(id, seen: 2, key: town.key(), action: "reclassify"), priority: .urgent, text: "急"), by: town.by("street"))
            #expect(answer.state == "triaged")
        }
    }

    /// Whatever somebody types: a refusal or a case, never an error of the database.
    @Test(arguments: StoreKind.allCases)
    func oddInputIsRefusedOrKept(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let odd = ["\u{0}", "a\u{0}b", "'; drop table cases; --", "\u{FFFF}\u{202E}", String(repeating: "长", count: 20_000), "\r\n\r\n"]
            for text in odd {
                for report in [
                    ReportDemand(key: town.key(), text: text, area: "530102001007"),
                    ReportDemand(key: town.key(), text: "灯", address: text), ReportDemand(key: town.key(), text: "灯", outsideNumber: text),
                    ReportDemand(key: town.key(), text: "灯", answers: [text: text]), ReportDemand(key: town.key(), text: "灯", photos: [text]),
                    ReportDemand(key: town.key(), text: "灯", contact: Contact(name: text, phone: text, email: text)),
                    ReportDemand(key: town.key(), text: "灯", requestClass: ClassCode(text)),
                    ReportDemand(key: town.key(), text: "灯", area: AreaCode(text)), ReportDemand(key: town.key(), text: "灯", workflow: text),
                ] {
                    await Self.onlyRefuses { _ = try await town.office.report(report, by: .anybody) }
                }
                let id = try await town.report().caseID
                for given in [
                    Given(text: text), Given(text: "a", reason: text), Given(text: "a", photos: [text]), Given(text: "a", answers: [text: text]),
                    Given(text: "a", lead: text), Given(text: "a", organisations: [text]), Given(text: "a", requestClass: text),
                    Given(text: "a", otherCase: .min), Given(text: "a", rating: .max),
                ] {
                    let target = Target(id, order: .max, seen: nil, key: town.key())
                    await Self.onlyRefuses {
                        _ = try await town.office.perform(TakeAction("note", on: target, given: given), by: town.by("street"))
                    }
                }
                await Self.onlyRefuses {
                    let target = Target(id, seen: nil, key: town.key())
                    _ = try await town.office.perform(TakeAction(ActionName(rawValue: text), on: target), by: .tracking(text))
                }
            }
            #expect(try await town.faults() == [])
        }
    }

    private static func onlyRefuses(_ command: () async throws -> Void) async {
        do {
            try await command()
        } catch is CaseRefusal {
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func wordsAndPhotosHaveTheirLimits(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.working().caseID
            func handle(_ text: String, _ photos: [String], _ answers: [String: String] = [:]) async throws -> CaseRefusal {
                try await refusal {
                    try await town.perform(by: "urban", on: id, order: 1) { Handle($0, text: text, photos: photos, answers: answers) }
                }
            }
            #expect(try await handle(String(repeating: "字", count: 3334), [Town.photo]).code == .invalid(field: "text"))
            #expect(try await handle("好", Array(repeating: Town.photo, count: 21)).code == .invalid(field: "photos"))
            let missing = try await handle("好", ["cd"])
            #expect(missing.message.zh == "照片没有上传完成：cd。")
            #expect(try await handle("好", []).message == Bilingual(zh: "还缺：照片（至少1张）。", en: "Still missing: a photo."))
            #expect(try await handle("", []).missing == [.text, .photos(1)])
            let many = Dictionary(uniqueKeysWithValues: (0...500).map { ("\($0)", "x") })
            #expect(try await handle("好", [Town.photo], many).code == .invalid(field: "answers"))
            #expect(try await handle("好", [Town.photo], ["q": String(repeating: "x", count: 10_001)]).code == .invalid(field: "answers"))
            #expect(try await handle("好", [Town.photo], [String(repeating: "x", count: 10_001): "q"]).code == .invalid(field: "answers"))
            let full = try await town.perform(by: "urban", on: id, order: 1) {
                Handle($0, text: String(repeating: "字", count: 3333), photos: [Town.photo])
            }
            #expect(full.state == "verifying")
        }
    }
}
