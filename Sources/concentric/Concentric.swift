internal import ArgumentParser
internal import Foundation

/// The command: every part of the product by name.
@main
struct Concentric: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concentric",
        abstract: "A city is a folder of plain files; Concentric runs it.",
        subcommands: [
            ServeCommand.self, CheckCommand.self, DemoCommand.self, ReplayCommand.self, DueCommand.self, GridCommand.self,
            TallyCommand.self, RecountCommand.self, OpinionCommand.self, IndexCommand.self, SampleCommand.self, FormCommand.self,
            DeviceCommand.self, GatewayCommand.self, SimulateDevicesCommand.self,
            TrackCommand.self,
        ])

    /// As usual, but what is wrong on the command line ends with 2, as all bad input does.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Terminal.note(fullMessage(for: error))
            Foundation.exit(2)
        }
    }
}
