import City
import Foundation
import Ground
import Testing
import Workflows

/// One fault put into a sound city, and where and how it must be told.
struct Fault: Sendable, CustomTestStringConvertible {
    var file: String
    var old: String
    var new: String
    var line: Int?
    var column: Int?
    var says: String

    init(_ file: String, _ old: String, _ new: String, at line: Int?, _ column: Int? = nil, says: String) {
        self.file = file
        self.old = old
        self.new = new
        self.line = line
        self.column = column
        self.says = says
    }

    var testDescription: String { "\(file): \(says)" }
}

@Suite struct FaultTests {
    @Test func theSmallCityIsSound() {
        let (city, diagnostics) = TestCity.load()
        #expect(diagnostics.text == "")
        #expect(city != nil)
    }

    static let areas: [Fault] = [
        Fault("areas.csv", "530103001,二街道,Two,street,530103", "530103001,二街道,Two,street,530102", at: 7, 26, says: "does not belong to the parent 530102"),
        Fault("areas.csv", "street,530102,", "street,530109,", at: 6, says: "the parent 530109 of 530102001 does not exist"),
        Fault("areas.csv", "community,530102001,", "community,530102,", at: 8, says: "a community cannot stand under the county 530102"),
        Fault("areas.csv", "530103001,二街道", "530102001,二街道", at: 7, 1, says: "stands twice, first on line 6"),
        Fault("areas.csv", "甲区,A,county,530100", "甲区,A,county,530102", at: 3, says: "in a circle"),
        Fault("areas.csv", "甲区,A,county,530100", "甲区,A,county,", at: 3, says: "530102 has no parent"),
        Fault("areas.csv", "530100,试市,Test,city,,", "530100,试市,Test,city,530102,", at: 2, says: "in a circle"),
        Fault("areas.csv", "甲区,A,county", "甲区,A,countty", at: 3, 13, says: "“countty” is not known as level"),
        Fault("areas.csv", "530102001001,一社区", "5301020011,一社区", at: 8, 1, says: "which has 12 digits"),
        Fault("areas.csv", "2020-01-01,,,,,\n530131", "2019-01-01,,,,,\n530131", at: 5, says: "already from 2019-01-01"),
        Fault("areas.csv", "2020-01-01,530103", "2020-01-01,530104", at: 5, says: "the successor 530104 of 530131 does not exist"),
        Fault("areas.csv", ",2020-01-01,530103", ",,530103", at: 5, says: "has a successor but no end"),
        Fault("areas.csv", "530100,,2020-01-01,530103", "530100,2021-01-01,2020-01-01,530103", at: 5, says: "ends on 2020-01-01, not after"),
        Fault("areas.csv", "二街道,Two,street,530103,", "二街道,Two,street,530103,2019-01-01", at: 7, 33, says: "begins on 2019-01-01, before its parent 530103"),
        Fault("areas.csv", "2020-01-01,,,,,\n", "2020-02-30,,,,,\n", at: 4, says: "is not a day of the calendar"),
        Fault(
            "areas.csv", "530103,乙区,B,county,530100,2020-01-01,,", "530103,乙区,B,county,530100,2020-01-01,2025-01-01,", at: 7, says: "outlives its parent 530103"
        ),
        Fault("areas.csv", "grid,530102001001,,,,yes", "grid,530102001001,,,,no", at: 10, says: "a grid has no national code"),
        Fault("areas.csv", "code,name_zh,", "kode,name_zh,", at: 1, says: "the column “code” is missing"),
        Fault("areas.csv", ",source", ",sourse", at: 1, 82, says: "the column “sourse” is not known here"),
    ]

