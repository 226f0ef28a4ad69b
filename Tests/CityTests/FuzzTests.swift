import City
import Foundation
import Ground
import Testing

/// Damaged folders: whatever stands in the files, loading ends, and a city comes out only without errors.
@Suite struct FuzzTests {
    private static let pieces: [[UInt8]] =
        [
            "", ",", ",,,,", "\n", "\"", "\"\"", ";", "*", "{county}", "{", "}", "530100", "530102", "999999999999999999999", "-1", "yes", "2026-02-30",
            "demand", "matter/06", "component", "- ", ": ", "&a", "*a", "[", "]", "\u{FEFF}", "😀", "1e999", "null", "\t", "\r\n", "#",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3, 0x28], [0]]

    private static func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(4) {
            let at = random.below(bytes.count + 1)
            let end = min(bytes.count, at + random.below(12))
            switch random.below(5) {
            case 0: bytes.replaceSubrange(at..<end, with: pieces[random.below(pieces.count)])
            case 1: bytes.removeSubrange(at..<end)
            case 2: bytes.insert(contentsOf: bytes[at..<end], at: random.below(bytes.count + 1))
            case 3 where at < bytes.count: bytes[at] = UInt8(truncatingIfNeeded: random.next())
            default: swapLines(&bytes, &random)
            }
        }
        return bytes
    }

    private static func swapLines(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        lines.swapAt(random.below(lines.count), random.below(lines.count))
        bytes = Array(lines.joined(separator: [10]))
    }

    private static func tryOut(_ sound: [String: [UInt8]], rounds: Int, seed: UInt64) -> Int {
        var random = SeededRandom(seed: seed)
        let names = sound.keys.sorted()
        var refused = 0
        for _ in 0..<rounds {
            var files = sound
            for _ in 0...random.below(3) {
                let name = names[random.below(names.count)]
                if random.below(20) == 0 { files[name] = nil } else { files[name] = files[name].map { mutate($0, &random) } }
            }
            let (city, diagnostics) = City.load(CityFiles(folder: "fuzz", files: files))
            #expect((city == nil) == diagnostics.hasErrors)
            #expect(diagnostics.all.allSatisfy { !$0.message.isEmpty && $0.place.file.hasPrefix("fuzz/") }, "\(diagnostics.text)")
            if let city { use(city) } else { refused += 1 }
        }
        return refused
    }

    /// A damaged city that still loads must still answer.
    private static func use(_ city: City) {
        for area in city.territory.all.prefix(20) {
            for requestClass in city.classes.all.prefix(5) {
                _ = city.routing.explain(class: requestClass.code, area: area.code)
                _ = city.duties.check(requestClass.code, at: area.level)
            }
            _ = city.title(of: .group, at: area.code)
            _ = city.territory.successors(of: area.code)
        }
        _ = CityReport.text(city)
    }

    @Test(arguments: 0..<4) func theSmallCity(part: Int) {
        let refused = Self.tryOut(TestCity.files.mapValues { Array($0.utf8) }, rounds: 100, seed: UInt64(100 + part))
        #expect(refused > 25)
    }

    @Test(arguments: TestCity.shipped) func aShippedCity(_ folder: String) throws {
        let refused = Self.tryOut(try TestCity.bytes(of: folder), rounds: 5, seed: 5)
        #expect(refused > 0)
    }
}
