import ArgumentParser

/// `concentric track …`: an owner's tracks, sealed to the owner's key, and who may see them.
struct TrackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "track",
        abstract: "An owner's tracks: seal, read, grant, revoke, export.",
        discussion: "The store's folder belongs to one process at a time: these commands work while no gateway writes to it.",
        subcommands: [
            TrackKeysCommand.self, TrackImportCommand.self, TrackHistoryCommand.self, TrackGrantCommand.self, TrackRevokeCommand.self,
            TrackExportCommand.self,
        ])
}