    static let others: [Fault] = [
        Fault("organisations.csv", "urban-530103,", "urban-530102,", at: 6, says: "stands twice, first on line 5"),
        Fault("organisations.csv", "91350100M000100Y43", "91350100M000100Y44", at: 3, 41, says: "not a unified social credit code"),
        Fault("organisations.csv", "department,urban,530100,lead", "department,urban,530100,leed", at: 4, says: "the parent leed does not exist"),
        Fault("organisations.csv", "department,urban,530100,lead", "department,urban,530100,urban-530102", at: 4, says: "stands under itself"),
        Fault("organisations.csv", "company,urban", "company,urbane", at: 3, says: "the field “urbane” is not known"),
        Fault("organisations.csv", "company,urban,530100", "company,urban,530109", at: 3, says: "the area 530109 does not exist"),
        Fault("organisations.csv", "company,", "compani,", at: 3, says: "“compani” is not known as kind"),
        Fault("categories.csv", "供水井盖,Water cover,demand", "供水井盖,Water cover,demmand", at: 2, says: "there is no procedure “demmand”"),
        Fault("categories.csv", "3 working days", "3 working dais", at: 2, says: "“3 working dais” is not a time allowed"),
        Fault("categories.csv", "component,01037", "component,01001", at: 3, 11, says: "the class component-01001 stands twice"),
        Fault("categories.csv", "component,01037,01,市政", "component,01037,02,市政", at: 3, says: "does not belong to the major class 02"),
        Fault("categories.csv", "component,01037,01,市政", "component,01037,01,市容", at: 3, says: "the major class 01 is called “市容” here"),
        Fault("categories.csv", "matter-06010,abc", "matter-06011,abc", at: 6, says: "matter-06011 is no class of the standard"),
        Fault("categories.csv", "demand,waste,", "demand,matter,", at: 6, says: "cannot be the code of a demand"),
        Fault("categories.csv", "1 working day,street", "1 working day,steet", at: 4, says: "“steet” is not known as level"),
        Fault("responsibilities.csv", "matter-06012,", "matter-06013,", at: 6, 1, says: "there is no class “matter-06013”"),
        Fault("responsibilities.csv", "matter,530103,", "matter,530104,", at: 7, says: "the area 530104 does not exist"),
        Fault("responsibilities.csv", "component-01001,*,water,", "component-01001,*,wather,", at: 2, says: "there is no organisation wather"),
        Fault(
            "responsibilities.csv", "component,*,urban-{county}", "component,*,urbane-{county}", at: 3,
            says: "there are no organisations urbane-530102, urbane-530103"),
        Fault("responsibilities.csv", "component,*,urban-{county}", "component,*,urban-{conty}", at: 3, says: "has an open brace or names no level"),
        Fault("responsibilities.csv", "component-01001,*,water,", "component-01001,*,lead,", at: 2, says: "co-ordinates and takes no work orders"),
        Fault("responsibilities.csv", "matter/06,*", "matter-06012,*", at: 6, says: "has a rule already, on line 5"),
        Fault("duties.csv", "community,rest,*,no", "community,rest,demand,no", at: nil, says: "the level community has duties but no line for all else"),
        Fault("duties.csv", "community,roads", "community,cleaning", at: 3, says: "stands already on line 2"),
        Fault("duties.csv", "道路不归社区", "", at: 3, says: "“reason_zh” is empty"),
        Fault("duties.csv", "matter-06012,no", "matter-06012,perhaps", at: 3, says: "is neither yes nor no"),
        Fault("posts.yaml", "{post: grid-worker, area", "{post: grid-walker, area", at: nil, says: "there is no post “grid-walker”"),
        Fault("posts.yaml", "area: \"530102001001\"", "area: \"530102\"", at: nil, says: "the post is not held in a county"),
        Fault("posts.yaml", "organisation: water}", "organisation: lead}", at: nil, says: "the post is not held in a coordination"),
        Fault("posts.yaml", "login: water", "login: grid", at: nil, says: "the login grid stands already"),
        Fault("city.yaml", "Asia/Shanghai", "Asia/Shanghay", at: 3, 12, says: "there is no time zone"),
        Fault("city.yaml", "09:00-12:00", "09:00-25:00", at: 6, says: "is no interval of office hours"),
        Fault("city.yaml", "09:00-12:00", "09:00-14:00", at: 6, says: "overlap"),
        Fault("city.yaml", "under: [county]", "under: [community]", at: 10, says: "a street cannot stand under a community"),
        Fault("city.yaml", "\"530103\":", "\"530109\":", at: 17, says: "the area 530109 does not exist"),
        Fault("city.yaml", "reference-prefix: T", "reference-prefix: 案", at: 4, says: "cannot stand here"),
        Fault("city.yaml", "key: test", "kee: test", at: 1, says: "“kee” is not known here"),
        Fault("areas.geojson", "\"code\":\"530102001\"", "\"code\":\"530102\"", at: 3, says: "has a polygon already"),
        Fault("areas.geojson", "\"code\":\"530102001\"", "\"code\":\"530109\"", at: 3, says: "the area 530109 does not exist"),
        Fault("workflows/demand.yaml", "street-verifier of", "street-verifyer of", at: nil, says: "did you mean “street-verifier”?"),
        Fault("calendar.csv", "2026-10-10", "2026-10-40", at: 3, says: "is no day"),
    ]

