public import Ground

extension WorkCalendar {
    /// A time during which a clock stands still: from a moment to a moment, or still open.
    public struct Pause: Sendable, Hashable {
        public var from: Instant
        /// Nil while the pause is open. An end before the beginning makes the pause empty.
        public var to: Instant?

        public init(from: Instant, to: Instant?) {
            self.from = from
            self.to = to
        }
    }

    /// Pauses in order and without overlap, from a moment on; an open one ends at `Int64.max` and is the last.
    struct UnitedPauses {
        private(set) var stretches: [(from: Int64, to: Int64, isOpen: Bool)] = []

        init(_ pauses: [Pause], from start: Int64) {
            guard !pauses.isEmpty else { return }
            let sorted = pauses.sorted { $0.from < $1.from }
            for pause in sorted {
                let from = max(pause.from.milliseconds, start)
                let to = pause.to?.milliseconds ?? .max
                let isOpen = pause.to == nil
                guard from < to || isOpen else { continue }
                if let last = stretches.last, from <= last.to {
                    stretches[stretches.count - 1].to = max(last.to, to)
                    stretches[stretches.count - 1].isOpen = last.isOpen || isOpen
                } else {
                    stretches.append((from, to, isOpen))
                }
            }
        }
    }
}
