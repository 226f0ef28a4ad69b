/// Lets only so many through at the same time, lets some wait, and refuses the rest.
package actor Gate {
    private let most: Int
    private let mostWaiting: Int
    private var inside = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(most: Int, mostWaiting: Int) {
        self.most = most
        self.mostWaiting = mostWaiting
    }

    /// Whether the caller is in; who is in must leave.
    private func enter() async -> Bool {
        if inside < most {
            inside += 1
            return true
        }
        guard waiting.count < mostWaiting else { return false }
        await withCheckedContinuation { waiting.append($0) }
        return true
    }

    private func leave() {
        // The place goes to the next one who waits.
        if waiting.isEmpty { inside -= 1 } else { waiting.removeFirst().resume() }
    }

    /// Runs the work inside; nil where there was no place.
    package nonisolated func run<T: Sendable>(_ work: @Sendable () async throws -> T) async rethrows -> T? {
        guard await enter() else { return nil }
        do {
            let result = try await work()
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }
}
