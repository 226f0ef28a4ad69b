/// Turns points into the bytes of a block. Its memory is used again; an encoder serves one thread at a time.
///
/// Each column is predicted (see `BlockFormat.Order`); what is left over is cut into its number of bits, which zstd compresses, and the
/// bits themselves, which are noise and packed as they are. Source of the split: P. Elias, "Universal codeword sets", 1975.
public final class BlockEncoder {
    private let precision: BlockFormat.Precision
    private let zstd: Zstandard
    private var columns: [Int64] = []
    private var classes: [UInt8] = []
    private var packed: [UInt8] = []

    /// - Parameter level: of zstd.
    public init(precision: BlockFormat.Precision = .millionth, level: Int32 = 3) {
        self.precision = precision
        zstd = Zstandard(level: level)
    }

    /// The block of these points, in their order. At most `BlockFormat.mostPoints`.
    public func encode(_ points: some Collection<Point>) -> [UInt8] {
        let count = points.count
        precondition(count <= BlockFormat.mostPoints, "a block holds at most \(BlockFormat.mostPoints) points")
        var marks: UInt8 = 0
        if precision == .hundredThousandth { marks |= BlockFormat.Mark.coarse }
        if points.allSatisfy({ $0.time % 1000 == 0 }) { marks |= BlockFormat.Mark.seconds }
        fill(points, count, marks)

        var bytes: [UInt8] = [BlockFormat.version, marks]
        bytes.reserveCapacity(count * 4 + 32)
        Varint.append(UInt64(count), to: &bytes)
        if classes.count < count * BlockFormat.columns { classes = [UInt8](repeating: 0, count: count * BlockFormat.columns) }
        // 63 bits of 6 columns, and room for the last word.
        let most = count * 48 + 8
        if packed.count < most { packed = [UInt8](repeating: 0, count: most) }
        let size = pack(count, headers: &bytes)
        let body = classes.withUnsafeBufferPointer { zstd.compress(UnsafeBufferPointer(rebasing: $0[..<(count * BlockFormat.columns)])) }
        if let body {
            bytes[1] |= BlockFormat.Mark.compressed
            Varint.append(UInt64(body.count), to: &bytes)
            bytes.append(contentsOf: body)
        } else {
            bytes.append(contentsOf: classes[..<(count * BlockFormat.columns)])
        }
        bytes.append(contentsOf: packed[..<size])
        wipe(count, size)
        return bytes
    }

    /// Nothing of what was encoded stays behind in the memory that is used again.
    private func wipe(_ count: Int, _ size: Int) {
        columns.withUnsafeMutableBytes { Wiping.wipe(UnsafeMutableRawBufferPointer(rebasing: $0[..<(count * BlockFormat.columns * 8)])) }
        packed.withUnsafeMutableBytes { Wiping.wipe(UnsafeMutableRawBufferPointer(rebasing: $0[..<size])) }
    }

    /// Writes the points into `columns`, one column behind the other, in the units of the block.
    private func fill(_ points: some Collection<Point>, _ count: Int, _ marks: UInt8) {
        if columns.count < count * BlockFormat.columns { columns = [Int64](repeating: 0, count: count * BlockFormat.columns) }
        let perUnit: Int64 = marks & BlockFormat.Mark.seconds != 0 ? 1000 : 1
        let isCoarse = marks & BlockFormat.Mark.coarse != 0
        columns.withUnsafeMutableBufferPointer { columns in
            var row = 0
            for point in points {
                columns[row] = perUnit == 1 ? point.time : point.time / perUnit
                columns[count + row] = Self.coordinate(point.latitude, isCoarse)
                columns[2 * count + row] = Self.coordinate(point.longitude, isCoarse)
                columns[3 * count + row] = Int64(point.speed)
                columns[4 * count + row] = Int64(point.course)
                columns[5 * count + row] = Int64(point.flags.rawValue)
                row += 1
            }
        }
    }

    /// Rounded to tens, halves away from zero, where the block is coarse; a multiple beyond `Int32` goes to the one below.
    @inline(__always)
    private static func coordinate(_ value: Int32, _ isCoarse: Bool) -> Int64 {
        let value = Int64(value)
        guard isCoarse else { return value }
        return min(max((value + (value < 0 ? -5 : 5)) / 10, Int64(Int32.min / 10)), Int64(Int32.max / 10))
    }

