/// Pictures made by hand: as much of a JPEG or PNG as makes one.
enum Pictures {
    static func png(_ extra: [(String, [UInt8])] = [], colour: UInt8 = 0) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        bytes += chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
        for (type, content) in extra { bytes += chunk(type, content) }
        bytes += chunk("IDAT", [0x78, 0x9C, 0x63, colour, 0, 0, 2, 0, 1])
        return bytes + chunk("IEND", [])
    }

    static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
        [0, 0, UInt8(content.count >> 8), UInt8(content.count & 255)] + Array(type.utf8) + content + [1, 2, 3, 4]
    }

    /// A JPEG with the segments given before its frame.
    static func jpeg(_ segments: [(UInt8, [UInt8])] = [], tail: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xD8]
        for (marker, content) in segments { bytes += segment(marker, content) }
        bytes += segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0])
        bytes += segment(0xDA, [1, 1, 0, 0, 63, 0])
        return bytes + [1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4, 0xFF, 0xD9] + tail
    }

    static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 2
        return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + content
    }

    /// EXIF as a camera writes it: orientation, and where it was.
    static func exif(orientation: UInt8, isLittle: Bool = false) -> [UInt8] {
        let place = Array("GPS 25.04 102.71 Mrs Wang's telephone".utf8)
        let head: [UInt8] = isLittle ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0] : [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1]
        let entry: [UInt8] =
            isLittle ? [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0] : [1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
        return Array("Exif\0\0".utf8) + head + entry + [0, 0, 0, 0] + place
    }
}
