internal import Foundation
internal import Synchronization

/// A door between a body on a store's thread and a test.
///
/// Unchecked: everything is guarded by the lock of the condition.
package final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false

    package init() {}

    package func open() {
        condition.lock()
        isOpen = true
        condition.broadcast()
        condition.unlock()
    }

    /// Blocks; for threads of a store only.
    package func wait() {
        condition.lock()
        while !isOpen { condition.wait() }
        condition.unlock()
    }

    package func passed() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                wait()
                continuation.resume()
            }
        }
    }
}

/// Counts from any thread.
package final class Counter: Sendable {
    private let value = Mutex(0)

    package init() {}

    package var count: Int { value.withLock { $0 } }

    @discardableResult
    package func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