    /// Fills `classes` and `packed`, appends the columns' headers, and gives the bytes used of `packed`.
    private func pack(_ count: Int, headers: inout [UInt8]) -> Int {
        packed.withUnsafeMutableBufferPointer { packed in
            guard let memory = packed.baseAddress else { return 0 }
            var writer = BitWriter(memory)
            for column in 0..<BlockFormat.columns {
                let range = (column * count)..<((column + 1) * count)
                columns.withUnsafeBufferPointer { columns in
                    classes.withUnsafeMutableBufferPointer { classes in
                        let values = UnsafeBufferPointer(rebasing: columns[range])
                        let plan = ColumnPlan(values)
                        headers.append(plan.order.rawValue | (plan.base == 0 ? 0 : BlockFormat.hasBase))
                        if plan.base != 0 { Varint.append(ZigZag.encode(plan.base), to: &headers) }
                        plan.pack(values, classes: UnsafeMutableBufferPointer(rebasing: classes[range]), &writer)
                    }
                }
            }
            return writer.finish()
        }
    }
}

/// How one column is predicted: the way that leaves the fewest bits.
private struct ColumnPlan {
    var order = BlockFormat.Order.plain
    var base: Int64 = 0

    init(_ values: UnsafeBufferPointer<Int64>) {
        guard values.count > 2 else { return }
        var costs: (plain: Int, delta: Int, line: Int) = (0, 0, 0)
        var (favourite, votes): (Int64, Int) = (0, 0)
        var (last, lastDelta) = (values[0], Int64(0))
        for value in values.dropFirst() {
            let delta = value &- last
            costs.plain += Self.bits(value)
            costs.delta += Self.bits(delta)
            costs.line += Self.bits(delta &- lastDelta)
            // The majority vote of Boyer and Moore: the step that most steps are, if there is one.
            if votes == 0 { favourite = delta }
            votes += delta == favourite ? 1 : -1
            (last, lastDelta) = (value, delta)
        }
        if costs.plain <= costs.delta, costs.plain <= costs.line { return }
        order = costs.delta <= costs.line ? .delta : .line
        guard favourite != 0 else { return }
        var steady = 2 * Self.bits(favourite)
        last = values[0]
        for value in values.dropFirst() {
            steady += Self.bits(value &- last &- favourite)
            last = value
        }
        if steady < min(costs.delta, costs.line) { (order, base) = (.delta, favourite) }
    }

    @inline(__always)
    private static func bits(_ value: Int64) -> Int { 64 &- ZigZag.encode(value).leadingZeroBitCount }

    func pack(_ values: UnsafeBufferPointer<Int64>, classes: UnsafeMutableBufferPointer<UInt8>, _ writer: inout BitWriter) {
        var prediction = Prediction(order: order, base: base)
        for row in 0..<values.count {
            let rest = ZigZag.encode(values[row] &- prediction.next)
            prediction.saw(values[row])
            let size = 64 &- UInt64(truncatingIfNeeded: rest.leadingZeroBitCount)
            classes[row] = UInt8(truncatingIfNeeded: size)
            // The highest bit of the rest is always set, so it need not be written.
            if size > 1 { writer.write(rest & ((1 &<< (size &- 1)) &- 1), bits: size &- 1) }
        }
    }
}

/// The value that a column is expected to have next.
struct Prediction {
    private let order: BlockFormat.Order
    private let base: Int64
    private var last: Int64 = 0
    private var delta: Int64 = 0
    private var seen = 0

    init(order: BlockFormat.Order, base: Int64) {
        self.order = order
        self.base = base
    }

    var next: Int64 {
        @inline(__always) get {
            switch order {
            case .plain: 0
            case .delta: seen == 0 ? 0 : last &+ base
            case .line: seen == 0 ? 0 : last &+ delta &+ base
            }
        }
    }

    @inline(__always)
    mutating func saw(_ value: Int64) {
        delta = seen == 0 ? 0 : value &- last
        last = value
        seen &+= 1
    }
}
