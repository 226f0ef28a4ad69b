import ArgumentParser

/// `concentric grid …`: areas for a city that has no borders yet.
struct GridCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grid",
        abstract: "Make unit grids or schematic cells for a city without borders.",
        subcommands: [FishnetCommand.self, CellsCommand.self])
}
