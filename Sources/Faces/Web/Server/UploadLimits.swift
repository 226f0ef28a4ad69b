internal import Synchronization

/// How much may be sent at once.
package enum UploadLimits {
    /// A form without files.
    package static let mostFormBytes = 1 << 20
    /// A form with photos.
    package static let mostBytes = 40 << 20
    package static let mostPhotoBytes = 12 << 20
    package static let mostPhotos = 9
    /// How much of all forms together is held in memory: who comes beyond that is asked to come back.
    package static let mostAtOnce = 256 << 20
    /// How long a form may take to arrive.
    package static let mostMinutes = 5
}

/// How many bytes may be held at the same time by all who share it.
package final class ByteBudget: Sendable {
    private let most: Int
    private let used = Mutex(0)

    package init(most: Int) { self.most = most }

    /// Whether there was room; then it must be given back.
    package func take(_ count: Int) -> Bool {
        used.withLock { used in
            guard count <= most - used else { return false }
            used += count
            return true
        }
    }

    package func give(back count: Int) { used.withLock { $0 -= count } }
}
