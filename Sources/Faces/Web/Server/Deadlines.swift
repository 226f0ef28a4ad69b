internal import Synchronization

/// Ends work that takes too long. One look every few seconds over all that is under way, rather than a timer for each: nearly
/// everything is done long before.
package final class Deadlines: Sendable {
    /// Thrown in place of what work gives that took too long.
    package struct Passed: Error {}

    private struct Running {
        var since: ContinuousClock.Instant
        var cancel: @Sendable () -> Void
        var hasPassed = false
    }

    private struct State {
        var last = 0
        var running: [Int: Running] = [:]
        var isWatched = false
    }

    private let limit: Duration
    private let pause: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: how long work may take.
    ///   - pause: between two looks; work may take so much longer.
    package init(limit: Duration, pause: Duration) {
        self.limit = limit
        self.pause = pause
    }

    /// What the work gives, if it gives it in time.
    /// - Throws: ``Passed``, or what the work throws.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await work() }
        let number = enter { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        // What was cancelled may look like an end.
        if leave(number) { throw Passed() }
        return try result.get()
    }

    private func enter(_ cancel: @escaping @Sendable () -> Void) -> Int {
        let (number, watches) = state.withLock { state in
            state.last += 1
            state.running[state.last] = Running(since: .now, cancel: cancel)
            defer { state.isWatched = true }
            return (state.last, !state.isWatched)
        }
        if watches { Task { [weak self, pause] in while await Deadlines.isToGoOn(self, after: pause) {} } }
        return number
    }

    /// - Returns: whether its time had passed.
    private func leave(_ number: Int) -> Bool {
        state.withLock { $0.running.removeValue(forKey: number)?.hasPassed ?? false }
    }

    private static func isToGoOn(_ deadlines: Deadlines?, after pause: Duration) async -> Bool {
        try? await Task.sleep(for: pause)
        return deadlines?.look() ?? false
    }

    /// - Returns: whether there is anything left to look after.
    private func look() -> Bool {
        let late = state.withLock { state -> [Running]? in
            guard !state.running.isEmpty else {
                state.isWatched = false
                return nil
            }
            let latest = ContinuousClock.now - limit
            let numbers = state.running.filter { $0.value.since <= latest && !$0.value.hasPassed }.keys
            return numbers.compactMap { number in
                state.running[number]?.hasPassed = true
                return state.running[number]
            }
        }
        for running in late ?? [] { running.cancel() }
        return late != nil
    }
}
