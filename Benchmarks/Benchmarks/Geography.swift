internal import Foundation
internal import Geography
internal import Ground

/// Look-ups of a position among 10,000 cells of 64 corners per CPU second, beside a plain scan over all cells in the same run and,
/// where Python has it, shapely 2 (GEOS: STRtree with prepared polygons). The hits of all three must be the same.
enum GeographyBenchmark {
    private static let side = 100
    private static let corners = 64
    private static let lookUps = 1 << 20
    /// The plain scan is slow: it gets the first of the same positions.
    private static let scanned = 2000

    static func run() {
        var random = SeededRandom(seed: 64)
        let areas = cells(&random)
        let places = (0..<lookUps).map { _ in
            Coordinate(longitude: 102 + random.unit(), latitude: 24.5 + random.unit())
        }
        let clock = Stopwatch()
        guard let map = try? AreaMap(areas) else { return print("geography: the cells are not sound") }
        let building = clock.seconds
        let (hits, seconds) = count(places) { map.areas(containing: $0).count }
        let (firsts, firstSeconds) = count(places) { map.area(containing: $0) == nil ? 0 : 1 }
        let few = Array(places.prefix(scanned))
        let (fewHits, fewSeconds) = count(few) { map.areas(containing: $0).count }
        let (scanHits, scanSeconds) = count(few) { scan(areas, $0) }
        let rate = Double(lookUps) / seconds
        let scanRate = Double(scanned) / scanSeconds
        keep(firsts + Int(fewSeconds))
        print(
            "geography: \(areas.count) cells of \(corners) corners, checked and indexed in \(decimals(building, 2)) CPU s;"
                + " all areas of a position: \(decimals(rate / 1e6, 2)) M look-ups per CPU second,"
                + " \(decimals(rate / scanRate, 0)) × a plain scan (\(decimals(scanRate, 0)))"
                + "\(fewHits == scanHits ? "" : " – THE HITS DIFFER")")
        print("geography: first area only: \(decimals(Double(lookUps) / firstSeconds / 1e6, 2)) M per CPU second")
        shapely(areas, places, hits: hits, rate: rate)
    }

    /// Wavy cells in rows and columns that overlap their neighbours a little.
    private static func cells(_ random: inout SeededRandom) -> [(id: Int, shape: Shape)] {
        let step = 1 / Double(side)
        return (0..<side * side).map { id in
            let x = 102 + (Double(id % side) + 0.5) * step
            let y = 24.5 + (Double(id / side) + 0.5) * step
            var ring = (0..<corners).map { corner in
                let angle = 2 * Double.pi * Double(corner) / Double(corners)
                let radius = step * (0.5 + 0.1 * random.unit())
                return Coordinate(longitude: x + radius * cos(angle), latitude: y + radius * sin(angle))
            }
            ring.append(ring[0])
            return (id, Shape(outer: ring))
        }
    }

    /// Every cell is asked by ray casting.
    private static func scan(_ areas: [(id: Int, shape: Shape)], _ place: Coordinate) -> Int {
        var hits = 0
        for area in areas {
            var isInside = false
            let ring = area.shape.polygons[0].outer
            for index in 1..<ring.count {
                let (a, b) = (ring[index - 1], ring[index])
                guard (a.latitude > place.latitude) != (b.latitude > place.latitude) else { continue }
                let share = (place.latitude - a.latitude) / (b.latitude - a.latitude)
                if place.longitude < a.longitude + share * (b.longitude - a.longitude) { isInside.toggle() }
            }
            if isInside { hits += 1 }
        }
        return hits
    }

    private static func count(_ places: [Coordinate], _ hits: (Coordinate) -> Int) -> (Int, Double) {
        let clock = Stopwatch()
        var sum = 0
        for place in places { sum += hits(place) }
        return (sum, max(clock.seconds, 1e-9))
    }

    private static let script = """
        import sys, time
        try:
            import numpy, shapely
        except ImportError:
            print("absent"); sys.exit()
        corners, cells, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
        rings = numpy.fromfile(folder + "/cells.bin").reshape(cells, corners + 1, 2)
        points = shapely.points(numpy.fromfile(folder + "/places.bin").reshape(-1, 2))
        start = time.process_time()
        polygons = shapely.polygons(rings)
        tree = shapely.STRtree(polygons)
        built = time.process_time()
        hits = tree.query(points, predicate="intersects").shape[1]
        done = time.process_time()
        print(shapely.__version__, shapely.geos_version_string, hits, len(points) / (done - built))
        """

    private static func shapely(
        _ areas: [(id: Int, shape: Shape)], _ places: [Coordinate], hits: Int, rate: Double
    ) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("geography-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try data(areas.flatMap { $0.shape.polygons[0].outer }).write(to: folder.appendingPathComponent("cells.bin"))
            try data(places).write(to: folder.appendingPathComponent("places.bin"))
            let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [python, "-c", script, "\(corners)", "\(areas.count)", folder.path]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let words = String(decoding: output, as: UTF8.self).split { $0.isWhitespace }
            guard words.count == 4, let theirs = Int(words[2]), let theirRate = Double(words[3]) else {
                return print("geography: not compared with shapely, which \(python) does not have (set PYTHON)")
            }
            print(
                "geography: shapely \(words[0]) (GEOS \(words[1])): \(decimals(theirRate / 1e6, 2)) M look-ups per CPU second;"
                    + " ours is \(decimals(rate / theirRate, 1)) ×; \(hits) hits"
                    + "\(theirs == hits ? " in both" : " – THEIRS ARE \(theirs)")")
        } catch {
            print("geography: not compared with shapely: \(error.localizedDescription)")
        }
    }

    private static func data(_ places: [Coordinate]) -> Data {
        places.flatMap { [$0.longitude, $0.latitude] }.withUnsafeBytes { Data($0) }
    }

    /// CPU seconds of this process since it was made.
    private struct Stopwatch {
        private let start = clock()
        var seconds: Double { Double(clock() - start) / Double(CLOCKS_PER_SEC) }
    }

    private static func decimals(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

    /// Keeps the optimiser from leaving out work whose result nobody reads.
    @inline(never)
    private static func keep(_ value: Int) {
        if value == .min { print("") }
    }
}
