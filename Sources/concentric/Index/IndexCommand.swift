internal import ArgumentParser

/// `concentric index …`: the composite index of a folder.
struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Compute a composite index from a folder of plain files.",
        subcommands: [
            IndexRunCommand.self, IndexImportCommand.self, IndexMeasureCommand.self, IndexImportCoinCommand.self, IndexAuditCommand.self,
            IndexSensitivityCommand.self,
            IndexExplainCommand.self,
            IndexReportCommand.self,
        ])
}
