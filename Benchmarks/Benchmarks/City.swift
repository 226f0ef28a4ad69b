internal import City
internal import Foundation
internal import Geography
internal import Ground

/// Loading of the shipped city and of a larger territory, routing and location, per CPU second. The baseline of the import is a
/// bare reading of the same CSV bytes in the same run.
enum CityBenchmark {
    /// Looks for the city folder below the working folder.
    static func run(folder: String = "cities/kunming") {
        guard FileManager.default.fileExists(atPath: folder) else { return print("city: \(folder) is not here") }
        let (loading, loaded) = seconds { City.load(folder) }
        guard let city = loaded.city else { return print("city: \(folder) has faults\n\(loaded.diagnostics.text)") }
        print(
            "city: \(folder) read and checked, \(city.territory.all.count) areas, \(city.map.cells.count) polygons, "
                + "\(city.organisations.all.count) organisations, \(city.classes.all.count) classes: "
                + "\(decimals(loading, 3)) CPU s")
        territory(folder)
        routes(city)
        places(city)
    }

    /// Fifty counties of twenty streets of thirty communities, in memory.
    private static func territory(_ folder: String) {
        var text = "code,name_zh,level,parent\n530100,市,city,\n"
        for county in 530_101...530_150 {
            text += "\(county),县,county,530100\n"
            for street in county * 1000 + 1...county * 1000 + 20 {
                text += "\(street),街道,street,\(county)\n"
                for community in street * 1000 + 1...street * 1000 + 30 { text += "\(community),社区,community,\(street)\n" }
            }
        }
        let bytes = Array(text.utf8)
        var files = ["areas.csv": bytes]
        files["city.yaml"] = try? InputFile.read("\(folder)/city.yaml")
        // The other files are missing and reported; what is measured is the territory.
        let inMemory = CityFiles(folder: folder, files: files)
        var ignored = Diagnostics()
        let (plain, rows) = seconds { CSV(bytes, file: "areas.csv", diagnostics: &ignored).rows.count }
        let (checked, result) = seconds { City.load(inMemory) }
        let faults = result.diagnostics.errors.count { $0.place.file.hasSuffix("areas.csv") }
        print(
            "city: \(rows) areas imported and checked (\(faults) faults): \(decimals(checked, 3)) CPU s, "
                + "\(decimals(checked / plain, 1)) × the bare reading of the CSV (\(decimals(plain, 3)) s)")
    }

    private static func routes(_ city: City) {
        let communities = city.territory.areas(at: .community)
        var random = SeededRandom(seed: 1)
        let count = 1 << 18
        let asked = (0..<count).map { _ in
            (city.classes.all[random.below(city.classes.all.count)].code, communities[random.below(communities.count)].code)
        }
        let (time, found) = seconds { asked.reduce(0) { $0 + (city.routing.route(class: $1.0, area: $1.1) == nil ? 0 : 1) } }
        print("city: \(decimals(Double(count) / time / 1e6, 2)) M routes per CPU second, \(found) of \(count) with somebody responsible")
    }

    private static func places(_ city: City) {
        var random = SeededRandom(seed: 2)
        let count = 1 << 20
        let asked = (0..<count).map { _ in
            Coordinate(longitude: 102.3 + random.unit(), latitude: 24.6 + random.unit() * 1.4)
        }
        let (time, found) = seconds { asked.reduce(0) { $0 + (city.locate($1) == nil ? 0 : 1) } }
        print("city: \(decimals(Double(count) / time / 1e6, 2)) M places located per CPU second, \(found) of \(count) in an area")
    }

    private static func decimals(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

    private static func seconds<Result>(_ work: () -> Result) -> (Double, Result) {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        let result = work()
        return (max(now() - start, 1e-9), result)
    }
}
