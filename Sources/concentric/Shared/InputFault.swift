import ArgumentParser
import Cases
import Ground

/// Turns rejected input into what a terminal expects: the diagnostics on standard error, exit code 2.
enum InputFault {
    static func reported<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let rejected as RejectedInput {
            Terminal.note(rejected.diagnostics.all.map(\.description).joined(separator: "\n"))
            throw ExitCode(2)
        } catch let changed as WorkflowShelf.ChangedWithoutVersion {
            Terminal.note(changed.description)
            throw ExitCode(2)
        }
    }
}
