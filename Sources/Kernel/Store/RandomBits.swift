internal import Foundation
internal import Synchronization

/// Random numbers that nobody can guess, from the system's generator; fetched many at a time, as each fetch is a call to the kernel.
package final class RandomBits: Sendable {
    /// So many bytes the kernel gives at once or not at all.
    private static let fetched = 256 / MemoryLayout<UInt64>.size

    private let waiting = Mutex<[UInt64]>([])

    package init() {}

    package func next() -> UInt64 {
        waiting.withLock { waiting in
            if let bits = waiting.popLast() { return bits }
            waiting = RandomBits.fetch()
            return waiting.removeLast()
        }
    }

    private static func fetch() -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: fetched)
        let failure = bits.withUnsafeMutableBytes { $0.baseAddress.map { getentropy($0, fetched * MemoryLayout<UInt64>.size) } ?? -1 }
        // A kernel that does not give them leaves it to the language's own way, which waits.
        return failure == 0 ? bits : bits.map { _ in .random(in: .min ... .max) }
    }
}
