/// What stands in the column `type` of a survey row.
enum XLSType: Sendable, Hashable {
    /// A question or a value kept without asking.
    case value(XLSValueType)
    case select(XLSSelect)
    case begin(Section)
    case end(Section)
    case audit
    /// A file that comes with the form: `csv-external`, `xml-external`.
    case external(fileExtension: String)
    /// A setting in the survey sheet, as old forms have it.
    case setting(String)
    /// Known in other tools or former times.
    case unsupported(advice: String)

    enum Section: String, Sendable { case group, `repeat` }

    /// nil when the word is not known.
    init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        let lowered = words.joined(separator: " ").lowercased()
        if let section = Self.section(lowered) {
            self = section
        } else if let select = XLSSelect(words.map(String.init)) {
            self = .select(select)
        } else if let value = XLSValueType.named(lowered) {
            self = .value(value)
        } else if let other = Self.others[lowered] {
            self = other
        } else if lowered.hasPrefix("osm ") || lowered == "osm" {
            self = .unsupported(advice: "ask for a geopoint, geotrace or geoshape")
        } else {
            return nil
        }
    }

    private static let others: [String: XLSType] = [
        "audit": .audit, "csv-external": .external(fileExtension: "csv"), "xml-external": .external(fileExtension: "xml"),
        "form_title": .setting("title"), "set form title": .setting("title"), "set_form_title": .setting("title"),
        "form_id": .setting("id_string"), "set form id": .setting("id_string"), "set_form_id": .setting("id_string"),
        "include": .unsupported(advice: "copy the rows of the other form"),
    ]

    private static func section(_ text: String) -> XLSType? {
        let plain = text.replacing("_", with: " ")
        if plain.hasPrefix("begin loop") || plain.hasPrefix("end loop") { return .unsupported(advice: "use begin repeat, or write the groups out") }
        if plain.hasPrefix("cascading select") { return .unsupported(advice: "use select_one with a choice_filter") }
        switch plain {
        case "begin group": return .begin(.group)
        case "end group": return .end(.group)
        case "begin repeat", "begin lgroup", "begin looped group": return .begin(.repeat)
        case "end repeat", "end lgroup", "end looped group": return .end(.repeat)
        default: return nil
        }
    }

    /// Words for advice about a misspelt one.
    static let words: [String] =
        XLSValueType.words + XLSSelect.commands.map(\.words) + ["begin_group", "end_group", "begin_repeat", "end_repeat", "audit", "csv-external"]
}

/// A type of select: `select_one LIST`, `select_multiple LIST or_other`, `rank LIST`, `select_one_from_file FILE.csv` …
struct XLSSelect: Sendable, Hashable {
    enum Kind: Sendable { case one, multiple, rank, external }

    var kind: Kind
    /// The list, the file, or `${repeat_question}`.
    var list: String
    var hasOther: Bool
    var isFromFile: Bool

    static let commands: [(words: String, kind: Kind, isFromFile: Bool)] = [
        ("add select multiple prompt using", .multiple, false), ("add select one prompt using", .one, false),
        ("select all that apply from", .multiple, false), ("select_multiple_from_file", .multiple, true),
        ("select multiple from file", .multiple, true), ("select all that apply", .multiple, false), ("select_one_external", .external, false),
        ("select_one_from_file", .one, true), ("select one from file", .one, true), ("select_multiple", .multiple, false),
        ("select multiple", .multiple, false), ("select one from", .one, false), ("select_one", .one, false), ("select one", .one, false),
        ("select1", .one, false), ("rank", .rank, false),
    ]

    /// nil when the words begin no select.
    init?(_ words: [String]) {
        let lowered = words.map { $0.lowercased() }
        for command in Self.commands {
            let parts = command.words.split(separator: " ").map(String.init)
            guard lowered.starts(with: parts) else { continue }
            var rest = words.dropFirst(parts.count)
            hasOther = false
            for other in [["or_other"], ["or", "other"], ["or", "specify", "other"]] where rest.map({ $0.lowercased() }).suffix(other.count) == other[...] {
                guard rest.count > other.count else { continue }
                (rest, hasOther) = (rest.dropLast(other.count), true)
                break
            }
            (kind, isFromFile) = (command.kind, command.isFromFile)
            list = rest.joined(separator: " ")
            return
        }
        return nil
    }

