import Foundation
import Ground
import OpinionMap
import TestSupport

/// A published conversation with the results of an independent program.
struct ReferenceConversation {
    static let bowlingGreen2050 = "bg2050-volunteers"
    static let landBank = "ssis.land-bank-farmland.2rumnecbeh.2021-08-01"
    static let brexit = "brexit-consensus"
    static let bowlingGreen = "bowling-green"

    let name: String
    let export: PolisExport

    init(_ name: String) throws {
        self.name = name
        var diagnostics = Diagnostics()
        let export = PolisExport.read(try ReferenceConversation.files(name), folder: name, diagnostics: &diagnostics)
        guard let export, diagnostics.isEmpty else { throw RejectedInput(diagnostics) }
        self.export = export
    }

    static func files(_ name: String) throws -> PolisExport.Files {
        func file(_ part: String) throws -> PolisExport.File? {
            let path = Reference.path("opinion/\(name)/\(part).csv.gz")
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            return PolisExport.File(name: path, bytes: try InputFile.read(path))
        }
        return PolisExport.Files(
            comments: try file("comments"), participantsVotes: try file("participants-votes"), votes: try file("votes"),
            summary: try file("summary"))
    }

    /// `expected.json`.
    func expected() throws -> Expected {
        let data = try Data(contentsOf: URL(fileURLWithPath: Reference.path("opinion/\(name)/expected.json")))
        return try JSONDecoder().decode(Expected.self, from: data)
    }

    /// The published groups of those that the map placed, and the map's.
    func groups(_ landscape: Landscape) -> (official: [Int], found: [Int]) {
        var pairs: ([Int], [Int]) = ([], [])
        for participant in landscape.participants {
            guard let found = participant.group, let official = export.officialGroups[participant.id] else { continue }
            pairs.0.append(official)
            pairs.1.append(found)
        }
        return pairs
    }
}

struct Expected: Decodable {
    struct Entry: Decodable {
        let tid: Int
        let successes: Int
        let trials: Int
        let probability: Double
        let probabilityTest: Double
        let representativeness: Double?
        let representativenessTest: Double?
        let direction: String?
        let isBestAgree: Bool?

        enum CodingKeys: String, CodingKey {
            case tid
            case successes = "n-success"
            case trials = "n-trials"
            case probability = "p-success"
            case probabilityTest = "p-test"
            case representativeness = "repness"
            case representativenessTest = "repness-test"
            case direction = "repful-for"
            case isBestAgree = "best-agree"
        }
    }

    struct Consensus: Decodable {
        let agree: [Entry]
        let disagree: [Entry]
    }

    let sizes: [String: Int]
    let representative: [String: [Entry]]
    let consensus: Consensus
    let groupInformedConsensus: [String: Double]

    enum CodingKeys: String, CodingKey {
        case sizes = "official_group_sizes"
        case representative, consensus
        case groupInformedConsensus = "group_aware_consensus_agree"
    }
}
