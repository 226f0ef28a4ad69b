import City
import Geography
import Ground
import Testing

@Suite struct TerritoryTests {
    @Test func historyIsKept() throws {
        let areas = [
            Area(code: "532300", name: Bilingual(zh: "楚雄州", en: "Chuxiong"), level: .city, parent: nil),
            Area(
                code: "532331", name: Bilingual(zh: "禄丰县", en: "Lufeng County"), level: .county, parent: "532300",
                validTo: CivilDate("2021-01-01"), successors: ["532302"]),
            Area(
                code: "532302", name: Bilingual(zh: "禄丰市", en: "Lufeng City"), level: .county, parent: "532300",
                validFrom: CivilDate("2021-01-01")),
        ]
        let territory = Territory(areas)
        let before = try #require(CivilDate("2020-12-31")), after = try #require(CivilDate("2021-01-01"))
        #expect(territory.valid(on: before).map(\.code) == ["532300", "532331"])
        #expect(territory.valid(on: after).map(\.code) == ["532300", "532302"])
        #expect(territory.successors(of: "532331") == ["532302"])
        #expect(territory.successors(of: "532302") == ["532302"])
        #expect(territory.successors(of: "999999") == [])
        #expect(territory.predecessors(of: "532302") == ["532331"])
        // An old case still finds its county and everything above it.
        #expect(territory.ancestors(of: "532331") == ["532300", "532331"])
    }

    /// Against the plain definition, on random trees, with orphans and circles among them.
    @Test(arguments: 0..<20) func containmentIsTheChainOfParents(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let count = 1 + random.below(60)
        let areas = (0..<count).map { index -> Area in
            // Now and then a parent that comes later, so that circles arise.
            let parent = random.below(12) == 0 ? random.below(count) : index == 0 ? nil : random.below(index)
            return Area(
                code: AreaCode("\(index)"), name: Bilingual(zh: "", en: ""), level: AreaLevel.allCases[random.below(8)],
                parent: parent.map { AreaCode("\($0)") })
        }
        let territory = Territory(areas)
        for area in areas {
            let chain = territory.ancestors(of: area.code)
            #expect(chain.last == area.code)
            #expect(Set(chain).count == chain.count)
            for other in areas { #expect(territory.contains(other.code, area.code) == chain.contains(other.code)) }
            for level in AreaLevel.allCases {
                #expect(territory.ancestor(of: area.code, at: level) == chain.last { territory.area($0)?.level == level })
            }
            let below = Set(territory.descendants(of: area.code).map(\.code))
            #expect(below == Set(areas.map(\.code).filter { territory.contains(area.code, $0) }))
            if let parent = chain.dropLast().last {
                #expect(parent == area.parent)
                #expect(territory.children(of: parent).contains { $0.code == area.code })
            } else {
                #expect(territory.roots.contains(area.code))
            }
        }
    }

    /// A chain deeper than any stack.
    @Test func depthCostsNoStack() {
        let count = 200_000
        let areas = (0..<count).map { index in
            Area(
                code: AreaCode("\(index)"), name: Bilingual(zh: "", en: ""), level: .building,
                parent: index == 0 ? nil : AreaCode("\(index - 1)"))
        }
        let territory = Territory(areas)
        #expect(territory.contains("0", AreaCode("\(count - 1)")))
        #expect(!territory.contains("5", "4"))
    }

    @Test func titlesDifferByArea() throws {
        let city = try #require(TestCity.load().city)
        #expect(city.title(of: .group)?.en == "Group")
        #expect(city.title(of: .group, at: "530103001001")?.en == "Group (courtyard)")
        #expect(city.title(of: .group, at: "530102001001")?.en == "Group")
        #expect(city.levelsAbove(.community) == 3)
    }

    @Test func theFinestAreaIsFound() throws {
        let city = try #require(TestCity.load().city)
        #expect(city.locate(Coordinate(longitude: 2, latitude: 2)) == "530102001")
        #expect(city.locate(Coordinate(longitude: 7, latitude: 7)) == "530102")
        #expect(city.locate(Coordinate(longitude: 20, latitude: 7)) == nil)
        #expect(city.map.isSchematic)
    }
}
