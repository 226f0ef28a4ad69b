internal import Documents
internal import Ground

/// Reads `city.yaml`.
struct SettingsReader {
    struct Head {
        var key: String
        var name: Bilingual
        var timeZone: String
        var timeZonePlace: Place
        var referencePrefix: String
        var settings: CitySettings
        /// Local titles with the place where they stand; their areas are known only later.
        var localTitlePlaces: [AreaCode: Place]
        /// The entry of office hours, for the calendar.
        var hours: Entry?
    }

    static func read(_ files: CityFiles, diagnostics: inout Diagnostics) -> Head? {
        let file = "city.yaml"
        guard let bytes = files.required(file, diagnostics: &diagnostics),
            let text = files.text(bytes, of: file, diagnostics: &diagnostics),
            let root = YAMLDocument.read(text, file: files.path(file), diagnostics: &diagnostics)
        else { return nil }
        let record = root.record(
            [
                "key", "name", "time-zone", "reference-prefix", "levels", "local-titles", "rates", "duplicates", "map",
                "fields", "hours", "notices", "retention", "language",
            ], &diagnostics)
        var settings = CitySettings()
        settings.levels = levels(record.required("levels", &diagnostics), &diagnostics)
        let titles = localTitles(record["local-titles"], &settings, &diagnostics)
        if let entry = record["rates"] { settings.rates = rates(entry, &diagnostics) ?? settings.rates }
        if let entry = record["duplicates"] { duplicates(entry, &settings, &diagnostics) }
        if let entry = record["map"] { map(entry, &settings, &diagnostics) }
        if let entry = record["retention"] { retention(entry, &settings, &diagnostics) }
        if let entry = record["language"], let tag = entry.text(&diagnostics) {
            if let language = Language(rawValue: tag) {
                settings.language = language
            } else {
                diagnostics.error("the language must be zh or en", at: entry.place)
            }
        }
        for field in record["fields"]?.map(&diagnostics) ?? [] {
            guard let name = field.value.bilingual(&diagnostics) else { continue }
            settings.fields.append(field.key)
            settings.fieldNames[field.key] = name
        }
        for entry in record["notices"]?.list(&diagnostics) ?? [] {
            if let notice = entry.bilingual(&diagnostics) { settings.notices.append(notice) }
        }
        let key = word(record.required("key", &diagnostics), &diagnostics)
        let name = record.required("name", &diagnostics)?.bilingual(&diagnostics)
        let zone = record.required("time-zone", &diagnostics)
        let zoneName = zone?.text(&diagnostics)
        let prefix = word(record.required("reference-prefix", &diagnostics), &diagnostics)
        guard let key, let name, let zone, let zoneName, let prefix else { return nil }
        return Head(
            key: key, name: name, timeZone: zoneName, timeZonePlace: zone.place, referencePrefix: prefix,
            settings: settings, localTitlePlaces: titles, hours: record["hours"])
    }

    /// A word of ASCII letters, digits and hyphens: it stands in addresses and file names.
    private static func word(_ entry: Entry?, _ diagnostics: inout Diagnostics) -> String? {
        guard let entry, let text = entry.text(&diagnostics) else { return nil }
        let isWord =
            !text.isEmpty && text.utf8.count <= 32
            && text.utf8.allSatisfy { byte in
                (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57) || byte == 45
            }
        if isWord { return text }
        diagnostics.error(
            "\u{201C}\(text)\u{201D} cannot stand here", at: entry.place,
            advice: "write up to 32 letters, digits and hyphens")
        return nil
    }

