import Testing
import Web

@Suite struct DeadlinesTests {
    private struct Fault: Error {}

    @Test func whatIsDoneInTimeIsGiven() async throws {
        let deadlines = Deadlines(limit: .seconds(600), pause: .milliseconds(1))
        #expect(try await deadlines.run { 7 } == 7)
        await #expect(throws: Fault.self) { try await deadlines.run { throw Fault() } }
    }

    @Test func whatTakesTooLongIsEnded() async throws {
        let deadlines = Deadlines(limit: .milliseconds(5), pause: .milliseconds(1))
        for _ in 0..<3 {
            await #expect(throws: Deadlines.Passed.self) { try await deadlines.run { try await Task.sleep(for: .seconds(3600)) } }
        }
        // Work that takes a cancellation for its end has not ended well.
        await #expect(throws: Deadlines.Passed.self) {
            try await deadlines.run {
                try? await Task.sleep(for: .seconds(3600))
                return 7
            }
        }
    }

    @Test func whoeverGivesUpIsFollowed() async throws {
        let deadlines = Deadlines(limit: .seconds(600), pause: .seconds(600))
        let task = Task { try await deadlines.run { try await Task.sleep(for: .seconds(3600)) } }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
