import Ground
import SurveySampling
import Testing

@Suite struct DesignDescriptionTests {
    private func read(_ text: String) throws(RejectedInput) -> DesignDescription {
        try DesignDescription(text, file: "--design")
    }

    @Test func everyPartIsRead() throws {
        let words = """
            strata = stype, units=dnum / "s,n" # two stages
            population = fpc1/fpc2, weights = pw
            lonely=centre
            """
        #expect(
            try read(words)
                == DesignDescription(
                    weights: "pw", strata: ["stype"], units: ["dnum", "s,n"], population: ["fpc1", "fpc2"], lonely: .centre))
        #expect(try read("srs") == DesignDescription())
        #expect(try read("") == DesignDescription())
        #expect(try read("srs, fpc=N") == DesignDescription(population: ["N"]))
        #expect(try read("clusters=-/b, weight=\"a\"\"b\"") == DesignDescription(weights: "a\"b", units: [nil, "b"]))
        #expect(try read("STRATA=区 县") == DesignDescription(strata: ["区 县"]))
    }

    @Test(arguments: [
        ("strata", "--design:1:1: error: “strata” says nothing"),
        ("strata=", "--design:1:8: error: a column name is missing"),
        ("strata=a,\nstrata=b", "--design:2:1: error: “strata” stands twice"),
        ("layers=a", "--design:1:1: error: “layers” is not a part of a design"),
        ("weights=a/b", "--design:1:1: error: “weights” is one word"),
        ("weights=-", "--design:1:1: error: “weights” is one word"),
        ("lonely=no", "“no” is no way to treat a lonely unit"),
        ("=a", "--design:1:1: error: before the equals sign"),
        ("units=\"a", "--design:1:7: error: a quotation mark is opened"),
        ("units=\"a\"b", "--design:1:10: error: after the name"),
        ("units=a=b", "--design:1:8: error: after the name"),
        ("a/b", "--design:1:2: error: here a part such as"),
        ("units=a/a/a/a/a/a/a/a/a/a/a", "11 stages are more"),
    ])
    func faultsNameTheirPlace(text: String, message: String) {
        #expect {
            try read(text)
        } throws: { "\($0)".contains(message) }
    }

    @Test func allFaultsAreToldAtOnce() {
        #expect {
            try read("strata=, layers=a\nlonely=x")
        } throws: { (($0 as? RejectedInput)?.diagnostics.errors.count ?? 0) == 3 }
    }

    // MARK: With a table

    private func design(_ words: String, _ csv: String) throws -> (SurveyDesign, Diagnostics) {
        var diagnostics = Diagnostics()
        let table = try SurveyTable(Array(csv.utf8), file: "d.csv")
        let design = try read(words).design(of: table, diagnostics: &diagnostics)
        return (design, diagnostics)
    }

    @Test func weightsFollowFromThePopulations() throws {
        let csv = "s,c,N,M,y\na,1,10,4,1\na,1,10,4,2\na,2,10,6,3\na,2,10,6,5\nb,1,4,2,1\nb,1,4,2,1\nb,2,4,8,1\nb,2,4,8,2\n"
        let (found, notes) = try design("strata=s,units=c,population=N/M", csv)
        #expect(found.weights == [10, 10, 15, 15, 2, 2, 8, 8] && notes.isEmpty)
        let (rows, warning) = try design("strata=s", csv)
        #expect(rows.weights.allSatisfy { $0 == 1 } && warning.warnings.count == 1)
    }

    @Test(arguments: [
        ("weights=w", "w\n1\n\n0\n2\n", "d.csv:4: error: the weight 0.0 is not above zero"),
        ("weights=w", "w,x\n1,2\nNA,3\n,4\nten,5\n", "d.csv:5: error: “w” is “ten”, not a number"),
        ("weights=w", "w,x\n1,2\nNA,3\n,4\n", "d.csv:3: error: “w” is empty"),
        ("weights=w", "v\n1\n2\n", "d.csv:1: error: the column “w” is missing"),
        ("strata=s", "s,x\na,1\na,2\nb,3\n", "d.csv:4: error: the stratum “b” holds a single sampled unit"),
        ("strata=s", "s,x\na,1\n,2\n", "d.csv:3: error: “s” is empty"),
        ("fpc=N", "N\n5\n6\n", "d.csv:3: error: the population is 6.0 here and 5.0 elsewhere"),
        ("fpc=N", "N\n0.1\n0.1\n", "d.csv:2: error: the population 0.1 is smaller than the 2 units sampled"),
        ("fpc=N", "N\ninf\ninf\n", "“N” is “inf”, not a number"),
        ("strata=a/b", "a,b\n1,1\n1,2\n", "stage 1 has no units"),
        ("srs", "a,b\n1\n1,2\n", "d.csv:2: error: 1 fields where the header has 2"),
        ("srs", "a,a\n1,2\n", "d.csv:1: error: the column “a” stands twice"),
        ("srs", "a\n", "d.csv:1: error: there are no rows"),
        ("srs", "", "d.csv:1: error: the file is empty"),
        ("srs", "a\n1\n", "holds a single sampled unit"),
    ])
    func faultsOfTheTableNameTheirLine(words: String, csv: String, message: String) {
        #expect {
            try design(words, csv)
        } throws: { "\($0)".contains(message) }
    }

    @Test func manyFaultyCellsAreCounted() {
        let csv = "w\n" + String(repeating: "x\n", count: 5_000)
        #expect {
            try design("weights=w", csv)
        } throws: { error in
            let errors = (error as? RejectedInput)?.diagnostics.errors ?? []
            return errors.count == 21 && errors.last?.message == "and 4980 more cells of “w”"
        }
    }

    @Test func marginsAreChecked() throws {
        let sample = try SurveyTable(Array("sex,y\nm,1\nf,2\nm,3\nf,4\n".utf8), file: "d.csv")
        var notes = Diagnostics()
        let design = try read("srs").design(of: sample, diagnostics: &notes)
        func rake(_ csvs: String...) throws -> SurveyDesign {
            try design.raked(try csvs.map { try .init(SurveyTable(Array($0.utf8), file: "m.csv"), sample: sample) })
        }
        #expect(try rake("sex,n\nm,30\nf,50\n").weights == [15, 25, 15, 25])
        let cases: [([String], String)] = [
            (["sex,n,k\nm,1,1\n"], "m.csv:1: error: a margin has two columns"),
            (["age,n\nm,1\n"], "d.csv:1: error: the column “age” is missing"),
            (["sex,n\nm,1\nm,2\nf,1\n"], "m.csv:3: error: “m” stands twice"),
            (["sex,n\nm,0\nf,1\n"], "m.csv:2: error: the count of “m” is not above zero"),
            (["sex,n\nm,1\n"], "d.csv:3: error: “sex” is “f”, which is not in the margin m.csv"),
            (["sex,n\nm,1\nf,1\nx,1\n"], "no row of the sample has “x”"),
            (["sex,n\nm,1\nf,1\n", "y,n\n1,10\n2,10\n3,10\n4,10\n"], "sums to 40.0"),
        ]
        for (csvs, message) in cases {
            #expect {
                try design.raked(try csvs.map { try .init(SurveyTable(Array($0.utf8), file: "m.csv"), sample: sample) })
            } throws: { "\($0)".contains(message) }
        }
        // Margins that no weights can meet at once.
        #expect {
            try rake("sex,n\nm,30\nf,50\n", "y,n\n1,30\n2,20\n3,20\n4,10\n")
        } throws: { "\($0)".contains("no weights that meet all margins were found") }
    }
}
