internal import Foundation

/// A transaction that waits for a thread: the body, and whom to tell.
///
/// Unchecked: it is handed from the asking task to one thread and used by that thread alone.
final class Work: @unchecked Sendable {
    let isReadOnly: Bool
    private let body: (any Connection) throws -> Void
    private let finish: ((any Error)?) -> Void

    /// What the last run of the body threw.
    var failure: (any Error)?

    init(
        isReadOnly: Bool, body: @escaping (any Connection) throws -> Void, finish: @escaping ((any Error)?) -> Void
    ) {
        self.isReadOnly = isReadOnly
        self.body = body
        self.finish = finish
    }

    func run(on connection: any Connection) throws { try body(connection) }

    func end(_ error: (any Error)?) { finish(error) }
}

/// What waits for the threads of a store: first come, first served, and only so much of it.
///
/// Unchecked: everything is read and written under the lock of `condition`.
final class WorkQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var waiting: [Work] = []
    private var head = 0
    private var isClosed = false

    init(capacity: Int) { self.capacity = capacity }

    /// How much waits now.
    var count: Int {
        condition.lock()
        defer { condition.unlock() }
        return waiting.count - head
    }

    /// Runs a body through the queue and gives what it returned.
    func perform<T: Sendable>(
        isReadOnly: Bool, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<T, any Error>) in
            var result: T?
            let work = Work(isReadOnly: isReadOnly) { connection in
                result = try body(connection)
            } finish: { error in
                if let error {
                    continuation.resume(throwing: error)
                } else if let result {
                    continuation.resume(returning: result)
                } else {
                    continuation.resume(throwing: SQLError(.other, detail: "the body has not run"))
                }
            }
            if let refusal = add(work) { work.end(refusal) }
        }
    }

    private func add(_ work: Work) -> SQLError? {
        condition.lock()
        defer { condition.unlock() }
        if isClosed { return SQLError(.closed) }
        if waiting.count - head >= capacity { return SQLError(.overloaded) }
        waiting.append(work)
        condition.signal()
        return nil
    }

    /// The next work; waits for it. Nil once the queue is closed and empty.
    func next() -> Work? {
        condition.lock()
        defer { condition.unlock() }
        while head == waiting.count {
            if isClosed { return nil }
            condition.wait()
        }
        return take()
    }

    /// The next work if there is any now.
    func nextIfAny() -> Work? {
        condition.lock()
        defer { condition.unlock() }
        return head == waiting.count ? nil : take()
    }

    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        condition.broadcast()
    }

    private func take() -> Work {
        let work = waiting[head]
        head += 1
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024 {
            waiting.removeFirst(head)
            head = 0
        }
        return work
    }
}

/// Threads of a store's own, so that nothing that blocks occupies the cooperative pool.
///
/// Unchecked: the list is written when the store is made, the group is safe by itself.
final class WorkThreads: @unchecked Sendable {
    private let group = DispatchGroup()

    func start(name: String, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        let thread = Thread { [group] in
            body()
            group.leave()
        }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Waits until all have ended.
    func join() { group.wait() }
}
