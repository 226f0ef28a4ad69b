import Foundation
import Testing

/// The rules of the house that the compiler does not know: who may import whom.
@Suite struct HouseTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The floors, from below. Rooms on one floor do not see each other, but for the kernel and the ground, whose rooms stand
    /// on each other in the order given here.
    static let floors: [(folder: String, steps: [String])] = [
        ("", ["Ground", "Documents"]),
        ("Engines", []),
        ("Kernel", ["Store", "City", "Accounts", "Cases"]),
        ("Capabilities", []),
        ("Faces", []),
        ("", ["concentric"]),
    ]

    struct Room {
        let name: String
        let floor: Int
        let step: Int
        let imports: [(module: String, place: String)]
    }

    static func rooms(under root: String) throws -> [String: Room] {
        let manager = FileManager.default
        var rooms: [String: Room] = [:]
        for (floor, entry) in floors.enumerated() {
            let folder = root + "/Sources" + (entry.folder.isEmpty ? "" : "/" + entry.folder)
            let names = entry.folder.isEmpty ? entry.steps : (try? manager.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where manager.fileExists(atPath: folder + "/" + name) {
                rooms[name] = Room(
                    name: name, floor: floor, step: entry.steps.firstIndex(of: name) ?? 0,
                    imports: try imports(in: folder + "/" + name))
            }
        }
        return rooms
    }

    static func imports(in folder: String) throws -> [(module: String, place: String)] {
        var found: [(String, String)] = []
        guard let files = FileManager.default.enumerator(atPath: folder) else { return [] }
        for case let file as String in files where file.hasSuffix(".swift") {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                var words = line.split(separator: " ").filter {
                    !["public", "package", "internal", "@preconcurrency"].contains($0)
                }
                guard words.first == "import", words.count > 1 else { continue }
                words.removeFirst()
                if ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"].contains(words[0]) {
                    words.removeFirst()
                }
                guard let module = words.first?.split(separator: ".").first else { continue }
                found.append((String(module), "\(file):\(number + 1)"))
            }
        }
        return found
    }

    /// Every import that climbs a stair upward or walks sideways.
    static func faults(in rooms: [String: Room]) -> [String] {
        var faults: [String] = []
        for room in rooms.values {
            for (module, place) in room.imports {
                guard let other = rooms[module], other.name != room.name else { continue }
                let isBelow = other.floor < room.floor
                let isStepBelow = other.floor == room.floor && other.step < room.step
                if !isBelow && !isStepBelow { faults.append("\(room.name)/\(place) imports \(module)") }
            }
        }
        return faults.sorted()
    }

    @Test func noStairLeadsUpwardOrSideways() throws {
        let rooms = try Self.rooms(under: Self.root)
        #expect(rooms.count >= 10)
        #expect(rooms.values.contains { !$0.imports.isEmpty })
        #expect(Self.faults(in: rooms) == [])
    }

    @Test func aWrongStairIsSeen() {
        func room(_ name: String, _ floor: Int, _ step: Int, imports: [String]) -> (String, Room) {
            (name, Room(name: name, floor: floor, step: step, imports: imports.map { ($0, "F.swift:1") }))
        }
        let rooms = Dictionary(uniqueKeysWithValues: [
            room("Ground", 0, 0, imports: ["Workflows"]), room("Workflows", 1, 0, imports: ["Ground", "WorkingTime"]),
            room("WorkingTime", 1, 0, imports: ["Ground"]), room("Store", 2, 0, imports: ["Cases"]),
            room("Cases", 2, 3, imports: ["Store", "Workflows"]),
        ])
        #expect(
            Self.faults(in: rooms) == [
                "Ground/F.swift:1 imports Workflows", "Store/F.swift:1 imports Cases",
                "Workflows/F.swift:1 imports WorkingTime",
            ])
    }

    /// Everything in the package file stands where the design says.
    @Test func everyRoomIsInThePackageFile() throws {
        let manifest = try String(contentsOfFile: Self.root + "/Package.swift", encoding: .utf8)
        for name in try Self.rooms(under: Self.root).keys {
            #expect(manifest.contains("\"\(name)\""), "\(name) is a folder in Sources but no target")
        }
    }
}