    private static func levels(_ entry: Entry?, _ diagnostics: inout Diagnostics) -> [CitySettings.Level] {
        guard let entry else { return [] }
        var levels: [CitySettings.Level] = []
        var entries: [(CitySettings.Level, Entry?)] = []
        for field in entry.map(&diagnostics) {
            guard let level = AreaLevel(rawValue: field.key) else {
                let known = AreaLevel.allCases.map(\.rawValue)
                let near = Spelling.nearest(to: field.key, among: known)
                diagnostics.error(
                    "\u{201C}\(field.key)\u{201D} is no level", at: field.keyPlace,
                    advice: near.map { "did you mean \u{201C}\($0)\u{201D}?" }
                        ?? "known are \(known.joined(separator: ", "))")
                continue
            }
            let record = field.value.record(["title", "under"], &diagnostics)
            let title = record.required("title", &diagnostics)?.bilingual(&diagnostics)
            let under = (record["under"]?.list(&diagnostics) ?? []).compactMap {
                $0.word(AreaLevel.self, &diagnostics)
            }
            let known = CitySettings.Level(
                level: level, title: title ?? Bilingual(zh: field.key, en: field.key), under: under)
            levels.append(known)
            entries.append((known, record["under"]))
        }
        levels.sort { $0.level < $1.level }
        for (known, under) in entries {
            for above in known.under where above >= known.level || !levels.contains(where: { $0.level == above }) {
                diagnostics.error(
                    "a \(known.level.rawValue) cannot stand under a \(above.rawValue)", at: under?.place ?? entry.place,
                    advice: "name higher levels that are listed here")
            }
            if known.under.isEmpty, known.level != levels.first?.level {
                diagnostics.error(
                    "under what a \(known.level.rawValue) stands is not said", at: under?.place ?? entry.place,
                    advice: "write under: and the levels above it")
            }
        }
        if levels.isEmpty {
            diagnostics.error("no level is listed", at: entry.place, advice: "list at least city: and its title")
        }
        return levels
    }

    private static func localTitles(
        _ entry: Entry?, _ settings: inout CitySettings, _ diagnostics: inout Diagnostics
    ) -> [AreaCode: Place] {
        var places: [AreaCode: Place] = [:]
        for field in entry?.map(&diagnostics) ?? [] {
            places[AreaCode(field.key)] = field.keyPlace
            for title in field.value.map(&diagnostics) {
                guard let level = AreaLevel(rawValue: title.key) else {
                    diagnostics.error(
                        "\u{201C}\(title.key)\u{201D} is no level", at: title.keyPlace,
                        advice: "known are \(AreaLevel.allCases.map(\.rawValue).joined(separator: ", "))")
                    continue
                }
                settings.localTitles[AreaCode(field.key), default: [:]][level] = title.value.bilingual(&diagnostics)
            }
        }
        return places
    }

    private static func rates(_ entry: Entry, _ diagnostics: inout Diagnostics) -> CitySettings.RateWeights? {
        let record = entry.record(["response", "resolution", "satisfaction"], &diagnostics)
        let response = record.required("response", &diagnostics)?.number(&diagnostics)
        let resolution = record.required("resolution", &diagnostics)?.number(&diagnostics)
        let satisfaction = record.required("satisfaction", &diagnostics)?.number(&diagnostics)
        guard let response, let resolution, let satisfaction else { return nil }
        let sum = response + resolution + satisfaction
        if response < 0 || resolution < 0 || satisfaction < 0 || abs(sum - 100) > 0.001 {
            diagnostics.error(
                "the weights of the three rates do not add up to 100", at: entry.place,
                advice: "write three shares in percent, such as 10, 45 and 45")
        }
        return CitySettings.RateWeights(response: response, resolution: resolution, satisfaction: satisfaction)
    }

    private static func duplicates(
        _ entry: Entry, _ settings: inout CitySettings, _ diagnostics: inout Diagnostics
    ) {
        let record = entry.record(["radius", "days"], &diagnostics)
        if let radius = record["radius"], let value = radius.number(&diagnostics) {
            if value >= 0, value <= 10_000 {
                settings.duplicateRadius = value
            } else {
                diagnostics.error("the radius must lie between 0 and 10000 metres", at: radius.place)
            }
        }
        if let days = record["days"], let value = days.integer(&diagnostics) {
            if (1...3660).contains(value) {
                settings.duplicateDays = value
            } else {
                diagnostics.error("the days must lie between 1 and 3660", at: days.place)
            }
        }
    }

    private static func retention(
        _ entry: Entry, _ settings: inout CitySettings, _ diagnostics: inout Diagnostics
    ) {
        let record = entry.record(["contact-days"], &diagnostics)
        guard let days = record["contact-days"], let value = days.integer(&diagnostics) else { return }
        if (1...3660).contains(value) {
            settings.contactRetentionDays = value
        } else {
            diagnostics.error("the days must lie between 1 and 3660", at: days.place)
        }
    }

    private static func map(_ entry: Entry, _ settings: inout CitySettings, _ diagnostics: inout Diagnostics) {
        let record = entry.record(["datum", "tiles", "notice"], &diagnostics)
        if let datum = record["datum"]?.word(CitySettings.MapDatum.self, &diagnostics) { settings.datum = datum }
        settings.tiles = record["tiles"]?.text(&diagnostics)
        settings.mapNotice = record["notice"]?.bilingual(&diagnostics)
    }
}
