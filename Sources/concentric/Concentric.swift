import ArgumentParser

/// The command: every part of the product by name.
@main
struct Concentric: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concentric",
        abstract: "A city is a folder of plain files; Concentric runs it.",
        subcommands: [
            ServeCommand.self, CheckCommand.self, DemoCommand.self, ReplayCommand.self, DueCommand.self, GridCommand.self,
            TallyCommand.self, RecountCommand.self, OpinionCommand.self, IndexCommand.self,
        ])
}
