import City
import Foundation
import Geography
import Ground
import TestSupport
import Testing
import WorkingTime

@Suite struct ShippedTests {
    private static let loaded = Dictionary(uniqueKeysWithValues: TestCity.shipped.map { ($0, City.load($0)) })

    static func city(_ folder: String) throws -> City {
        let (city, diagnostics) = try #require(loaded[folder])
        return try #require(city, "\(diagnostics.text)")
    }

    @Test(arguments: TestCity.shipped) func isSound(_ folder: String) {
        let (city, diagnostics) = City.load(folder)
        #expect(city != nil)
        // Notes are remarks about what is right but odd, such as a make-up working day on a Monday.
        #expect(diagnostics.all.filter { $0.severity > .note } == [])
    }

    @Test func kunmingHasTheSizeOfItsLists() throws {
        let city = try Self.city(TestCity.shipped[0])
        let living = city.territory.all.filter { $0.validTo == nil }
        let counties = living.filter { $0.level == .county }
        #expect(counties.count { !$0.isLocalCode } == 14)
        #expect(counties.count { $0.isLocalCode } == 4)
        #expect(living.count { $0.level == .street } == 150)
        #expect(living.count { $0.level == .community } == 1716)
        #expect(city.classes.all.count { $0.kind == .component } == 153)
        #expect(city.classes.all.count { $0.kind == .matter } == 250)
        #expect(city.settings.fields.count == 7)
        #expect(city.organisations.organisations(of: "530100").count { $0.kind == .department } == 30)
        #expect(city.territory.successors(of: "530122") == ["530115"])
        #expect(city.territory.ancestor(of: "530102401", at: .county) == "5301GX")
        // Below a community everything is invented and says so.
        #expect(living.filter { $0.level > .community }.allSatisfy { $0.isSynthetic && $0.isLocalCode })
        #expect(living.filter { $0.level <= .community }.allSatisfy { !$0.isSynthetic && !$0.source.isEmpty })
    }

    @Test(.enabled(if: Reference.isPresent)) func kunmingIsTheStatisticsList() throws {
        let city = try Self.city(TestCity.shipped[0])
        var diagnostics = Diagnostics()
        let list = CSV(try InputFile.read(Reference.path("city/divisions.csv")), file: "divisions.csv", diagnostics: &diagnostics)
        var count = 0
        for row in list.rows where row.fields[0].hasPrefix("5301") {
            count += 1
            let area = try #require(city.territory.area(AreaCode(row.fields[0])), "\(row.fields[0])")
            #expect(area.name.zh == row.fields[1])
            // A zone's unit stands under the zone; the code keeps the county.
            if area.parent?.rawValue != row.fields[3], area.level != .city { #expect(area.parent.flatMap { city.territory.area($0) }?.isLocalCode == true) }
        }
        #expect(count == 1 + 14 + 150 + 1716)
    }

    @Test(.enabled(if: Reference.isPresent)) func theDirectoryIsTheTranscription() throws {
        let city = try Self.city(TestCity.shipped[0])
        var diagnostics = Diagnostics()
        let list = CSV(
            try InputFile.read(Reference.path("city/matter-directory.csv")), file: "matter-directory.csv", diagnostics: &diagnostics)
        #expect(list.rows.count == 403)
        for row in list.rows {
            let kind = try #require(RequestClass.Kind(rawValue: row.fields[1]))
            let entry = try #require(city.classes.class(RequestClass.key(kind, row.fields[0])))
            #expect(entry.name.zh == row.fields[4])
            #expect(entry.major == row.fields[2])
            #expect(entry.source.contains("not checked"))
            #expect(entry.name.en.utf8.allSatisfy { $0 < 128 })
        }
        #expect(city.classes.majors.count { $0.kind == .component } == 5)
        #expect(city.classes.majors.count { $0.kind == .matter } == 10)
    }

    /// Wherever a case can lie, somebody is responsible.
    @Test(arguments: TestCity.shipped) func everyClassHasSomebodyEverywhere(_ folder: String) throws {
        let city = try Self.city(folder)
        let lowest: AreaLevel = city.settings.levels.contains { $0.level == .street } ? .street : .city
        for area in city.territory.areas(at: lowest) where area.validTo == nil {
            for requestClass in city.classes.all {
                let route = city.routing.route(class: requestClass.code, area: area.code)
                guard let route, city.organisations.organisation(route.organisation) != nil else {
                    Issue.record("nobody for \(requestClass.code) in \(area.code)")
                    return
                }
            }
        }
    }

    /// A place inside a street's cell is found in the street or below it, and the polygons say that they are no borders.
    @Test func schematicCellsLieInEachOther() throws {
        let city = try Self.city(TestCity.shipped[0])
        #expect(city.map.cells.allSatisfy { $0.isSchematic })
        #expect(city.settings.mapNotice != nil)
        var found = 0
        for cell in city.map.cells where cell.code.rawValue.count == 9 || cell.code.rawValue.count == 12 {
            guard let extent = cell.shape.extent else { continue }
            let middle = Coordinate(longitude: (extent.west + extent.east) / 2, latitude: (extent.south + extent.north) / 2)
            guard let area = city.locate(middle), city.territory.contains(cell.code, area) else { continue }
            found += 1
        }
        // The middle of a convex cell's box lies nearly always in the cell.
        #expect(found > 1700, "\(found)")
    }

    @Test(.enabled(if: Reference.isPresent)) func everyBostonRequestIsLocatedAndClassed() throws {
        let city = try Self.city(TestCity.shipped[1])
        var diagnostics = Diagnostics()
        let list = CSV(
            try InputFile.read(Reference.path("open311/boston_6000.csv.gz")), file: "boston", diagnostics: &diagnostics)
        #expect(list.rows.count == 6000)
        let (code, latitude, longitude) = (try #require(list.column("service_code")), try #require(list.column("lat")), try #require(list.column("long")))
        for row in list.rows {
            let place = Coordinate(longitude: try #require(Double(row.fields[longitude])), latitude: try #require(Double(row.fields[latitude])))
            let area = try #require(city.locate(place))
            #expect(city.territory.area(area)?.level == .grid)
            let requestClass = try #require(city.classes.class(outside: row.fields[code]))
            #expect(city.routing.route(class: requestClass.code, area: area) != nil)
        }
    }

    @Test func boston() throws {
        let city = try Self.city(TestCity.shipped[1])
        #expect(city.classes.all.count == 5)
        #expect(city.timeZone == "America/New_York")
        #expect(!city.calendar.isProvisional(year: 2030))
        #expect(city.territory.areas(at: .grid).allSatisfy { $0.code.rawValue.count == 15 })
    }

    @Test(arguments: TestCity.shipped) func contactsAreInventedAndCodesAreLeftOut(_ folder: String) throws {
        for organisation in try Self.city(folder).organisations.all {
            #expect(organisation.creditCode == nil)
            #expect(organisation.phone == nil && organisation.email == nil || organisation.hasSyntheticContact)
        }
    }
}
