internal import Documents
public import Ground

/// Points as GPX 1.1, with speed (km/h), course and flags as extensions of ours. What is written is read back as it was.
public enum TrackGPX {
    public static func write(_ points: [Point], name: String) -> String {
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Concentric" xmlns="http://www.topografix.com/GPX/1/1" xmlns:c="urn:concentric:track:1">
            <trk><name>\(escaped(name))</name><trkseg>

            """
        for point in points {
            text += "<trkpt lat=\"" + FixedPoint.text(Int64(point.latitude), places: 6) + "\" lon=\""
            text += FixedPoint.text(Int64(point.longitude), places: 6) + "\"><time>" + FixedPoint.time(point.time) + "</time><extensions><c:kmh>"
            text += FixedPoint.text(Int64(point.speed), places: 1) + "</c:kmh><c:course>\(point.course)</c:course>"
            text += "<c:flags>\(point.flags.rawValue)</c:flags></extensions></trkpt>\n"
        }
        return text + "</trkseg></trk></gpx>\n"
    }

    private static func escaped(_ text: String) -> String { MarkupText.escaped(text) { $0 == "\"" ? "\"" : nil } }

    /// The track points of all segments in their order.
    /// - Parameters:
    ///   - rounds: whether numbers finer than a point holds are rounded; otherwise they are errors.
    ///   - notes: what the file holds and a point does not (heights, names …) is told here.
    /// - Throws: `RejectedInput` with everything that is wrong.
    public static func read(_ bytes: [UInt8], file: String, rounds: Bool = false, notes: inout Diagnostics) throws(RejectedInput) -> [Point] {
        var scan = Scan(file: file, reader: PointReader(rounds: rounds))
        do throws(XMLReader.Fault) {
            var xml = XMLReader(bytes)
            while let piece = try xml.next() { scan.take(piece) }
        } catch {
            throw RejectedInput(error.message, at: Place(file, line: error.line))
        }
        guard !scan.reader.diagnostics.hasErrors else { throw RejectedInput(scan.reader.diagnostics) }
        for (name, count) in scan.unkept.sorted(by: { $0.key < $1.key }) {
            notes.warning("\u{201C}\(name)\u{201D}, in \(count) points, is not kept", at: Place(file))
        }
        return scan.points
    }

    private struct Scan {
        let file: String
        var reader: PointReader
        var points: [Point] = []
        var unkept: [String: Int] = [:]
        private var open: (latitude: String, longitude: String)?
        private var values: [String: String] = [:]
        private var count = 0
        private var element = ""
        private var text = ""

        init(file: String, reader: PointReader) { (self.file, self.reader) = (file, reader) }

        mutating func take(_ piece: XMLReader.Piece) {
            switch piece {
            case .start("trkpt", let attributes):
                open = (attributes["lat"] ?? "", attributes["lon"] ?? "")
                values = [:]
            case .start(let name, _):
                (element, text) = (name, "")
            case .text(let more):
                text += more
            case .end("trkpt"):
                finish()
                open = nil
            case .end(let name):
                if open != nil, name == element {
                    values[name] = text.trimmed
                    element = ""
                }
            }
        }

        private mutating func finish() {
            guard let open else { return }
            count += 1
            let place = Place("\(file), point \(count)")
            guard let time = reader.time(values["time"] ?? "", at: place), let north = reader.latitude(open.latitude, at: place),
                let east = reader.longitude(open.longitude, at: place)
            else { return }
            var point = Point(time: time, latitude: north, longitude: east)
            for (name, text) in values where name != "time" {
                switch name {
                case "kmh": point.speed = reader.number(text, "speed", places: 1, within: 0...UInt16.max, at: place) ?? 0
                case "course": point.course = reader.number(text, "course", places: 0, within: 0...UInt16.max, at: place) ?? 0
                case "flags": point.flags.rawValue = reader.number(text, "flags", places: 0, within: 0...UInt8.max, at: place) ?? 0
                default: unkept[name, default: 0] += 1
                }
            }
            points.append(point)
        }
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
