import CompositeIndex
import Ground
import Indicators
import TestSupport
import Testing

private let tree = """
    code,name,kind,parent,direction,weight
    a,A,indicator,top,1,1
    b,B,indicator,top,-1,1
    top,Top,aggregate,,1,1

    """
private let values = """
    unit,period,indicator,value,source,status,chosen_because
    x,2024,a,1,s,official,
    y,2024,a,3,s,synthetic,
    x,2024,b,1,s,official,
    y,2024,b,5,s,official,

    """

private func read(
    _ tree: String, _ method: String, _ values: String
) throws(RejectedInput) -> IndexFolder {
    var warnings = Diagnostics()
    return try IndexFolder.read(
        indicators: Array(tree.utf8), method: method, values: [("index-data/v.csv", Array(values.utf8))],
        warnings: &warnings)
}

struct FolderTests {
    @Test func aSmallFolder() throws {
        let folder = try read(tree, "aggregate: arithmetic\n", values)
        let build = folder.build()
        #expect(build.scores[2] == [50, 50])
        #expect(build.ranks == [1, 1])
        #expect(folder.hasSyntheticValues)
        #expect(IndexExport.json(build, synthetic: true).hasPrefix("{\"synthetic\":true,\"periods\":[{\"period\":\"2024\""))
        #expect(IndexExport.csv(build, synthetic: true).contains(IndexExport.syntheticMark))
    }

