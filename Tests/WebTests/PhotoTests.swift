import Ground
import Testing
import Web

@Suite struct PhotoTests {
    private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let needle = Array(text.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: needle) }
    }

    @Test func whatCamerasWriteIsTakenOut() throws {
        let secrets: [(UInt8, [UInt8])] = [
            (0xE1, Pictures.exif(orientation: 1)), (0xE1, Array("http://ns.adobe.com/xap/1.0/ GPS".utf8)),
            (0xED, Array("Photoshop GPS".utf8)), (0xFE, Array("GPS comment".utf8)), (0xE2, Array("MPF GPS".utf8)),
        ]
        let cleaned = try #require(Photo.cleaned(Pictures.jpeg(secrets, tail: Array("a second picture with GPS".utf8))))
        #expect(!contains(cleaned, "GPS") && !contains(cleaned, "Exif"))
        #expect(cleaned == Pictures.jpeg())
        let png = try #require(
            Photo.cleaned(Pictures.png([("tEXt", Array("GPS".utf8)), ("eXIf", Array("GPS".utf8)), ("sRGB", [0])])))
        #expect(png == Pictures.png([("sRGB", [0])]))
    }

    @Test func colourProfilesStay() throws {
        let profile: [(UInt8, [UInt8])] = [(0xE0, Array("JFIF\0".utf8)), (0xE2, Array("ICC_PROFILE\0".utf8)), (0xEE, [1])]
        #expect(Photo.cleaned(Pictures.jpeg(profile)) == Pictures.jpeg(profile))
    }

    @Test(arguments: UInt8(0)...9, [false, true]) func theSideThatIsUpStays(orientation: UInt8, isLittle: Bool) throws {
        let camera = Pictures.jpeg([(0xE1, Pictures.exif(orientation: orientation, isLittle: isLittle))])
        let cleaned = try #require(Photo.cleaned(camera))
        #expect(!contains(cleaned, "GPS"))
        guard (2...8).contains(orientation) else {
            #expect(cleaned == Pictures.jpeg())
            return
        }
        // What is kept says the same when it is cleaned again.
        #expect(contains(cleaned, "Exif"))
        #expect(Photo.cleaned(cleaned) == cleaned)
        #expect(cleaned.count == Pictures.jpeg().count + 36)
    }

    @Test func whatIsNoPictureIsRefused() {
        let header = Pictures.png().prefix(33)
        let cases: [[UInt8]] = [
            [], [0xFF], [0xFF, 0xD8], [0xFF, 0xD8, 0xFF, 0xD9], Array("GIF89a".utf8), Array("<svg onload=alert(1)>".utf8),
            Array(Pictures.jpeg().dropLast(2)), Array(Pictures.png().dropLast(12)), Array(header),
            Array(header) + Pictures.chunk("IEND", []), Array(Pictures.png().prefix(8)) + Pictures.chunk("IEND", []),
            // A scan without a frame.
            [0xFF, 0xD8] + Pictures.segment(0xDA, [1, 1, 0, 0, 63, 0]) + [1, 0xFF, 0xD9],
        ]
        for bytes in cases { #expect(Photo.cleaned(bytes) == nil) }
    }

    @Test func noBytesTrapAndCleaningIsStable() {
        var random = SeededRandom(seed: 20_261_121)
        let seeds = [
            Pictures.jpeg([(0xE1, Pictures.exif(orientation: 6)), (0xE1, Pictures.exif(orientation: 3, isLittle: true))]),
            Pictures.png([("tEXt", [1, 2, 3])]),
        ]
        for round in 0..<6000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                guard !bytes.isEmpty else { break }
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] = [0xFF, 0x00, 0x7F, 0x80].randomElement(using: &random) ?? 0
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1..<9, using: &random)))
                default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 7)], at: place)
                }
            }
            guard let cleaned = Photo.cleaned(bytes) else { continue }
            #expect(Photo.cleaned(cleaned) == cleaned)
        }
    }
}
