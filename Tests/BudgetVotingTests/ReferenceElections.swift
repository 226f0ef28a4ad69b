import BudgetVoting
import Foundation
import Ground
import TestSupport

/// The published elections and what reference programs made of them.
enum ReferenceElections {
    /// Without optimisation the largest sweeps take minutes; they are then left to the optimised run of the same suite.
    static let largestSize: Int = {
        #if DEBUG
            12_000
        #else
            .max
        #endif
    }()

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: Reference.path("voting"))) ?? []
        return files.filter { $0.hasSuffix(".pb.gz") }.map { String($0.dropLast(6)) }.sorted()
    }()

    static let smallNames: [String] = names.filter { name in
        let attributes = try? FileManager.default.attributesOfItem(atPath: path(name))
        return (attributes?[.size] as? Int ?? .max) <= largestSize
    }

    static func path(_ name: String) -> String { Reference.path("voting/\(name).pb.gz") }

    static func load(_ name: String) throws -> Election {
        let bytes = try InputFile.read(path(name))
        var diagnostics = Diagnostics()
        guard let election = PBReader.read(bytes, file: name, diagnostics: &diagnostics) else {
            throw RejectedInput(diagnostics)
        }
        return election
    }

    struct OracleEntry: Decodable {
        var mes: [String]
        var mes_cost: Int
        var add1_last: [String]
        var add1_last_cost: Int
        var inc: Int
        var exh_inc: Int
        var add1_first_exh: [String]
    }

    static let oracle: [String: [String: OracleEntry]] = {
        guard let data = FileManager.default.contents(atPath: Reference.path("voting/oracle.json")) else { return [:] }
        return (try? JSONDecoder().decode([String: [String: OracleEntry]].self, from: data)) ?? [:]
    }()

    struct RuleResult: Decodable {
        var selection_order: [String]?
        var selected: [String]?
        var cost: String?
        var exhaustive: Bool?
        var increments: Int?
        var endowment: String?
        var first_exhaustive_increment: Int?
        var plus_utilitarian_added: [String]?
        var plus_utilitarian_cost: String?
        // From the independent program.
        var mes: [String]?
        var add1_last_feasible_order: [String]?
        var add1_first_exhaustive: [String]?
        var last_feasible_increment: Int?
    }

    struct Published: Decodable {
        var official_selected: [String]?
        var rules: [String: RuleResult]
    }

    static let publishedNames = names.filter {
        FileManager.default.fileExists(atPath: Reference.path("voting/\($0).json"))
    }

    static func published(_ name: String) throws -> Published {
        let data = try Data(contentsOf: URL(fileURLWithPath: Reference.path("voting/\(name).json")))
        return try JSONDecoder().decode(Published.self, from: data)
    }
}

extension Election {
    func ids(_ projects: [Int]) -> [String] { projects.map { self.projects[$0].id } }

    /// Ids as the oracle writes and sorts them.
    func sortedIDs(_ projects: [Int]) -> [String] {
        ids(projects).map { $0.replacingOccurrences(of: " ", with: "_") }.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }
}
