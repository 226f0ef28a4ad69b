/// Which side of a picture is up, as cameras write it (Exif 2.32, tag 0x0112): 1 is as stored, 2 to 8 are turned or mirrored.
enum Orientation {
    /// Reads it from the content of an APP1 segment; nil where there is none, or nothing to turn.
    static func read(_ segment: ArraySlice<UInt8>) -> UInt8? {
        guard segment.starts(with: "Exif\0\0".utf8) else { return nil }
        let tiff = Array(segment.dropFirst(6))
        guard tiff.count >= 8 else { return nil }
        let isLittle: Bool
        if tiff.starts(with: "II".utf8) { isLittle = true } else if tiff.starts(with: "MM".utf8) { isLittle = false } else { return nil }
        guard number(tiff, at: 2, bytes: 2, isLittle) == 42, let start = number(tiff, at: 4, bytes: 4, isLittle),
            let count = number(tiff, at: start, bytes: 2, isLittle)
        else { return nil }
        for index in 0..<min(count, 512) {
            let entry = start + 2 + index * 12
            guard let tag = number(tiff, at: entry, bytes: 2, isLittle) else { return nil }
            guard tag == 0x0112 else { continue }
            // A short; one value, which stands in the first two bytes of the value field.
            guard number(tiff, at: entry + 2, bytes: 2, isLittle) == 3, let value = number(tiff, at: entry + 8, bytes: 2, isLittle),
                (2...8).contains(value)
            else { return nil }
            return UInt8(value)
        }
        return nil
    }

    /// A whole APP1 segment that says this and nothing else.
    static func segment(_ orientation: UInt8) -> [UInt8] {
        let tiff: [UInt8] =
            Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1] + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0] + [0, 0, 0, 0]
        let content = Array("Exif\0\0".utf8) + tiff
        return [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content
    }

    private static func number(_ bytes: [UInt8], at position: Int, bytes count: Int, _ isLittle: Bool) -> Int? {
        guard position >= 0, position <= bytes.count - count else { return nil }
        let part = bytes[position..<position + count]
        return isLittle ? part.reversed().reduce(0) { $0 << 8 | Int($1) } : part.reduce(0) { $0 << 8 | Int($1) }
    }
}
