internal import ArgumentParser

/// `concentric device …`: tools for trackers.
struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Tools for trackers: read their frames.",
        subcommands: [DeviceDecodeCommand.self])
}