    /// The file's name and ending when the list is a file of a known kind.
    var file: (base: String, ending: String)? {
        guard let dot = list.lastIndex(of: "."), dot > list.startIndex else { return nil }
        let ending = String(list[list.index(after: dot)...])
        return ["csv", "xml", "geojson"].contains(ending) ? (String(list[..<dot]), ending) : nil
    }

    var tag: String {
        switch kind {
        case .one: "select1"
        case .multiple: "select"
        case .rank: "odk:rank"
        case .external: "input"
        }
    }

    var dataType: String { kind == .rank ? "odk:rank" : "string" }
}

/// A type of value: how it is asked (`tag`; nil is not asked) and how it is bound.
struct XLSValueType: Sendable, Hashable {
    enum Special: Sendable { case none, text, note, calculate, range, geopoint, geometry, image, audio, startPosition, backgroundPosition, backgroundAudio }

    var tag: String?
    var media: String?
    var type: String?
    var bind: [String: String] = [:]
    var special = Special.none

    static var words: [String] { ["dateTime"] + plain.keys.sorted() }

    static func named(_ lowered: String) -> XLSValueType? {
        if let found = plain[lowered] { return found }
        // Spellings of the first years: “add integer prompt”, “q integer”, “get device id”.
        var name = lowered
        for prefix in ["add ", "q ", "get "] where name.hasPrefix(prefix) { name.removeFirst(prefix.count) }
        if name.hasSuffix(" prompt") { name.removeLast(" prompt".count) }
        return plain[former[name] ?? name]
    }

    private static let former = [
        "string": "text", "int": "integer", "photo": "image", "picture": "image", "location": "geopoint", "gps": "geopoint", "date time": "datetime",
        "imei": "deviceid", "device id": "deviceid", "start time": "start", "end time": "end", "phone number": "phonenumber",
        "sim id": "simserial", "subscriber id": "subscriberid",
    ]

    private static func input(_ type: String, _ special: Special = .none) -> XLSValueType {
        XLSValueType(tag: "input", type: type, special: special)
    }

    private static func upload(_ media: String, _ special: Special = .none) -> XLSValueType {
        XLSValueType(tag: "upload", media: media, type: "binary", special: special)
    }

    private static func preload(_ type: String, _ kind: String, _ what: String) -> XLSValueType {
        XLSValueType(type: type, bind: ["jr:preload": kind, "jr:preloadParams": what])
    }

    private static let plain: [String: XLSValueType] = {
        var all: [String: XLSValueType] = [
            "text": input("string", .text), "integer": input("int"), "decimal": input("decimal"), "date": input("date"), "time": input("time"),
            "datetime": input("dateTime"), "barcode": input("barcode"), "geopoint": input("geopoint", .geopoint),
            "geotrace": input("geotrace", .geometry), "geoshape": input("geoshape", .geometry), "image": upload("image/*", .image),
            "audio": upload("audio/*", .audio), "video": upload("video/*"), "file": upload("application/*"),
            "acknowledge": XLSValueType(tag: "trigger", type: "string"), "trigger": XLSValueType(tag: "trigger"),
            "range": XLSValueType(tag: "range", type: "int", special: .range),
            "note": XLSValueType(tag: "input", type: "string", bind: ["readonly": "true()"], special: .note),
            "calculate": XLSValueType(type: "string", special: .calculate), "hidden": XLSValueType(type: "string"),
            "start": preload("dateTime", "timestamp", "start"), "end": preload("dateTime", "timestamp", "end"),
            "today": preload("date", "date", "today"), "start-geopoint": XLSValueType(type: "geopoint", special: .startPosition),
            "background-geopoint": XLSValueType(tag: "trigger", type: "geopoint", special: .backgroundPosition),
            "background-audio": XLSValueType(type: "binary", special: .backgroundAudio),
        ]
        for name in ["deviceid", "username", "phonenumber", "email", "subscriberid", "simserial"] {
            all[name] = preload("string", "property", name)
            all["uri:\(name)"] = preload("string", "property", "uri:\(name)")
        }
        return all
    }()
}
