import City
import Ground
import Testing

@Suite struct RoutingTests {
    private static let loaded = TestCity.load()

    let city: City

    init() throws { city = try #require(Self.loaded.city) }

    private func line(_ route: Route?) -> Int? { route?.rule.line }

    @Test func aComponentAsksItsClassFirst() {
        // The owner is responsible wherever the component stands; the narrower area does not change that.
        #expect(line(city.routing.route(class: "component-01001", area: "530103001001")) == 2)
        #expect(line(city.routing.route(class: "component-01037", area: "530102001001")) == 3)
        #expect(line(city.routing.route(class: "component-01037", area: "530103001001")) == 4)
    }

    @Test func aMatterAsksItsAreaFirst() {
        #expect(line(city.routing.route(class: "matter-06010", area: "530102001001")) == 5)
        #expect(line(city.routing.route(class: "matter-06012", area: "530102001001")) == 6)
        #expect(line(city.routing.route(class: "matter-06012", area: "530103001001")) == 7)
    }

    @Test func theGapsAreFilledWithTheAreasOwn() {
        let route = city.routing.route(class: "matter-06010", area: "530102001001-G01")
        #expect(route?.organisation == "urban-530102")
        #expect(route?.supporting == ["street-530102001"])
        #expect(route?.reason == Bilingual(zh: "城管负责", en: "urban management"))
        #expect(route?.rule == Place("test/responsibilities.csv", line: 5))
    }

    @Test func aKnownOwnerComesBeforeEveryRule() {
        #expect(city.routing.route(class: "component-01037", area: "530102001", owner: "water")?.organisation == "water")
        // For a matter, and for an owner that does not exist, the rules decide.
        #expect(city.routing.route(class: "matter-06010", area: "530102001", owner: "water")?.organisation == "urban-530102")
        #expect(city.routing.route(class: "component-01037", area: "530102001", owner: "none")?.organisation == "urban-530102")
    }

    @Test func whatIsNotKnownHasNoRoute() {
        #expect(city.routing.route(class: "matter-99999", area: "530102001") == nil)
        #expect(city.routing.route(class: "matter-06010", area: "999999") == nil)
        // The whole city lies in no county: the rule cannot name an organisation.
        #expect(city.routing.route(class: "matter-06010", area: "530100") == nil)
    }

    @Test func everyRuleSaysWhyItDidNotMatch() {
        let trials = city.routing.explain(class: "matter-06012", area: "530102001001")
        #expect(trials.count == city.routing.rules.count)
        let outcomes = Dictionary(uniqueKeysWithValues: trials.map { ($0.rule.place.line ?? 0, $0.outcome) })
        #expect(outcomes == [2: .otherClass, 3: .otherClass, 4: .otherClass, 5: .lessSpecific, 6: .chosen, 7: .otherArea, 8: .otherClass])
        #expect(
            city.routing.explain(class: "matter-06010", area: "530100").contains { $0.outcome == .lacksLevel(.street) || $0.outcome == .lacksLevel(.county) })
        #expect(trials.allSatisfy { !$0.text.zh.isEmpty && !$0.text.en.isEmpty })
    }

    /// The dry run and the explanation are the same decision, everywhere in the shipped city.
    @Test func theExplanationChoosesWhatTheRouteChooses() throws {
        let city = try ShippedTests.city(TestCity.shipped[0])
        var random = SeededRandom(seed: 3)
        for _ in 0..<500 {
            let requestClass = city.classes.all[random.below(city.classes.all.count)].code
            let area = city.territory.all[random.below(city.territory.all.count)].code
            let chosen = city.routing.explain(class: requestClass, area: area).filter { $0.outcome == .chosen }
            #expect(chosen.map(\.rule.place) == [city.routing.route(class: requestClass, area: area)?.rule].compactMap { $0 })
        }
    }

    @Test func theDutyCatalogueNamesItsLine() {
        #expect(city.duties.check("matter-06010", at: .community) == .permitted(line: Place("test/duties.csv", line: 2)))
        #expect(
            city.duties.check("matter-06012", at: .community)
                == .refused(line: Place("test/duties.csv", line: 3), text: Bilingual(zh: "道路不归社区", en: "roads are not the community's")))
        #expect(
            city.duties.check("component-01037", at: .community)
                == .refused(line: Place("test/duties.csv", line: 4), text: Bilingual(zh: "清单以外", en: "not in the list")))
        #expect(city.duties.check("no-such-class", at: .community).isPermitted == false)
        #expect(city.duties.check("component-01037", at: .street).isPermitted)
        #expect(city.duties.check("component-01037", at: .county) == .permitted(line: nil))
        #expect(
            city.duties.check(duty: "investment", at: .street) == .refused(line: Place("test/duties.csv", line: 5), text: Bilingual(zh: "不再承担", en: "relieved"))
        )
        #expect(city.duties.check(duty: "anything", at: .street).isPermitted)
        #expect(city.duties.check(duty: "anything", at: .community).isPermitted == false)
    }

    @Test func organisationsOfStreetsAndCommunitiesHaveALevel() {
        #expect(city.organisations.organisation("community-530102001001")?.level == .community)
        #expect(city.organisations.organisation("street-530102001")?.level == .street)
        #expect(city.organisations.organisation("water")?.level == nil)
    }
}
