/// Turns the bytes of a block into points again. A decoder serves one thread at a time.
public final class BlockDecoder {
    private let zstd = Zstandard(level: 1)

    public init() {}

    /// The points of a block in the order in which they went in.
    /// - Throws: `BrokenBlock` where the bytes are no whole block; never anything else, whatever the bytes are.
    public func decode(_ bytes: [UInt8]) throws(BrokenBlock) -> [Point] { try decode(bytes[...]) }

    /// The same for a part of an array; offsets in errors count from the part's beginning.
    public func decode(_ bytes: ArraySlice<UInt8>) throws(BrokenBlock) -> [Point] {
        var at = bytes.startIndex
        func broken(_ reason: String) -> BrokenBlock { BrokenBlock(offset: at - bytes.startIndex, reason: reason) }
        guard bytes.count >= 3 else { throw broken("it ends before its head") }
        guard bytes[at] == BlockFormat.version else { throw broken("version \(bytes[at]) is not known") }
        let marks = bytes[at + 1]
        guard marks & ~BlockFormat.Mark.all == 0 else { throw broken("marks \(marks) are not known") }
        at += 2
        guard let number = Varint.read(bytes, at: &at), number <= UInt64(BlockFormat.mostPoints) else {
            throw broken("the number of points is none that a block holds")
        }
        let count = Int(number)
        var predictions: [Prediction] = []
        for _ in 0..<BlockFormat.columns {
            guard let prediction = Self.prediction(bytes, at: &at) else { throw broken("a column begins wrongly") }
            predictions.append(prediction)
        }
        guard let classes = classes(bytes, at: &at, size: count * BlockFormat.columns, marks) else {
            throw broken("the column of sizes is broken")
        }
        guard !classes.contains(where: { $0 > 64 }) else { throw broken("a number has more than 64 bits") }
        guard let columns = Self.values(bytes[at...], classes, predictions, count) else {
            throw broken("there are too few or too many bits for \(count) points")
        }
        guard let points = Self.points(columns, count, marks) else { throw broken("a value is outside of its column's range") }
        return points
    }

    private static func prediction(_ bytes: ArraySlice<UInt8>, at: inout Int) -> Prediction? {
        guard at < bytes.endIndex else { return nil }
        let head = bytes[at]
        at += 1
        guard let order = BlockFormat.Order(rawValue: head & 3), head <= 7 else { return nil }
        guard head & BlockFormat.hasBase != 0 else { return Prediction(order: order, base: 0) }
        guard let base = Varint.read(bytes, at: &at) else { return nil }
        return Prediction(order: order, base: ZigZag.decode(base))
    }

    private func classes(_ bytes: ArraySlice<UInt8>, at: inout Int, size: Int, _ marks: UInt8) -> [UInt8]? {
        if marks & BlockFormat.Mark.compressed == 0 {
            guard bytes.endIndex - at >= size else { return nil }
            defer { at += size }
            return Array(bytes[at..<(at + size)])
        }
        guard let length = Varint.read(bytes, at: &at), length <= UInt64(bytes.endIndex - at) else { return nil }
        guard let classes = zstd.decompress(bytes[at..<(at + Int(length))], size: size) else { return nil }
        at += Int(length)
        return classes
    }

    /// All columns, one behind the other.
    private static func values(_ bytes: ArraySlice<UInt8>, _ classes: [UInt8], _ predictions: [Prediction], _ count: Int) -> [Int64]? {
        var isSound = false
        let values = [Int64](unsafeUninitializedCapacity: classes.count) { values, filled in
            bytes.withUnsafeBufferPointer { bytes in
                classes.withUnsafeBufferPointer { classes in
                    var reader = BitReader(bytes)
                    for (column, start) in predictions.enumerated() {
                        var prediction = start
                        for index in (column * count)..<((column + 1) * count) {
                            let size = UInt64(classes[index])
                            var rest: UInt64 = 0
                            if size > 0 { rest = (1 &<< (size &- 1)) | reader.read(bits: size &- 1) }
                            let value = ZigZag.decode(rest) &+ prediction.next
                            prediction.saw(value)
                            values[index] = value
                        }
                    }
                    isSound = reader.isAtEnd
                }
            }
            filled = classes.count
        }
        return isSound ? values : nil
    }

    private static func points(_ values: [Int64], _ count: Int, _ marks: UInt8) -> [Point]? {
        let unit: Int64 = marks & BlockFormat.Mark.seconds != 0 ? 1000 : 1
        let step: Int64 = marks & BlockFormat.Mark.coarse != 0 ? 10 : 1
        var points: [Point] = []
        points.reserveCapacity(count)
        for row in 0..<count {
            let (time, isTooLate) = values[row].multipliedReportingOverflow(by: unit)
            let (latitude, isTooNorth) = values[count + row].multipliedReportingOverflow(by: step)
            let (longitude, isTooEast) = values[2 * count + row].multipliedReportingOverflow(by: step)
            guard !isTooLate, !isTooNorth, !isTooEast, let north = Int32(exactly: latitude), let east = Int32(exactly: longitude),
                let speed = UInt16(exactly: values[3 * count + row]), let course = UInt16(exactly: values[4 * count + row]),
                let flags = UInt8(exactly: values[5 * count + row])
            else { return nil }
            points.append(
                Point(time: time, latitude: north, longitude: east, speed: speed, course: course, flags: Point.Flags(rawValue: flags)))
        }
        return points
    }
}
