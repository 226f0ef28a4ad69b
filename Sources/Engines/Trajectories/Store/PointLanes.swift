/// Points in the open of many devices at once, each with a lane of the same length: for a bulk load, in which all devices' blocks fill at the
/// same time. A point costs one visit to memory, since lanes lie side by side and need no pointers.
///
/// It belongs to one thread at a time.
final class PointLanes {
    private let memory: UnsafeMutableBufferPointer<Point>
    private let length: Int
    private var counts: [Int32]

    /// - Parameter length: points in a lane.
    init(_ lanes: Int, length: Int) {
        self.length = max(1, length)
        counts = [Int32](repeating: 0, count: lanes)
        // Pages are given by the system when they are written to.
        memory = .allocate(capacity: lanes * self.length)
    }

    deinit {
        for lane in counts.indices where counts[lane] > 0 { clear(lane) }
        memory.deallocate()
    }

    /// Adds a point.
    /// - Returns: whether the lane is full now; it has to be cleared before the next.
    func append(_ point: Point, to lane: Int) -> Bool {
        let count = Int(counts[lane])
        precondition(count < length, "a full lane is cleared first")
        memory.initializeElement(at: lane * length + count, to: point)
        counts[lane] = Int32(count + 1)
        return count + 1 == length
    }

    func points(_ lane: Int) -> UnsafeBufferPointer<Point> {
        UnsafeBufferPointer(rebasing: memory[(lane * length)..<(lane * length + Int(counts[lane]))])
    }

    /// Overwrites the points of a lane.
    func clear(_ lane: Int) {
        let used = UnsafeMutableBufferPointer(rebasing: memory[(lane * length)..<(lane * length + Int(counts[lane]))])
        Wiping.wipe(UnsafeMutableRawBufferPointer(used))
        counts[lane] = 0
    }
}
