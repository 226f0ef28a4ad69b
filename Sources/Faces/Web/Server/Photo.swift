/// Pictures as they are kept: what a camera writes about place, time and owner is taken out, the picture itself is untouched.
/// The one thing that stays of a camera's notes is which side is up.
package enum Photo {
    /// The picture without its metadata, or nil where the bytes are no sound JPEG or PNG.
    package static func cleaned(_ bytes: [UInt8]) -> [UInt8]? {
        if bytes.starts(with: [0xFF, 0xD8]) { return cleanedJPEG(bytes) }
        if bytes.starts(with: pngSignature) { return cleanedPNG(bytes) }
        return nil
    }

    package static func mediaType(of bytes: [UInt8]) -> String {
        bytes.starts(with: pngSignature) ? "image/png" : "image/jpeg"
    }

    // MARK: JPEG (ITU-T T.81, annex B)

    /// Leaves out application segments but JFIF (APP0), ICC colour profiles (APP2) and Adobe's transform flag (APP14), and
    /// comments; EXIF and XMP stand in APP1. Of EXIF the orientation is written anew.
    private static func cleanedJPEG(_ bytes: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = [0xFF, 0xD8]
        output.reserveCapacity(bytes.count)
        var position = 2
        var hasFrame = false
        var isTurned = false
        while position + 4 <= bytes.count {
            guard bytes[position] == 0xFF else { return nil }
            let marker = bytes[position + 1]
            if marker == 0xFF {
                position += 1
                continue
            }
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            let end = position + 2 + length
            guard length >= 2, end <= bytes.count, marker >= 0xC0, !(0xD0...0xD9).contains(marker) else { return nil }
            if isFrame(marker) { hasFrame = true }
            if marker == 0xDA, !hasFrame { return nil }
            let content = bytes[(position + 4)..<end]
            if isKept(marker, content) { output.append(contentsOf: bytes[position..<end]) }
            if marker == 0xE1, !isTurned, let orientation = Orientation.read(content) {
                output.append(contentsOf: Orientation.segment(orientation))
                isTurned = true
            }
            position = end
            if marker == 0xDA { return finishedJPEG(bytes, from: position, output) }
        }
        return nil
    }

    /// The header of the coded picture: without one there is nothing to show.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }

    private static func isKept(_ marker: UInt8, _ content: ArraySlice<UInt8>) -> Bool {
        switch marker {
        case 0xE0, 0xEE: true
        case 0xE2: content.starts(with: "ICC_PROFILE\0".utf8)
        case 0xE1...0xEF, 0xFE: false
        default: true
        }
    }

    /// Copies the coded picture up to the end marker; what follows the end, such as a second picture with its own metadata,
    /// stays behind. Between the scans of a progressive picture the same segments are left out.
    private static func finishedJPEG(_ bytes: [UInt8], from start: Int, _ head: [UInt8]) -> [UInt8]? {
        var output = head
        var position = start
        while position + 1 < bytes.count {
            guard bytes[position] == 0xFF else {
                output.append(bytes[position])
                position += 1
                continue
            }
            let marker = bytes[position + 1]
            switch marker {
            case 0xD9:
                output.append(contentsOf: [0xFF, 0xD9])
                return output
            case 0x00, 0xD0...0xD7:
                output.append(contentsOf: [0xFF, marker])
                position += 2
            case 0xFF: position += 1
            default:
                guard position + 4 <= bytes.count else { return nil }
                let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
                let end = position + 2 + length
                guard length >= 2, end <= bytes.count else { return nil }
                if isKept(marker, bytes[(position + 4)..<end]) { output.append(contentsOf: bytes[position..<end]) }
                position = end
            }
        }
        return nil
    }

    // MARK: PNG (ISO/IEC 15948)

    private static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// The chunks that make up the picture; all others, texts, times and EXIF among them, are left out.
    private static let keptChunks: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs",
    ]

    private static func cleanedPNG(_ bytes: [UInt8]) -> [UInt8]? {
        var output = pngSignature
        var position = pngSignature.count
        var hasPicture = false
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - position - 12 else { return nil }
            let end = position + 12 + length
            let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            // The header stands first and only there; a picture has some bytes.
            guard (type == "IHDR") == (position == pngSignature.count) else { return nil }
            if type == "IHDR", !isSound(header: bytes[position + 8..<position + 8 + length]) { return nil }
            if type == "IDAT" { hasPicture = true }
            if keptChunks.contains(type) { output.append(contentsOf: bytes[position..<end]) }
            if type == "IEND" { return hasPicture ? output : nil }
            position = end
        }
        return nil
    }

    /// Width and height that a telephone can show.
    private static func isSound(header: ArraySlice<UInt8>) -> Bool {
        guard header.count == 13 else { return false }
        let width = header.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let height = header.dropFirst(4).prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return (1...30_000).contains(width) && (1...30_000).contains(height)
    }
}