    @Test(arguments: areas + others) func isTold(_ fault: Fault) throws {
        let (city, diagnostics) = TestCity.load(fault.file, fault.old, fault.new)
        #expect(city == nil)
        let told = diagnostics.errors.filter { $0.description.contains(fault.says) }
        let first = try #require(told.first, "nothing says so, but:\n\(diagnostics.text)")
        #expect(first.place.file == "test/\(fault.file)")
        if let line = fault.line { #expect(first.place.line == line) }
        if let column = fault.column { #expect(first.place.column == column) }
    }

    @Test func allFaultsAreToldAtOnce() {
        var files = TestCity.files
        files["areas.csv"]?.append("530102001009,九社区,Nine,community,530102009,,,,,,\n")
        files["duties.csv"] = files["duties.csv"]?.replacingOccurrences(of: "matter/06", with: "matter/99")
        files["posts.yaml"]?.append("nonsense: 1\n")
        files["organisations.csv"] = nil
        let (city, diagnostics) = City.load(CityFiles(folder: "test", files: files.mapValues { Array($0.utf8) }))
        #expect(city == nil)
        for said in ["the parent 530102009", "there is no class “matter/99”", "“nonsense” is not known", "test/organisations.csv: error: the file is missing"] {
            #expect(diagnostics.text.contains(said), "\(diagnostics.text)")
        }
    }

    /// One wrong word in one line is one fault, however much hangs on that line.
    @Test func aFaultIsToldOnce() {
        for (old, new) in [("甲区,A,county", "甲区,A,countie"), ("530102,甲区,A", "530102,,A"), ("530100,试市,Test,city", "530100,试市,Test,town")] {
            let (city, diagnostics) = TestCity.load("areas.csv", old, new)
            #expect(city == nil)
            #expect(diagnostics.errors.count == 1, "\(diagnostics.text)")
        }
    }

    @Test func aProcedureStandsOnceInAVersion() {
        var files = TestCity.files
        files["workflows/again.yaml"] = files["workflows/demand.yaml"]
        let (city, diagnostics) = City.load(CityFiles(folder: "test", files: files.mapValues { Array($0.utf8) }))
        #expect(city == nil)
        #expect(diagnostics.errors.map(\.message) == ["demand version 1 stands already in again.yaml"])
        files["workflows/again.yaml"] = files["workflows/demand.yaml"]?.replacingOccurrences(of: "version: 1", with: "version: 2")
        #expect(City.load(CityFiles(folder: "test", files: files.mapValues { Array($0.utf8) })).city?.workflows["demand"]?.version == 2)
    }

    @Test func everyFileThatIsNeededIsMissed() {
        for name in TestCity.files.keys where !["duties.csv", "areas.geojson", "calendar.csv"].contains(name) {
            var files = TestCity.files
            files[name] = nil
            let (city, diagnostics) = City.load(CityFiles(folder: "test", files: files.mapValues { Array($0.utf8) }))
            #expect(city == nil)
            let folder = name.hasPrefix("workflows") ? "test/workflows" : "test/\(name)"
            #expect(diagnostics.errors.contains { $0.place.file == folder }, "\(name): \(diagnostics.text)")
        }
    }

    @Test func bytesThatAreNoTextAreTold() {
        for name in TestCity.files.keys {
            var files = TestCity.files.mapValues { Array($0.utf8) }
            guard var bytes = files[name] else { continue }
            bytes.insert(0xFF, at: min(20, bytes.count))
            files[name] = bytes
            let (city, diagnostics) = City.load(CityFiles(folder: "test", files: files))
            #expect(city == nil)
            #expect(diagnostics.errors.contains { $0.place.file == "test/\(name)" }, "\(name): \(diagnostics.text)")
        }
    }

    @Test func anEmptyFolderIsToldFileByFile() {
        let (city, diagnostics) = City.load("/nowhere/at/all")
        #expect(city == nil)
        for name in ["city.yaml", "areas.csv", "organisations.csv", "posts.yaml", "categories.csv"] {
            #expect(diagnostics.errors.contains { $0.place.file == "/nowhere/at/all/\(name)" })
        }
    }

    @Test func aClassWithoutARuleForAllIsAWarning() {
        let (city, diagnostics) = TestCity.load("responsibilities.csv", "demand,*,", "demand,530102,")
        #expect(city != nil)
        #expect(diagnostics.warnings.map(\.message) == ["the class waste has no rule for the whole city in responsibilities.csv"])
    }
}
