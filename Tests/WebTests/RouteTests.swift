import Cases
import City
import Ground
import Testing
import Web

@Suite struct RouteTests {
    @Test func whatIsPrintedIsRead() {
        var random = SeededRandom(seed: 4)
        let odd = ["KM261121-00042", "a/b", "..", "100%", "中文", "a b", "?x#y", "act", "photos", "%2F", "ü;=&"]
        var routes = Route.samples
        for _ in 0..<200 {
            let (a, b, c) = (odd.randomElement(using: &random) ?? "", odd.randomElement(using: &random) ?? "", odd.randomElement(using: &random) ?? "")
            let id = CaseID(Int64.random(in: 0...Int64.max, using: &random))
            routes += [
                .tracked(reference: a, tracking: b), .trackedAction(reference: a, tracking: b),
                .trackedPhoto(reference: a, tracking: b, hash: c), .caseFile(id), .caseAction(id), .casePhoto(id, c), .contact(id),
            ]
        }
        for route in routes {
            #expect(Route(path: route.path) == route)
            #expect(route.path.utf8.allSatisfy { $0 > 32 && $0 < 127 })
        }
    }

    @Test func everyKindOfAddressHasASample() {
        #expect(Set(Route.samples.map(\.pattern)).count == Route.samples.count)
        #expect(Route.samples.count == 18)
    }

    @Test func elsewhereIsNoAddressOfOurs() {
        for path in [
            "", "desk", "//evil.example/desk", "/cases/", "/cases/x", "/cases/1/", "/cases/1/other", "/language/fr", "/desk/",
            "/track//x", "/cases/99999999999999999999", "/../desk", "https://evil.example/",
        ] {
            #expect(Route(path: path) == nil)
        }
    }

    @Test func deskQueriesComeBack() {
        let addresses = [
            "", "?scope=area-530102001&ended=1&state=closed&class=DM-01&priority=urgent&overdue=1&after=1700000000000-42",
            "?state=%3Cscript%3E&class=%22",
        ]
        for address in addresses {
            #expect(DeskQuery(FormFields(urlEncoded: address.dropFirst())).suffix == address)
        }
        #expect(DeskQuery(FormFields(urlEncoded: "after=x&priority=none&q=42")).suffix == "")
    }

    @Test func monthsAreRead() {
        #expect(RatesQuery.month("2026-11") == 202_611 && RatesQuery.month("202601") == 202_601)
        for none in ["", "2026", "2026-13", "2026-00", "-99999", "999999999", "２０２６１１"] { #expect(RatesQuery.month(none) == nil) }
        let backwards = RatesQuery(FormFields(urlEncoded: "from=2026-11&to=2026-01&page=-5&by=x"), month: 202_611)
        #expect(backwards.period == 202_611...202_611 && backwards.page == 1)
        #expect(
            RatesQuery(FormFields(urlEncoded: "from=2026-02&to=2026-11&by=area&in=530102&page=3"), month: 202_611).suffix
                == "?from=2026-02&to=2026-11&by=area&in=530102&page=3")
    }

    @Test func numbersAreReadAsPeopleTypeThem() throws {
        let today = try #require(CivilDate(year: 2026, month: 11, day: 21))
        func read(_ text: String) -> String? { CaseNumber.readings(of: text, prefix: "KM", today: today).last }
        for text in ["KM261121-00042", "km261121-42", " 261121-42 ", "1121-42", "42", "KM 261121 - 42"] {
            #expect(read(text) == "KM261121-00042")
        }
        #expect(read("KM261121-123456") == "KM261121-123456")
        for text in ["", "x", "1-2-3", "'; drop table", "99999999999999999999", "12345-6", "-5-5"] {
            #expect(CaseNumber.readings(of: text, prefix: "KM", today: today).count == 1)
        }
        #expect(CaseNumber.code("v2kq hcx4-bqxo") == "V2KQHCX4BQX0")
    }
}
