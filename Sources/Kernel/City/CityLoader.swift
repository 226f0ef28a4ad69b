internal import Documents
package import Ground
internal import Workflows

extension City {
    /// Reads and checks a city folder on disk.
    /// - Returns: everything that was found, and the city unless something of it is an error.
    package static func load(_ folder: String) -> (city: City?, diagnostics: Diagnostics) {
        load(CityFiles(folder: folder))
    }

    /// Reads and checks the files of a city. One fault does not hide another: what could be read is checked against what else
    /// could be read.
    package static func load(_ files: CityFiles) -> (city: City?, diagnostics: Diagnostics) {
        var loader = CityLoader(files: files)
        let city = loader.load()
        return (loader.diagnostics.hasErrors ? nil : city, loader.diagnostics)
    }
}

/// The order in which the files are read, and what is checked between them.
struct CityLoader {
    let files: CityFiles
    var diagnostics = Diagnostics()

    init(files: CityFiles) { self.files = files }

    mutating func load() -> City? {
        let head = SettingsReader.read(files, diagnostics: &diagnostics)
        let levels = head?.settings.levels ?? []
        let readable = levels.isEmpty ? CityLoader.allLevels : levels
        let territory = TerritoryReader.read(files, levels: readable, diagnostics: &diagnostics)
        if let head, let territory { checkLocalTitles(head, territory) }
        let organisations = OrganisationReader.read(
            files, settings: head?.settings, territory: territory, diagnostics: &diagnostics)
        let names = levels.map(\.level)
        let posts = PostReader.read(
            files, levels: names, territory: territory, organisations: organisations, diagnostics: &diagnostics)
        let workflows = CityWorkflows.read(files, posts: posts, diagnostics: &diagnostics)
        let classes = ClassReader.read(
            files, levels: names, workflows: workflows.map { Set($0.newest.keys) }, diagnostics: &diagnostics)
        var duties: DutyCatalogue?
        if let classes {
            duties = DutyReader.read(files, levels: names, classes: classes, diagnostics: &diagnostics)
        }
        var routing: Routing?
        if let territory, let classes, let organisations {
            routing = RoutingReader.read(
                files, territory: territory, classes: classes, organisations: organisations, diagnostics: &diagnostics)
        }
        let calendar = CityCalendar.read(files, head: head, diagnostics: &diagnostics)
        let map = CityMap.read(files, territory: territory, diagnostics: &diagnostics)
        guard let head, let territory, let organisations, let posts, let workflows, let classes, let duties,
            let routing, let calendar, let map
        else { return nil }
        return City(
            key: head.key, name: head.name, timeZone: head.timeZone, referencePrefix: head.referencePrefix,
            settings: head.settings, territory: territory, organisations: organisations, posts: posts,
            classes: classes, routing: routing, duties: duties, workflows: workflows.newest,
            workflowTexts: workflows.texts, calendar: calendar, map: map)
    }

    /// Stands in where `city.yaml` lists none, so that the areas are checked for all else.
    private static let allLevels = AreaLevel.allCases.map { level in
        CitySettings.Level(
            level: level, title: Bilingual(zh: level.rawValue, en: level.rawValue),
            under: AreaLevel.allCases.filter { $0 < level })
    }

    private mutating func checkLocalTitles(_ head: SettingsReader.Head, _ territory: Territory) {
        for (code, place) in head.localTitlePlaces.sorted(by: { $0.key < $1.key }) where territory.area(code) == nil {
            diagnostics.error(
                "the area \(code) does not exist", at: place, advice: "areas are listed in areas.csv")
        }
    }
}
