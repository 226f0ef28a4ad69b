internal import Foundation
internal import Ground

/// The offsets of a time zone from UTC as a list of stretches, read once from the system's zone data.
struct ZoneOffsets: Sendable {
    /// The moments from which each offset holds, in milliseconds; the first is `Int64.min`.
    private(set) var starts: [Int64]
    /// The offsets in milliseconds, one for each start.
    private(set) var offsets: [Int64]

    /// Nil where the system knows no zone of this name.
    init?(identifier: String, from first: Int64, to last: Int64) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        func offset(_ second: Int64) -> Int64 {
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))) * 1000
        }
        // Zones keep an offset for weeks at least, so that a sample every two days sees every change.
        let step: Int64 = 2 * 86_400
        var low = first / 1000
        starts = [.min]
        offsets = [offset(low)]
        while low < last / 1000 {
            let next = low + step
            let found = offset(next)
            if found != offsets[offsets.count - 1] {
                let known = offsets[offsets.count - 1]
                var (before, after) = (low, next)
                while after - before > 1 {
                    let middle = before + (after - before) / 2
                    if offset(middle) == known { before = middle } else { after = middle }
                }
                starts.append(after * 1000)
                offsets.append(found)
            }
            low = next
        }
    }

    var count: Int { starts.count }

    /// The stretch in which a moment lies.
    func index(at milliseconds: Int64) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= milliseconds { low = middle } else { high = middle }
        }
        return low
    }

    /// The end of a stretch: the start of the next.
    func end(of index: Int) -> Int64 { index + 1 < starts.count ? starts[index + 1] : .max }
}
