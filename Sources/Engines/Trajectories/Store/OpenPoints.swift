/// Points in the open that wait for their block. Their memory is overwritten when they are sealed and wherever they have been moved from.
///
/// It belongs to one thread at a time.
final class OpenPoints {
    private var memory: UnsafeMutableBufferPointer<Point>?
    private(set) var count = 0

    init() {}

    deinit { clear() }

    var isEmpty: Bool { count == 0 }

    /// The points, as long as nothing is added or cleared.
    var points: UnsafeBufferPointer<Point> {
        guard let memory else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(rebasing: memory[..<count])
    }

    func append(contentsOf points: [Point]) {
        if count + points.count > memory?.count ?? 0 { grow(to: max(16, count + points.count, 2 * count)) }
        for point in points {
            memory?.initializeElement(at: count, to: point)
            count += 1
        }
    }

    /// Overwrites all points and gives their memory back.
    func clear() {
        if let memory { Self.giveBack(memory) }
        (memory, count) = (nil, 0)
    }

    private func grow(to capacity: Int) {
        let larger = UnsafeMutableBufferPointer<Point>.allocate(capacity: capacity)
        if let memory {
            _ = larger.update(fromContentsOf: memory[..<count])
            Self.giveBack(memory)
        }
        memory = larger
    }

    private static func giveBack(_ memory: UnsafeMutableBufferPointer<Point>) {
        Wiping.wipe(UnsafeMutableRawBufferPointer(memory))
        memory.deallocate()
    }
}
