internal import ArgumentParser

/// `concentric sample draw|allocate|size|estimate`.
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Plan a survey, draw its sample, and say how sure its results are.",
        discussion: """
              concentric sample size --margin 0.05 --population 5000 --deff 1.5 --response-rate 0.7
              concentric sample allocate frame.csv --strata street --size 400
              concentric sample draw frame.csv --strata street --clusters village --within 10 --size 40 --seed 2026 -o sample.csv
              concentric sample estimate sample.csv --design 'strata=street,units=village,weights=weight' --proportion satisfied=yes
            """,
        subcommands: [
            SampleDrawCommand.self, SampleAllocateCommand.self, SampleSizeCommand.self, SampleEstimateCommand.self,
        ])
}
