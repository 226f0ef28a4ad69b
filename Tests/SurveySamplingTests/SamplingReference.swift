import Ground
import SurveySampling
import TestSupport

/// The reference samples and the designs that R was given.
enum SamplingReference {
    static func table(_ name: String) throws -> SurveyTable {
        let path = Reference.path("sampling/\(name).csv")
        return try SurveyTable(InputFile.read(path), file: path)
    }

    static func sample(_ design: String) throws -> SurveyTable {
        let name = design.split(separator: "_").first.map(String.init) ?? design
        return try table("api" + name)
    }

    static func design(_ name: String) throws -> SurveyDesign {
        let table = try sample(name)
        let weights = try table.numbers("pw")
        let isFinite = !name.hasSuffix("nofpc")
        func size(_ column: String) throws -> [Double]? { isFinite ? try table.numbers(column) : nil }
        var stages: [SurveyDesign.Stage]
        if name.hasPrefix("srs") {
            stages = [.init(population: try size("fpc"))]
        } else if name.hasPrefix("strat") {
            stages = [.init(strata: try table.texts("stype"), population: try size("fpc"))]
        } else if name.hasPrefix("clus1") {
            stages = [.init(units: try table.texts("dnum"), population: try size("fpc"))]
        } else {
            stages = [
                .init(units: try table.texts("dnum"), population: try size("fpc1")),
                .init(units: try table.texts("snum"), population: try size("fpc2")),
            ]
        }
        let base = try SurveyDesign(weights: weights, stages: stages, places: table.places)
        switch name {
        case "clus1_poststrat": return try base.postStratified(margin("stype", table))
        case "clus1_raked": return try base.raked([margin("stype", table), margin("sch.wide", table)])
        default: return base
        }
    }

    static func margin(_ column: String, _ sample: SurveyTable) throws -> SurveyDesign.Margin {
        let table = try table(column == "stype" ? "margin_stype" : "margin_schwide")
        let counts = Dictionary(uniqueKeysWithValues: zip(try table.texts(column), try table.numbers("Freq")))
        return .init(name: column, labels: try sample.texts(column), counts: counts, place: Place(table.csv.file))
    }
}