    @Test(arguments: [
        ("b,B,indicator,top,-1,1", "b,B,indicator,nowhere,-1,1", "indicators.csv:3"),
        ("b,B,indicator,top,-1,1", "b,B,indicator,top,7,1", "indicators.csv:3"),
        ("b,B,indicator,top,-1,1", "b,B,indicator,top,-1,-2", "indicators.csv:3"),
        ("b,B,indicator,top,-1,1", "a,B,indicator,top,-1,1", "indicators.csv:3"),
        ("top,Top,aggregate,,1,1", "top,Top,aggregate,top,1,1", "indicators.csv"),
        ("x,2024,b,1,s,official,", "x,2024,b,one,s,official,", "v.csv:4"),
        ("x,2024,b,1,s,official,", "x,2024,b,1,s,guess,", "v.csv:4"),
        ("x,2024,b,1,s,official,", "x,2024,c,1,s,official,", "v.csv:4"),
        ("x,2024,b,1,s,official,", "x,2024,a,2,t,official,", "v.csv:4"),
    ])
    func faultsNameTheLine(old: String, new: String, place: String) throws {
        func changed(_ text: String) -> String {
            text.split(separator: "\n").map { $0 == old ? new : String($0) }.joined(separator: "\n") + "\n"
        }
        let error = #expect(throws: RejectedInput.self) {
            try read(changed(tree), "aggregate: arithmetic\n", changed(values))
        }
        #expect(error?.description.contains(place) == true, "\(error?.description ?? "")")
    }

    @Test func brokenFilesNeverTrap() {
        var random = SeededRandom(seed: 7)
        let method = """
            fill: em
            treat: {winsorise: 2, otherwise: box-cox, of: {b: none}}
            normalise: {method: min-max, of: {b: {method: rank}}}
            goalposts: {a: [1, 5, logarithm]}
            weights: {top: {compare: {matrix: [[1, 2], [1/2, 1]]}}}
            aggregate: geometric 1
            study: {winsorise: [1, 2], weights: 0.2}

            """
        let originals = [tree, method, values].map { Array($0.utf8) }
        var accepted = 0
        for _ in 0..<1_500 {
            var files = originals
            for _ in 0...random.below(3) {
                let file = random.below(3)
                guard !files[file].isEmpty else { continue }
                let at = random.below(files[file].count)
                switch random.below(3) {
                case 0: files[file][at] = UInt8(random.below(256))
                case 1: files[file].remove(at: at)
                default: files[file].insert(contentsOf: Array("1e999,-\n\"".utf8).shuffled(using: &random), at: at)
                }
            }
            var warnings = Diagnostics()
            if let folder = try? IndexFolder.read(
                indicators: files[0], method: String(decoding: files[1], as: UTF8.self),
                values: [("v.csv", files[2])], warnings: &warnings)
            {
                accepted += folder.build().ranks.isEmpty ? 0 : 1
            }
        }
        #expect(accepted > 0)
    }

    /// Files of the iData/iMeta convention, spoilt at random: a folder that reads, or faults that name a file.
    @Test func brokenImportsNeverTrap() {
        let meta = """
            Level,iCode,iName,Direction,Weight,Unit,Target,Denominator,Parent,Type
            1,a,A,1,1,u,3,d,top,Indicator
            1,b,B,-1,0.5,u,NA,,top,Indicator
            ,d,D,,,,,,,Denominator
            2,top,T,1,1,,,,NA,Aggregate

            """
        let data = "uName,uCode,Time,g,a,b,d\nX,x,2020,n,1,2,3\nY,y,2020,s,4,NA,6\nZ,z,2021,s,7,8,\n"
        var random = SeededRandom(seed: 3)
        var read = 0
        for _ in 0..<1_500 {
            var files = [Array(data.utf8), Array(meta.utf8)]
            for _ in 0..<(1 + random.below(4)) {
                let file = random.below(2)
                guard !files[file].isEmpty else { continue }
                let at = random.below(files[file].count)
                switch random.below(3) {
                case 0: files[file][at] = Array(",\n\"-19eNAé".utf8)[random.below(10)]
                case 1: files[file].remove(at: at)
                default: files[file].insert(UInt8(random.below(256)), at: at)
                }
            }
            do {
                let made = try CoinImport.convert(data: files[0], dataName: "d.csv", meta: files[1], metaName: "m.csv", group: "g")
                var warnings = Diagnostics()
                let folder = try IndexFolder.read(
                    indicators: Array(made.indicators.utf8), method: made.method,
                    values: [("index-data/v.csv", Array(made.values.utf8)), ("index-data/groups.csv", Array(made.groups.utf8))],
                    warnings: &warnings)
                read += folder.build().ranks.count >= 0 ? 1 : 0
            } catch {
                #expect(!error.diagnostics.errors.isEmpty)
            }
        }
        #expect(read > 50)
    }

    @Test(.enabled(if: Reference.isPresent)) func theReferenceFolder() throws {
        let files = try CoinImport.convert(
            data: InputFile.read(Reference.path("index/asem/ASEM_iData.csv")), dataName: "d",
            meta: InputFile.read(Reference.path("index/asem/ASEM_iMeta.csv")), metaName: "m", group: "EurAsia_group")
        var warnings = Diagnostics()
        let folder = try IndexFolder.read(
            indicators: Array(files.indicators.utf8), method: files.method,
            values: [("index-data/v.csv", Array(files.values.utf8)), ("index-data/groups.csv", Array(files.groups.utf8))],
            warnings: &warnings)
        let build = folder.build()
        let australia = try #require(build.normalised.units.firstIndex(of: "AUS"))
        #expect(abs(build.scores[build.structure.top][australia] - 45.766247515601) < 1e-10)
        #expect(build.ranks[australia] == 35)
        #expect(folder.structure.indicators.first?.target == 4.11803135)
    }
}

struct DemonstrationTests {
    /// The demonstration city marks what is synthetic and what is our proposal, and cites rather than claims.
    @Test func marksAndCitations() throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        var warnings = Diagnostics()
        let folder = try IndexFolder.read("/" + root + "/cities/kunming", warnings: &warnings)
        #expect(folder.structure.indicatorCount == 36)
        #expect(folder.proposals.count == 24)
        #expect(folder.hasSyntheticValues)
        #expect(folder.cited.map(\.value).prefix(3) == ["80.36", "80.78", "81.03"])
        #expect(folder.records.filter { $0.status == .official }.map(\.value) == [9.23, 11.59, 98.9])
        #expect(folder.build().normalised.periodRanges.count == 5)
        #expect(warnings.isEmpty)
    }
}
